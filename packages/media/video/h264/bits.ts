/** Writes bits from the most significant of each byte on, as H.264 syntax does; grows as needed. */
export interface BitWriter {
  /** `value` in `count` bits, 0 to 32. */
  bits(count: number, value: number): void;
  /** Exp-Golomb code of an unsigned number (H.264, 9.1). */
  ue(value: number): void;
  /** Exp-Golomb code of a signed number (9.1.1). */
  se(value: number): void;
  /** The bits of `bytes` from bit `from` up to, but without, bit `to`. */
  copy(bytes: Uint8Array, from: number, to: number): void;
  /** The stop bit and zeros up to a whole byte (rbsp_trailing_bits), and all that was written. */
  end(): Uint8Array;
}

const FIRST_ROOM = 1024;

export function createBitWriter(): BitWriter {
  let bytes = new Uint8Array(FIRST_ROOM);
  let length = 0;
  /** Bits not yet in a whole byte: the lowest `pending` of `held`. */
  let held = 0;
  let pending = 0;

  const room = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + more));
    larger.set(bytes);
    bytes = larger;
  };
  const few = (count: number, value: number): void => {
    held = (held << count) | value;
    pending += count;
    while (pending >= 8) {
      pending -= 8;
      bytes[length++] = held >> pending;
    }
    held &= (1 << pending) - 1;
  };
  const writer: BitWriter = {
    bits(count, value) {
      if (length + 5 > bytes.length) room(5);
      if (count > 16) {
        few(count - 16, value >>> 16);
        few(16, value & 0xffff);
      } else few(count, value & ((1 << count) - 1));
    },
    ue(value) {
      const width = 32 - Math.clz32(value + 1);
      // As many zeros before the number as it has bits after its first one.
      if (width <= 16) writer.bits(2 * width - 1, value + 1);
      else {
        writer.bits(width - 1, 0);
        writer.bits(width, value + 1);
      }
    },
    se(value) {
      writer.ue(value > 0 ? 2 * value - 1 : -2 * value);
    },
    copy(source, from, to) {
      room(((to - from) >> 3) + 2);
      let at = from;
      for (; at < to && (at & 7) !== 0; at += 1) few(1, ((source[at >> 3] as number) >> (7 - (at & 7))) & 1);
      // Slices of whole pictures are most of what is written: a byte at a time, without a call for each.
      const whole = (to - at) >> 3;
      const first = at >> 3;
      if (pending === 0) bytes.set(source.subarray(first, first + whole), length);
      else
        for (let index = 0; index < whole; index += 1) {
          held = (held << 8) | (source[first + index] as number);
          bytes[length + index] = held >> pending;
          held &= (1 << pending) - 1;
        }
      length += whole;
      at += 8 * whole;
      for (; at < to; at += 1) few(1, ((source[at >> 3] as number) >> (7 - (at & 7))) & 1);
    },
    end() {
      writer.bits(1, 1);
      if (pending > 0) writer.bits(8 - pending, 0);
      return bytes.slice(0, length);
    },
  };
  return writer;
}

/** Reads what a `BitWriter` writes. Reading beyond the end gives zeros. */
export interface BitReader {
  bits(count: number): number;
  ue(): number;
  se(): number;
  /** Bits read so far. */
  position(): number;
}

export function createBitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  const bit = (): number => {
    const value = ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    at += 1;
    return value;
  };
  const reader: BitReader = {
    bits(count) {
      let value = 0;
      for (let index = 0; index < count; index += 1) value = value * 2 + bit();
      return value;
    },
    ue() {
      let zeros = 0;
      while (bit() === 0) {
        zeros += 1;
        if (zeros > 31) throw new RangeError('no Exp-Golomb code is so long');
      }
      return 2 ** zeros - 1 + reader.bits(zeros);
    },
    se() {
      const code = reader.ue();
      return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2;
    },
    position: () => at,
  };
  return reader;
}
