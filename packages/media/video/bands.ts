import type { Rect } from '../slides/geometry.ts';
import type { Grid } from './grid.ts';
import { MACROBLOCK, type Rows } from './h264/difference.ts';
import type { PictureSize } from './h264/headers.ts';
import type { PictureWriter, Place } from './h264/pictures.ts';
import type { Planes } from './planes.ts';

/** More bands spare more of what did not change, and cost more slices. */
const MOST_BANDS = 5;

/** What changes in more than this share of a band's macroblocks is smaller and sooner done as a whole band. */
const MOST_DIFFERENT = 1 / 8;

/** A slice, or rows that wait for one from the intra encoder: its number among all that are sent there. */
export type Part = Uint8Array | { intra: number; rows: Rows };

/** Sends pictures band by band: each as it was, as its difference from before, or to the intra encoder. */
export interface BandSender {
  /** The parts of a key. A band in which nothing changed since it was encoded, outside `areas`, is not encoded again. */
  key(picture: Planes, areas: readonly Rect[]): Promise<Part[]>;
  /** The parts of a picture that differs from the last reference, `before`, in `areas`. */
  change(place: Place, areas: readonly Rect[], before: Planes, after: Planes): Promise<Part[]>;
}

/** Bands of one height, from the top, that are a picture of `down` rows of macroblocks. */
export function bandsOf(down: number): Rows[] {
  let count = Math.min(MOST_BANDS, down);
  while (down % count !== 0) count -= 1;
  const rows = down / count;
  return Array.from({ length: count }, (_, index) => ({ from: index * rows, to: (index + 1) * rows }));
}

/** Size of the bands of a picture: whole macroblocks, also where the picture ends within one. */
export function bandSize({ width, height }: PictureSize): PictureSize {
  const down = Math.ceil(height / MACROBLOCK);
  return { width, height: (down / bandsOf(down).length) * MACROBLOCK };
}

/** @param toIntra takes a band for the intra encoder; resolves when the planes may be changed again */
export function createBandSender(
  grid: Grid,
  writer: PictureWriter,
  toIntra: (planes: Planes, rows: Rows) => Promise<void>,
): BandSender {
  const bands = bandsOf(grid.down);
  let sent = 0;
  /** For each band the slice that shows it as it is in the last reference; undefined where a difference came after it. */
  const standing: (number | undefined)[] = bands.map(() => undefined);
  const encode = async (planes: Planes, index: number, rows: Rows): Promise<Part> => {
    await toIntra(planes, rows);
    standing[index] = sent;
    return { intra: sent++, rows };
  };
  /** How many macroblocks of a band are marked. */
  const marked = (marks: Uint8Array, { from, to }: Rows): number =>
    marks.subarray(from * grid.across, to * grid.across).reduce((sum, mark) => sum + mark, 0);

  return {
    async key(picture, areas) {
      const changed = grid.marks(areas);
      const parts: Part[] = [];
      for (const [index, rows] of bands.entries()) {
        const intra = marked(changed, rows) === 0 ? standing[index] : undefined;
        parts.push(intra === undefined ? await encode(picture, index, rows) : { intra, rows });
      }
      return parts;
    },
    async change(place, areas, before, after) {
      const changed = grid.marks(areas);
      const parts: Part[] = [];
      /** Bands in a row that are predicted are one slice. */
      let predicted: Rows | undefined;
      const endPredicted = (): void => {
        if (predicted) parts.push(writer.difference(place, predicted, changed, before, after));
        predicted = undefined;
      };
      for (const [index, rows] of bands.entries()) {
        const different = marked(changed, rows);
        if (different > MOST_DIFFERENT * (rows.to - rows.from) * grid.across) {
          endPredicted();
          parts.push(await encode(after, index, rows));
          continue;
        }
        if (different > 0) standing[index] = undefined;
        predicted = { from: predicted?.from ?? rows.from, to: rows.to };
      }
      endPredicted();
      return parts;
    },
  };
}
