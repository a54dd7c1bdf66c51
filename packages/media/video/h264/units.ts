const mark = Buffer.from([0, 0, 1]);

/** Cuts a byte stream that comes in pieces into NAL units (H.264, annex B). */
export interface UnitReader {
  /** Takes the next piece. A unit is passed on when the one after it begins. */
  take(piece: Buffer): void;
}

/** @param onUnit gets each whole unit, without its start code */
export function createUnitReader(onUnit: (unit: Uint8Array) => void): UnitReader {
  /** From the start code of the unit in hand on, once there was one. */
  let held: Buffer = Buffer.alloc(0);
  let begun = false;
  /** Before this place there is no further start code in it. */
  let searched = 0;
  return {
    take(piece) {
      held = Buffer.concat([held, piece]);
      for (;;) {
        const next = held.indexOf(mark, searched);
        if (next < 0) {
          // The first bytes of one may be here already.
          searched = Math.max(searched, held.length - 2);
          return;
        }
        const unit = held.subarray(mark.length, next);
        held = held.subarray(next);
        searched = mark.length;
        if (begun) onUnit(withoutZeros(unit));
        begun = true;
      }
    },
  };
}

/** A unit ends with a stop bit: zeros behind it belong to the next start code. */
function withoutZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}
