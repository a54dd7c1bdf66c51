import fc from 'fast-check';
import { createUnitReader } from './units.ts';

test('finds the same units however the stream comes in pieces; the last one is not whole', () => {
  // As x264 writes them: three or four bytes of start code, a stop bit at the end.
  const units = [
    [0x67, 1, 0, 0, 3, 0x80],
    [0x68, 0x80],
    [0x65, 7, 0, 1, 0x10],
    [0x65, 9, 9, 1],
  ];
  const stream = Buffer.from(units.flatMap((unit, index) => [...(index % 2 ? [] : [0]), 0, 0, 1, ...unit]));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 8 }), (cuts) => {
      const found: number[][] = [];
      const reader = createUnitReader((unit) => found.push([...unit]));
      const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
      edges.slice(1).forEach((to, index) => reader.take(stream.subarray(edges[index], to)));
      expect(found).toEqual(units.slice(0, 3));
    }),
  );
});
