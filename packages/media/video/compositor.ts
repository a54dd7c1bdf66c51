import { inset, union, type Rect } from '../slides/geometry.ts';
import { outputBox, rasterise } from '../slides/draw.ts';
import { boundsOf } from '../slides/shapes.ts';
import type { Layer, Slide } from '../slides/slide.ts';
import type { CaptionStrip } from './caption-strip.ts';
import { entrancePose, type Pose } from './entrance.ts';
import {
  blendArea,
  copyArea,
  emptyCoverPlanes,
  emptyPlanes,
  intersection,
  writeCover,
  writeOpaque,
  type CoverPlanes,
  type Planes,
} from './planes.ts';
import type { Showing } from './schedule.ts';

/** Makes the frames of a scene one after the other in one picture, touching only what changed. */
export interface Compositor {
  /**
   * Brings the picture from frame `frame - 1` to `frame`; frames must be asked for in order, from 0.
   * Returns false when nothing changed.
   */
  advance(frame: number): Promise<boolean>;
}

interface Plan {
  slide: Slide;
  showings: readonly Showing[];
  captions: CaptionStrip;
  /** px of the output for one px of the full-size frame */
  scale: number;
}

/**
 * @param picture the whole output frame; the compositor writes into it
 */
export async function createCompositor(
  { slide, showings, captions, scale }: Plan,
  picture: Planes,
): Promise<Compositor> {
  const ground = emptyPlanes(picture.box);
  for await (const raster of rasterise(slide.background, picture.box, scale)) writeOpaque(ground, raster);
  const boxes = new Map<Layer, Rect>();
  const boxOf = (layer: Layer): Rect => {
    const known = boxes.get(layer);
    if (known !== undefined) return known;
    const whole = outputBox(inset(boundsOf(layer.shapes), -2), scale);
    const box = intersection(whole, picture.box) ?? { ...whole, width: 0, height: 0 };
    boxes.set(layer, box);
    return box;
  };
  /** Layers on screen, drawn when they first appear. */
  const drawn = new Map<Layer, CoverPlanes>();
  const poseAt = ({ layer, from, to }: Showing, frame: number): Pose | 'still' | 'hidden' =>
    frame < from || frame >= to
      ? 'hidden'
      : (entrancePose(layer.entrance, frame - from, boxOf(layer), scale) ?? 'still');

  /** What a layer covers in a pose. */
  const coverage = (layer: Layer, pose: Pose | 'still' | 'hidden'): Rect[] => {
    if (pose === 'hidden') return [];
    const box = boxOf(layer);
    return pose === 'still' ? [box] : [{ ...pose.window, y: pose.window.y + pose.shift }];
  };

  const layersDirty = (frame: number): Rect[] =>
    showings.flatMap((showing) => {
      const before = frame === 0 ? 'hidden' : poseAt(showing, frame - 1);
      const now = poseAt(showing, frame);
      if (before === now) return [];
      const touched = [...coverage(showing.layer, before), ...coverage(showing.layer, now)];
      return touched.length === 0 ? [] : [touched.reduce(union)];
    });

  const compose = async (frame: number, area: Rect): Promise<void> => {
    copyArea(picture, ground, area);
    for (const showing of showings) {
      const pose = poseAt(showing, frame);
      if (pose === 'hidden') continue;
      const planes = drawn.get(showing.layer) ?? (await draw(showing.layer));
      if (pose === 'still') blendArea(picture, planes, area, 1, 0);
      else {
        const seen = intersection(area, { ...pose.window, y: pose.window.y + pose.shift });
        if (seen) blendArea(picture, planes, seen, pose.strength, pose.shift);
      }
    }
    await captions.draw(picture, frame, area);
  };

  const draw = async (layer: Layer): Promise<CoverPlanes> => {
    const planes = emptyCoverPlanes(boxOf(layer));
    for await (const raster of rasterise(layer.shapes, planes.box, scale)) writeCover(planes, raster);
    drawn.set(layer, planes);
    return planes;
  };

  return {
    async advance(frame) {
      const areas = frame === 0 ? [picture.box] : [...layersDirty(frame), ...captions.changes(frame)];
      for (const area of areas) await compose(frame, area);
      for (const { layer, to } of showings) if (to === frame) drawn.delete(layer);
      return areas.length > 0;
    },
  };
}
