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

test.each([0, 3, 8])('bits are copied from any place to any place (after %i bits)', (before) => {
  const bytes = Uint8Array.from([0b1011_0011, 0b0101_1100, 0xf0, 0x0f]);
  const source = createBitReader(bytes);
  source.bits(5);
  const wanted = source.bits(22);
  const out = createBitWriter();
  out.bits(before, 0);
  out.copy(bytes, 5, 27);
  const reader = createBitReader(out.end());
  reader.bits(before);
  expect(reader.bits(22)).toBe(wanted);
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
