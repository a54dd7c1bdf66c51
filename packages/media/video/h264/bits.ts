/** Writes bits from the most significant of each byte on, as H.264 syntax does; grows as needed. */
export interface BitWriter {
  /** `value` in `count` bits, 0 to 32; below 32 it must not need more. */
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
  let view = new DataView(bytes.buffer);
  /** Bytes in whole words of 32 bits. */
  let length = 0;
  /** Bits not yet in a whole word are the lowest of `held`; `free` more make it whole, 1 to 32. */
  let held = 0;
  let free = 32;

  const room = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + more));
    larger.set(bytes);
    bytes = larger;
    view = new DataView(bytes.buffer);
  };
  const writer: BitWriter = {
    bits(count, value) {
      if (count < free) {
        held = (held << count) | value;
        free -= count;
        return;
      }
      if (length + 4 > bytes.length) room(4);
      const rest = count - free;
      view.setInt32(length, free === 32 ? value : (held << free) | (value >>> rest));
      length += 4;
      // What of it is written already is shifted out by what follows.
      held = value;
      free = 32 - rest;
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
      room(((to - from) >> 3) + 4);
      const given = new DataView(source.buffer, source.byteOffset, source.byteLength);
      const upTo = (end: number): void => {
        for (; at < end; at += 1) writer.bits(1, ((source[at >> 3] as number) >> (7 - (at & 7))) & 1);
      };
      let at = from;
      upTo(Math.min(to, (from + 7) & ~7));
      // Slices of whole pictures are most of what is written: four bytes at a time, without a call for each.
      for (; at + 32 <= to; at += 32) {
        const word = given.getInt32(at >> 3);
        view.setInt32(length, free === 32 ? word : (held << free) | (word >>> (32 - free)));
        held = word;
        length += 4;
      }
      upTo(to);
    },
    end() {
      writer.bits(1, 1);
      const used = length + ((32 - free + 7) >> 3);
      room(4);
      if (free < 32) view.setInt32(length, held << free);
      return bytes.subarray(0, used);
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
