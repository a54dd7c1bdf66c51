import { bottom, rect, right, type Rect } from '../slides/geometry.ts';
import type { Grid } from './grid.ts';
import { MACROBLOCK } from './h264/difference.ts';
import { shows, type Patch } from './h264/pictures.ts';
import type { Painter, Wipe } from './painter.ts';
import { copyArea, newPlanes, endPlanes, type Planes } from './planes.ts';

/** A change of the picture over some frames, from that of `from` to that of `end`. */
export interface Fade {
  from: number;
  end: number;
  /** Of `from` in showing order. */
  order: number;
  /** Where the two pictures differ. */
  areas: readonly Rect[];
  /** Whether captions are kept exact in it, or fade with everything else. */
  captions: 'exact' | 'fade_too';
  /** Parts that are drawn as a line is drawn, instead of fading in. */
  wipes: readonly Wipe[];
}

/** Which end each macroblock shows when `share` of a fade is over; null when all are mixed. */
export function mapOf({ areas, wipes }: Fade, grid: Grid, share: number): Uint8Array | null {
  if (wipes.length === 0) return null;
  const map = grid.marks(areas).map((marked) => marked * shows.mix);
  for (const wipe of wipes)
    grid.marks([wipe.box]).forEach((marked, address) => {
      if (marked === 0) return;
      const x = ((address % grid.across) + 0.5) * MACROBLOCK;
      const y = (Math.floor(address / grid.across) + 0.5) * MACROBLOCK;
      map[address] = isDrawn(wipe, share, x, y) ? shows.after : shows.before;
    });
  return map;
}

/** Whether a stroke has come as far as a point when a share of it is drawn. */
function isDrawn({ box, from }: Wipe, share: number, x: number, y: number): boolean {
  switch (from) {
    case 'left':
      return x - box.x <= share * box.width;
    case 'right':
      return right(box) - x <= share * box.width;
    case 'top':
      return y - box.y <= share * box.height;
    case 'bottom':
      return bottom(box) - y <= share * box.height;
  }
}

/** Keeps captions exact while other parts fade: a word lights up when it is spoken, not by and by. */
export interface CaptionPatches {
  /** What the rows of the captions show at a frame of a fade; undefined when captions stay as they are all the time. */
  at(fade: Fade, frame: number): Promise<Patch | undefined>;
  /** There are no more fades. */
  end(): void;
}

/**
 * @param area that captions can cover; null when there are none
 * @param before the picture that fades begin with
 */
export function captionPatches(
  painter: Painter,
  grid: Grid,
  area: Rect | null,
  before: Planes,
): CaptionPatches {
  if (area === null) return { at: () => Promise.resolve(undefined), end: () => undefined };
  const rows = grid.rowsOf(area);
  // Whole macroblocks: what a change leaves of them is written, too.
  const stripe = rect(0, rows.from * MACROBLOCK, before.box.width, (rows.to - rows.from) * MACROBLOCK);
  let own: Planes | undefined;
  /** The fade that was asked of last, and whether captions change in it. */
  let latest: { fade: Fade; changes: boolean } | undefined;
  const changesIn = (fade: Fade): boolean => {
    if (latest?.fade !== fade) latest = { fade, changes: captionsChange(painter, fade) };
    return latest.changes;
  };
  return {
    async at(fade, frame) {
      if (fade.captions === 'fade_too' || !changesIn(fade)) return undefined;
      const areas = painter.captionChanges(fade.from, frame);
      if (areas.length === 0) return { rows, shows: 'before' };
      if (painter.captionChanges(frame, fade.end).length === 0) return { rows, shows: 'after' };
      own ??= newPlanes(before.box);
      copyArea(own, before, stripe);
      for (const each of areas) await painter.paint(own, frame, each);
      return { rows, shows: 'own', changed: grid.marks(areas), before, own };
    },
    end() {
      if (own) endPlanes(own);
      own = undefined;
    },
  };
}

function captionsChange(painter: Painter, { from, end }: Fade): boolean {
  for (let frame = from; frame < end; frame += 1)
    if (painter.captionChanges(frame, frame + 1).length > 0) return true;
  return false;
}
