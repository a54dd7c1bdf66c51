/**
 * Memory for samples, used again. V8 counts what typed arrays hold outside its heap and collects garbage after every
 * 32 MB or so of it; a scene would need that much by itself.
 */

/** Smaller ones are not worth keeping. */
const SMALLEST = 1 << 16;
/** What is kept at most, in bytes: two scenes at once. */
const MOST = 48 << 20;

/** By size in bytes, a power of two. */
const kept = new Map<number, Uint8Array[]>();
let bytesKept = 0;

/** So many samples, whatever they are: all are to be written before they are read. */
export function takeSamples(length: number): Uint8Array {
  if (length < SMALLEST) return new Uint8Array(length);
  const room = 2 ** Math.ceil(Math.log2(length));
  const spare = kept.get(room)?.pop();
  if (spare === undefined) return new Uint8Array(new ArrayBuffer(room), 0, length);
  bytesKept -= room;
  return new Uint8Array(spare.buffer, 0, length);
}

/** Nobody reads or writes these samples any more. They must be what `takeSamples` gave, and be given back once. */
export function giveBack(samples: Uint8Array): void {
  const room = samples.buffer.byteLength;
  if (samples.length < SMALLEST || bytesKept + room > MOST) return;
  const same = kept.get(room) ?? [];
  kept.set(room, same);
  same.push(samples);
  bytesKept += room;
}
