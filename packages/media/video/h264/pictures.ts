import type { Planes } from '../planes.ts';
import { createBitWriter, type BitWriter } from './bits.ts';
import { createDifferenceCoder, MACROBLOCK, type Rows } from './difference.ts';
import {
  OWN,
  ownQuantisation,
  X264,
  writeSliceHeader,
  type IntraSlice,
  type PictureSize,
  type SliceHeader,
} from './headers.ts';
import { encodeNal, nalType } from './nal.ts';
import { chromaQuantiser } from './transform.ts';

/** Quantiser of differences: fine, because what is wrong with one stays until the next key picture. */
const DIFFERENCE_QP = 22;

/** disable_deblocking_filter_idc that leaves the edges between slices alone: rows above and below stay as they are. */
const WITHIN_SLICES = 2;

/** Where a picture stands in decoding order since the last key, and in showing order. */
export interface Place {
  frameNumber: number;
  order: number;
}

/** What a macroblock of a blend shows: the same in both ends, so that it does not matter; one of them; or their mix. */
export const shows = { same: 0, before: 1, after: 2, mix: 3 } as const;

/** B_L0_16x16, B_L1_16x16 and B_Bi_16x16 (table 7-14) are numbered like that; each reference has two parts of motion. */
const motionsOf = [0, 2, 2, 4] as const;

/** Rows of a blend that show one of its two ends, or the first with a difference of their own, instead of the mix. */
export type Patch =
  | { rows: Rows; shows: 'before' | 'after' }
  | { rows: Rows; shows: 'own'; changed: Uint8Array; before: Planes; own: Planes };

/** Writes pictures of one size as stored NAL units; all rely on the parameter sets of `headers.ts`. */
export interface PictureWriter {
  /** Rows from the intra encoder; with `idr` (0 or 1, each time the other) of a picture from which a player can start. */
  intra(slice: IntraSlice, rows: Rows, place: Place, idr?: number): Uint8Array;
  /** Rows of a picture that differ from the last reference in the marked macroblocks. */
  difference(place: Place, rows: Rows, changed: Uint8Array, before: Planes, after: Planes): Uint8Array;
  /** The last reference once more; as `anchor` others can refer to it. */
  repeat(place: Place, as: 'repeat' | 'anchor'): Uint8Array;
  /**
   * The last two references, weighted by their distance in showing order.
   * @param map what each macroblock shows; without it all are mixed
   */
  blend(place: Place, map: Uint8Array | null, patch?: Patch): Uint8Array[];
}

export function createPictureWriter(size: PictureSize): PictureWriter {
  const across = Math.ceil(size.width / MACROBLOCK);
  const down = Math.ceil(size.height / MACROBLOCK);
  const coder = createDifferenceCoder(
    { width: across, height: down },
    DIFFERENCE_QP,
    chromaQuantiser(DIFFERENCE_QP, ownQuantisation.chromaOffset),
  );
  const own = { parameters: OWN, quantiserDelta: DIFFERENCE_QP - ownQuantisation.initial };
  const whole: Rows = { from: 0, to: down };

  const slice = (
    header: Omit<SliceHeader, 'first'>,
    rows: Rows,
    write: (out: BitWriter) => void,
  ): Uint8Array => {
    const out = createBitWriter();
    writeSliceHeader(out, { ...header, first: rows.from * across });
    write(out);
    return encodeNal({
      type: header.idr === undefined ? nalType.slice : nalType.idrSlice,
      refIdc: header.reference === 'kept' ? 2 : 0,
      payload: out.end(),
    });
  };
  const still = (header: Omit<SliceHeader, 'first'>, rows: Rows): Uint8Array =>
    slice(header, rows, (out) => {
      out.ue((rows.to - rows.from) * across);
    });

  const writeMap = (out: BitWriter, map: Uint8Array, rows: Rows): void => {
    let skipped = 0;
    for (let address = rows.from * across; address < rows.to * across; address += 1) {
      const type = map[address] as number;
      if (type === shows.same) {
        skipped += 1;
        continue;
      }
      out.ue(skipped);
      skipped = 0;
      out.ue(type);
      for (let part = 0; part < (motionsOf[type] as number); part += 1) out.se(0);
      // No coefficients.
      out.ue(0);
    }
    if (skipped > 0) out.ue(skipped);
  };

  return {
    intra: ({ payload, from, to, quantiserDelta, deblocking }, rows, place, idr) =>
      slice(
        {
          type: 'intra',
          parameters: X264,
          reference: 'kept',
          ...place,
          quantiserDelta,
          deblocking: deblocking.idc === 0 ? { ...deblocking, idc: WITHIN_SLICES } : deblocking,
          ...(idr !== undefined && { idr }),
        },
        rows,
        (out) => {
          out.copy(payload, from, to);
        },
      ),
    difference: (place, rows, changed, before, after) =>
      slice({ type: 'predicted', reference: 'kept', ...own, ...place }, rows, (out) => {
        coder.write(out, rows, changed, before, after);
      }),
    repeat: (place, as) =>
      still({ type: 'predicted', reference: as === 'anchor' ? 'kept' : 'not_kept', ...own, ...place }, whole),
    blend(place, map, patch) {
      const header = { type: 'blended', reference: 'not_kept', ...own, ...place } as const;
      const mixed = (rows: Rows): Uint8Array =>
        map === null ? still(header, rows) : slice(header, rows, (out) => writeMap(out, map, rows));
      if (patch === undefined) return [mixed(whole)];
      const { rows } = patch;
      const plain = { type: 'predicted', reference: 'not_kept', ...own, ...place } as const;
      const patched =
        patch.shows === 'own'
          ? slice({ ...plain, skipNewest: true }, rows, (out) => {
              coder.write(out, rows, patch.changed, patch.before, patch.own);
            })
          : still(patch.shows === 'before' ? { ...plain, skipNewest: true } : plain, rows);
      return [
        ...(rows.from > 0 ? [mixed({ from: 0, to: rows.from })] : []),
        patched,
        ...(rows.to < down ? [mixed({ from: rows.to, to: down })] : []),
      ];
    },
  };
}
