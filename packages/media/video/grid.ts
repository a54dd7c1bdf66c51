import { bottom, right, type Rect } from '../slides/geometry.ts';
import type { PictureSize } from './h264/headers.ts';
import { MACROBLOCK, type Rows } from './h264/difference.ts';

/** A picture as the encoder sees it: macroblocks of 16×16 px, row by row. */
export interface Grid {
  across: number;
  down: number;
  /** One byte for each macroblock: 1 where an area touches it. */
  marks(areas: readonly Rect[]): Uint8Array;
  /** Rows that an area touches. */
  rowsOf(area: Rect): Rows;
}

export function gridOf({ width, height }: PictureSize): Grid {
  const across = Math.ceil(width / MACROBLOCK);
  const down = Math.ceil(height / MACROBLOCK);
  const rowsOf = (area: Rect): Rows => ({
    from: Math.floor(area.y / MACROBLOCK),
    to: Math.min(down, Math.ceil(bottom(area) / MACROBLOCK)),
  });
  return {
    across,
    down,
    rowsOf,
    marks(areas) {
      const marked = new Uint8Array(across * down);
      for (const area of areas) {
        const { from, to } = rowsOf(area);
        const left = Math.floor(area.x / MACROBLOCK);
        const end = Math.min(across, Math.ceil(right(area) / MACROBLOCK));
        for (let row = from; row < to; row += 1) marked.fill(1, row * across + left, row * across + end);
      }
      return marked;
    },
  };
}
