import type { Rect } from '../slides/geometry.ts';
import { createBandSender, type Part } from './bands.ts';
import { captionPatches, mapOf, type Fade } from './fade.ts';
import { gridOf } from './grid.ts';
import type { Rows } from './h264/difference.ts';
import type { IntraSlice, PictureSize } from './h264/headers.ts';
import { createPictureWriter, type Place } from './h264/pictures.ts';
import type { Painter } from './painter.ts';
import type { Picture } from './picture-plan.ts';
import { copyArea, newPlanes, endPlanes, type Planes } from './planes.ts';

/** From a fade's start to its end in showing order: blends are weighted by their share of it, and 127 is the most. */
const FADE_ORDER = 120;

/** A picture as it is stored, in decoding order. */
export interface Unit {
  frame: number;
  key: boolean;
  nals: Uint8Array[];
}

/** A unit of which some parts may wait for the intra encoder. */
interface Draft {
  frame: number;
  place: Place;
  /** Of a key: 0 or 1, each time the other. */
  idr?: number;
  parts: Part[];
}

export interface Reel {
  size: PictureSize;
  pictures: readonly Picture[];
  painter: Painter;
  /** Paints the picture that the scene dissolves into. */
  paintNext(target: Planes): Promise<void>;
  /** That captions can cover; null when there are none. */
  captionArea: Rect | null;
  /** Takes a band of a picture for the intra encoder; resolves when the planes may be changed again. */
  toIntra(planes: Planes, rows: Rows): Promise<void>;
  /** Called before each picture. What it throws ends the work. */
  onPicture(frame: number): Promise<void>;
}

/** Draws the pictures and writes all but what the intra encoder does, whose slices the returned function puts in. */
export async function film(reel: Reel): Promise<(slices: readonly IntraSlice[]) => Unit[]> {
  const { size, painter } = reel;
  const writer = createPictureWriter(size);
  const grid = gridOf(size);
  const bands = createBandSender(grid, writer, async (planes, rows) => reel.toIntra(planes, rows));
  const box: Rect = { x: 0, y: 0, ...size };
  const drafts: Draft[] = [];
  /** The last picture that others refer to; `next` is equal to it between pictures. */
  const now = newPlanes(box);
  const next = newPlanes(box);
  const patches = captionPatches(painter, grid, reel.captionArea, now);
  /** The frame that `now` was painted for; -1 before the first. */
  let painted = -1;
  let fade: Fade | undefined;
  let idr = 1;
  let kept = 0;
  /** Of the latest frame so far, in showing order. */
  let order = 0;
  let latest = 0;

  const paintNext = async (frame: number): Promise<Rect[]> => {
    const areas = painted < 0 ? [box] : painter.changes(painted, frame);
    for (const area of areas) await painter.paint(next, frame, area);
    return areas;
  };
  const settle = (areas: readonly Rect[], frame: number): void => {
    for (const area of areas) copyArea(now, next, area);
    painted = frame;
  };
  const orderOf = (frame: number): number => {
    const ahead = Math.max(0, frame - latest);
    order += ahead;
    latest += ahead;
    return order - (latest - frame);
  };
  /** The place of a picture that others refer to. */
  const keep = (frame: number): Place => ({ frameNumber: kept++, order: orderOf(frame) });

  for (const picture of reel.pictures) {
    const { frame } = picture;
    await reel.onPicture(frame);
    switch (picture.kind) {
      case 'key': {
        const areas = await paintNext(frame);
        [kept, order, latest, idr] = [0, 0, frame, 1 - idr];
        drafts.push({ frame, place: keep(frame), idr, parts: await bands.key(next, areas) });
        settle(areas, frame);
        break;
      }
      case 'change': {
        const areas = await paintNext(frame);
        const place = keep(frame);
        drafts.push({ frame, place, parts: await bands.change(place, areas, now, next) });
        settle(areas, frame);
        break;
      }
      case 'anchor': {
        const place = keep(frame);
        drafts.push({ frame, place, parts: [writer.repeat(place, 'anchor')] });
        break;
      }
      case 'repeat': {
        const place = { order: orderOf(frame), frameNumber: kept };
        drafts.push({ frame, place, parts: [writer.repeat(place, 'repeat')] });
        break;
      }
      case 'end': {
        const own = picture.to === 'own';
        const wipes = own ? painter.wipes(painted, frame) : [];
        const areas = own ? await paintNext(frame) : [box];
        if (!own) await reel.paintNext(next);
        fade = { from: painted, end: frame, order, areas, captions: own ? 'exact' : 'fade_too', wipes };
        [order, latest] = [order + FADE_ORDER, frame];
        const place = keep(frame);
        drafts.push({ frame, place, parts: await bands.change(place, areas, now, next) });
        break;
      }
      case 'blend': {
        if (fade === undefined) throw new Error(`frame ${frame} blends what was not sent`);
        const share = Math.max(1, Math.min(FADE_ORDER - 1, Math.round(picture.share * FADE_ORDER)));
        const patch = await patches.at(fade, frame);
        const place = { frameNumber: kept, order: fade.order + share };
        const parts = writer.blend(place, mapOf(fade, grid, picture.share), patch);
        drafts.push({ frame, place, parts });
        if (frame === fade.end - 1) settle(fade.areas, fade.end);
        break;
      }
    }
  }

  patches.end();
  for (const planes of [now, next]) endPlanes(planes);
  return (slices) =>
    drafts.map(({ frame, place, idr, parts }) => ({
      frame,
      key: idr !== undefined,
      nals: parts.map((part) => {
        if (part instanceof Uint8Array) return part;
        const slice = slices[part.intra];
        if (slice === undefined) throw new Error(`there is no intra band ${part.intra} for frame ${frame}`);
        return writer.intra(slice, part.rows, place, idr);
      }),
    }));
}
