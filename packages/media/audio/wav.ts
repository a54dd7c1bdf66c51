import { readFile, writeFile } from 'node:fs/promises';
import { decodeWaveToBuffer, encodeWaveFromBuffer, SampleFormat } from '@echogarden/wave-codec';
import { MediaError } from '../errors.ts';

/** Mono 16-bit sound. */
export interface Sound {
  pcm: Int16Array;
  sampleRate: number;
}

/** Writes mono 16-bit PCM as a WAV file. */
export async function writeWav(path: string, { pcm, sampleRate }: Sound): Promise<void> {
  const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  await writeFile(path, encodeWaveFromBuffer(bytes, sampleRate, 1, 16, SampleFormat.PCM));
}

/** Reads a mono 16-bit WAV file. Throws `media_invalid_output` for anything else. */
export async function readWav(path: string): Promise<Sound> {
  const wave = decodeWaveToBuffer(await readFile(path));
  if (wave.channelCount !== 1 || wave.bitDepth !== 16)
    throw new MediaError('media_invalid_output', `${path} is not mono 16-bit sound`);
  const { decodedAudioBuffer: bytes, sampleRate } = wave;
  // A copy: the file's samples may start at an odd byte.
  return { pcm: new Int16Array(bytes.slice().buffer), sampleRate };
}
