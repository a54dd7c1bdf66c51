import { createHash } from 'node:crypto';
import { z } from 'zod';
import { pcmOfBytes } from '../pcm.ts';
import type { SpokenSentence } from '../port.ts';

/**
 * A sentence as it is kept, in one file so that it is there as a whole or not at all:
 *
 *     sha256 of the rest, in hex, and an end of line
 *     JSON: rate and words with their times, and an end of line
 *     mono 16-bit samples, little-endian
 */
const headerSchema = z.strictObject({
  sampleRate: z.int().positive(),
  samples: z.int().positive(),
  words: z.array(z.strictObject({ text: z.string(), startMs: z.number(), endMs: z.number() })),
});

const newline = 0x0a;

/** The bytes to keep of a spoken sentence. */
export function entryOf({ pcm, sampleRate, words }: SpokenSentence): Buffer {
  const header = Buffer.from(`${JSON.stringify({ sampleRate, samples: pcm.length, words })}\n`);
  const sound = Buffer.alloc(pcm.length * 2);
  pcm.forEach((sample, index) => sound.writeInt16LE(sample, 2 * index));
  const rest = Buffer.concat([header, sound]);
  return Buffer.concat([Buffer.from(`${digestOf(rest)}\n`), rest]);
}

/** The sentence that the bytes hold; null when they are not what was written. */
export function sentenceIn(bytes: Buffer): SpokenSentence | null {
  const digestEnd = bytes.indexOf(newline);
  const rest = bytes.subarray(digestEnd + 1);
  if (digestEnd === -1 || bytes.toString('latin1', 0, digestEnd) !== digestOf(rest)) return null;
  const headerEnd = rest.indexOf(newline);
  const header = headerSchema.safeParse(JSON.parse(rest.toString('utf8', 0, headerEnd)));
  if (!header.success) return null;
  const { sampleRate, words } = header.data;
  return { pcm: pcmOfBytes(rest.subarray(headerEnd + 1)), sampleRate, words };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
