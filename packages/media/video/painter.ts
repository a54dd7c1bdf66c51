import { outputBox, rasterise } from '../slides/draw.ts';
import { inset, union, type Rect } from '../slides/geometry.ts';
import { boundsOf } from '../slides/shapes.ts';
import type { Layer, Slide } from '../slides/slide.ts';
import { createCaptionStrip, type CaptionStrip } from './caption-strip.ts';
import { groundOf } from './grounds.ts';
import { blendArea, coverPlanes, endCoverPlanes, type CoverPlanes } from './cover.ts';
import { drawnLately, type Drawing } from './lately.ts';
import { copyArea, intersection, type Planes } from './planes.ts';
import { openingLayers, type Showing } from './schedule.ts';

/** Paints what a scene shows at a frame, every part in its place. */
export interface Painter {
  /** Frames at which parts appear or disappear, rising. */
  fades: readonly number[];
  /** Parts that are drawn as a line is drawn, of those that are there at the second frame and not yet at the first. */
  wipes(before: number, now: number): Wipe[];
  /** Area in which the pictures of two frames can differ. */
  changes(before: number, now: number): Rect[];
  /** That part of it in which captions differ. */
  captionChanges(before: number, now: number): Rect[];
  /** Paints the picture of `frame` inside `area`. */
  paint(target: Planes, frame: number, area: Rect): Promise<void>;
  /** Nothing more is painted. */
  end(): void;
}

/** A part that is drawn as a line is drawn. */
export interface Wipe {
  box: Rect;
  from: 'left' | 'right' | 'top' | 'bottom';
}

const sides = {
  'wipe-right': 'left',
  'wipe-left': 'right',
  'wipe-down': 'top',
  'wipe-up': 'bottom',
} as const;

interface Scenery {
  slide: Slide;
  showings: readonly Showing[];
  captions: CaptionStrip;
  /** px of the output for one px of the full-size frame */
  scale: number;
}

/** Parts that scenes open with, kept up to this: half a frame at full size for each of two scenes at once. */
const KEPT_PIXELS = 1920 * 1080;

const drawLayer: Drawing<CoverPlanes> = async (shapes, box, scale) =>
  coverPlanes(box, rasterise(shapes, box, scale));

/** The scene before draws them as well, and places that are still empty look alike in many scenes. */
const drawOpening = drawnLately(drawLayer, KEPT_PIXELS);
const opens = ({ trigger }: Layer): boolean => trigger.at === 'start';

/** @param box the whole output frame */
export async function createPainter(
  { slide, showings, captions, scale }: Scenery,
  box: Rect,
): Promise<Painter> {
  const ground = await groundOf(slide.background, box, scale);
  const boxes = new Map<Layer, Rect>(
    slide.layers.map((layer) => {
      const whole = outputBox(inset(boundsOf(layer.shapes), -2), scale);
      return [layer, intersection(whole, box) ?? { ...whole, width: 0, height: 0 }];
    }),
  );
  const boxOf = (layer: Layer): Rect => boxes.get(layer) as Rect;
  /** Layers on screen, drawn when they first appear. */
  const drawn = new Map<Layer, CoverPlanes>();
  const draw = async (layer: Layer): Promise<CoverPlanes> => {
    const planes = await (opens(layer) ? drawOpening : drawLayer)(layer.shapes, boxOf(layer), scale);
    drawn.set(layer, planes);
    return planes;
  };
  const forget = (layer: Layer): void => {
    const planes = drawn.get(layer);
    if (planes && !opens(layer)) endCoverPlanes(planes);
    drawn.delete(layer);
  };
  const seen = ({ from, to }: Showing, frame: number): boolean => from <= frame && frame < to;

  return {
    fades: [...new Set(showings.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b),
    captionChanges: (before, now) => captions.changes(before, now),
    wipes: (before, now) =>
      showings.flatMap(({ layer, from }) =>
        before < from && from <= now && layer.entrance in sides
          ? [{ box: boxOf(layer), from: sides[layer.entrance as keyof typeof sides] }]
          : [],
      ),
    changes(before, now) {
      const parts = showings.filter((showing) => seen(showing, before) !== seen(showing, now));
      const area = parts.map(({ layer }) => boxOf(layer));
      return [...(area.length === 0 ? [] : [area.reduce(union)]), ...captions.changes(before, now)];
    },
    async paint(target, frame, area) {
      copyArea(target, ground, area);
      for (const showing of showings) {
        if (!seen(showing, frame)) {
          if (showing.to <= frame) forget(showing.layer);
          continue;
        }
        const planes = drawn.get(showing.layer) ?? (await draw(showing.layer));
        blendArea(target, planes, area);
      }
      await captions.draw(target, frame, area);
    },
    end() {
      for (const layer of [...drawn.keys()]) forget(layer);
      captions.end();
    },
  };
}

/** Paints the picture with which a scene opens: its ground and the parts that are there from the start. */
export async function paintOpening(slide: Slide, scale: number, target: Planes): Promise<void> {
  const { box } = target;
  const showings = openingLayers(slide).map((layer) => ({ layer, from: 0, to: 1 }));
  const painter = await createPainter(
    { slide, showings, captions: createCaptionStrip([], slide, scale), scale },
    box,
  );
  await painter.paint(target, 0, box);
  painter.end();
}
