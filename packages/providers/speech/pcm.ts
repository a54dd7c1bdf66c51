import { readFile } from 'node:fs/promises';
import { decodeWaveToBuffer, encodeWaveFromBuffer, SampleFormat } from '@echogarden/wave-codec';

/** Mono 16-bit sound. */
export interface Pcm {
  pcm: Int16Array;
  sampleRate: number;
}

const FRAME_MS = 5;
/** Below this, relative to the loudest frame, a frame counts as silence: above the noise that engines put into their pauses. */
const SILENCE_DB = -40;
/** Kept before and after the speech, so that soft consonants are not cut. */
const GUARD_MS = 20;
const FADE_MS = 5;

/** Reads a mono 16-bit WAV file. Throws an Error on anything else. */
export async function readWav(path: string): Promise<Pcm> {
  const wave = decodeWaveToBuffer(await readFile(path));
  if (wave.channelCount !== 1 || wave.bitDepth !== 16) throw new Error(`${path} is not mono 16-bit PCM`);
  return { pcm: pcmOfBytes(wave.decodedAudioBuffer), sampleRate: wave.sampleRate };
}

/** The bytes of a WAV file that holds the sound. */
export function wavOf({ pcm, sampleRate }: Pcm): Uint8Array {
  const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  return encodeWaveFromBuffer(bytes, sampleRate, 1, 16, SampleFormat.PCM);
}

/** Little-endian 16-bit samples. An odd last byte is dropped. */
export function pcmOfBytes(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: Math.floor(bytes.byteLength / 2) }, (_, i) => view.getInt16(2 * i, true));
}

/**
 * The speech without the silence before and after it, faded in and out over 5 ms so that no edge clicks; `offsetMs` is
 * what was cut at the front. Null when there is no sound at all.
 */
export function trimSilence(sound: Pcm): (Pcm & { offsetMs: number }) | null {
  const silences = silencesOf(sound);
  const total = lengthMs(sound);
  const [first, last] = [silences[0], silences.at(-1)];
  if (first?.startMs === 0 && first.endMs === total) return null;
  const samples = (ms: number): number => Math.round((ms * sound.sampleRate) / 1000);
  const start = samples(first?.startMs === 0 ? Math.max(0, first.endMs - GUARD_MS) : 0);
  const end = samples(last?.endMs === total ? Math.min(total, last.startMs + GUARD_MS) : total);
  const pcm = sound.pcm.slice(start, end);
  fadeEdges(pcm, samples(FADE_MS));
  return { pcm, sampleRate: sound.sampleRate, offsetMs: (start * 1000) / sound.sampleRate };
}

/** Stretches of 5 ms and more that are 40 dB below the loudest 5 ms, in ms, in order. */
export function silencesOf({ pcm, sampleRate }: Pcm): { startMs: number; endMs: number }[] {
  const frame = Math.round((sampleRate * FRAME_MS) / 1000);
  const energies: number[] = [];
  for (let at = 0; at < pcm.length; at += frame) energies.push(energy(pcm.subarray(at, at + frame)));
  const threshold = energies.reduce((a, b) => Math.max(a, b), 0) * 10 ** (SILENCE_DB / 10);
  const time = (index: number): number => (Math.min(pcm.length, index * frame) * 1000) / sampleRate;
  const silences: { startMs: number; endMs: number }[] = [];
  energies.forEach((value, index) => {
    if (value > threshold) return;
    const last = silences.at(-1);
    if (last?.endMs === time(index)) last.endMs = time(index + 1);
    else silences.push({ startMs: time(index), endMs: time(index + 1) });
  });
  return silences;
}

/** Silences everything before `startMs` and after `endMs`; the length stays. */
export function silenceOutside({ pcm, sampleRate }: Pcm, startMs: number, endMs: number): Pcm {
  const silenced = new Int16Array(pcm.length);
  const start = Math.max(0, Math.round((startMs * sampleRate) / 1000));
  silenced.set(pcm.subarray(start, Math.round((endMs * sampleRate) / 1000)), start);
  return { pcm: silenced, sampleRate };
}

/** Mean square of the samples. */
function energy(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / samples.length;
}

function fadeEdges(pcm: Int16Array, length: number): void {
  for (let i = 0; i < Math.min(length, pcm.length); i += 1) {
    const last = pcm.length - 1 - i;
    pcm[i] = Math.round(((pcm[i] ?? 0) * i) / length);
    pcm[last] = Math.round(((pcm[last] ?? 0) * i) / length);
  }
}

/** Length in ms. */
export function lengthMs({ pcm, sampleRate }: Pcm): number {
  return (pcm.length * 1000) / sampleRate;
}
