import { createBitReader, createBitWriter } from './bits.ts';
import { decodeNal, encodeNal } from './nal.ts';

test('what is written is read again, whatever its width', () => {
  const out = createBitWriter();
  const numbers = [0, 1, 2, 7, 8, 254, 255, 256, 65_535, 65_536, 1_000_003];
  for (const number of numbers) {
    out.ue(number);
    out.se(number);
    out.se(-number);
    out.bits(32, 0xdead_beef);
    out.bits(3, 5);
  }
  const reader = createBitReader(out.end());
  for (const number of numbers) {
    expect([reader.ue(), reader.se(), Math.abs(reader.se())]).toEqual([number, number, number]);
    expect([reader.bits(32), reader.bits(3)]).toEqual([0xdead_beef, 5]);
  }
});

test('signed codes are numbered as the standard does: 0, 1, -1, 2, -2', () => {
  const out = createBitWriter();
  for (const code of [0, 1, 2, 3, 4]) out.ue(code);
  const reader = createBitReader(out.end());
  expect([0, 1, 2, 3, 4].map(() => reader.se() + 0)).toEqual([0, 1, -1, 2, -2]);
});

test.each([
  [0, 5, 27],
  [3, 5, 27],
  [8, 5, 6],
  [0, 8, 136],
  [31, 0, 136],
  [32, 3, 99],
  [33, 7, 135],
])('after %i bits those from %i to %i are copied', (before, from, to) => {
  const bytes = Uint8Array.from({ length: 17 }, (_, at) => (at * 151 + 77) % 256);
  const bitsOf = (source: Uint8Array, start: number): number[] => {
    const reader = createBitReader(source);
    for (let at = 0; at < start; at += 1) reader.bits(1);
    return Array.from({ length: to - from }, () => reader.bits(1));
  };
  const out = createBitWriter();
  for (let at = 0; at < before; at += 1) out.bits(1, at & 1);
  out.copy(bytes, from, to);
  expect(bitsOf(out.end(), before)).toEqual(bitsOf(bytes, from));
});

test('a code that never ends is refused', () => {
  expect(() => createBitReader(new Uint8Array(8)).ue()).toThrow(RangeError);
});

test('no start code appears inside a unit, and its content comes back', () => {
  const payload = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 9, 0, 0]);
  const stored = encodeNal({ type: 5, refIdc: 2, payload });
  const text = Buffer.from(stored).toString('hex');
  expect(text).not.toMatch(/^(..)*00000[012]/);
  expect(decodeNal(stored)).toEqual({ type: 5, refIdc: 2, payload });
});
