import ffmpeg from 'fluent-ffmpeg';
import type { SoundMeasures } from '@vividly/lesson';
import { loudnessMeter, readLoudness, soundBounds, type SoundRun } from '../audio/measure.ts';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';

const SAMPLE_RATE = 48_000;
/** Everything in this many samples (10 ms) is below −50 dBFS: silence. */
const WINDOW = 480;
const SILENT = Math.round(32_768 * 10 ** (-50 / 20));
/** Silences shorter than this, in ms, are pauses between words. */
const SHORTEST_SILENCE_MS = 1000;
/** So many samples in a row at full scale are no peak but a clipped one. */
const CLIPPED_SAMPLES = 3;
const FULL_SCALE = 32_767;
/** A pause tells what plays under the voice when this much of it is left, in ms, so far from the words beside it. */
const TELLING_PAUSE_MS = 300;
const AFTER_WORD_MS = 350;
const BEFORE_WORD_MS = 150;

/** A stretch of the lesson, in ms. */
interface Span {
  startMs: number;
  endMs: number;
}

/**
 * Decodes the encoded sound of a lesson and measures it: loudness and true peak (EBU R128), clipping, silences, and what
 * plays between `words` (in ms of the lesson, in order). Throws `MediaError`.
 */
export async function hearSound(path: string, words: readonly Span[], run: SoundRun): Promise<SoundMeasures> {
  const chunks: Buffer[] = [];
  const command = ffmpeg(path)
    .outputOptions('-map', '0:a:0')
    .audioFilters(loudnessMeter('with peaks'))
    .audioChannels(1)
    .audioFrequency(SAMPLE_RATE)
    .audioCodec('pcm_s16le')
    .format('s16le')
    .output('pipe:1');
  const { stderrTail } = await runFfmpeg(argumentsOf(command), {
    ...soundBounds(run),
    purpose: 'hearing',
    onStdout: (chunk) => chunks.push(chunk),
  });
  // A copy: the bytes may start at an odd address.
  const bytes = Uint8Array.from(Buffer.concat(chunks));
  const pcm = new Int16Array(bytes.buffer, 0, bytes.length >> 1);
  const { lufs, peakDb } = readLoudness(stderrTail, path);
  return {
    durationMs: msOf(pcm.length),
    lufs,
    // Silence has no peak, and JSON no infinity.
    peakDb: Math.max(-120, peakDb),
    clippedRuns: clippedRuns(pcm),
    silences: silencesIn(pcm),
    pausesUnderSpeechDb: pausesUnderSpeech(pcm, words),
  };
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE;
}

function clippedRuns(pcm: Int16Array): number {
  let runs = 0;
  let length = 0;
  for (const sample of pcm) {
    length = sample >= FULL_SCALE || sample <= -FULL_SCALE ? length + 1 : 0;
    if (length === CLIPPED_SAMPLES) runs += 1;
  }
  return runs;
}

function silencesIn(pcm: Int16Array): Span[] {
  const found: Span[] = [];
  let from = 0;
  const end = (at: number): void => {
    if (msOf(at - from) >= SHORTEST_SILENCE_MS) found.push({ startMs: msOf(from), endMs: msOf(at) });
  };
  for (let at = 0; at < pcm.length; at += WINDOW) {
    const loud = pcm.subarray(at, at + WINDOW).some((sample) => sample > SILENT || sample < -SILENT);
    if (!loud) continue;
    end(at);
    from = at + WINDOW;
  }
  end(pcm.length);
  return found;
}

function pausesUnderSpeech(pcm: Int16Array, words: readonly Span[]): number | null {
  const pauses = words.flatMap(({ endMs }, index): Span[] => {
    const next = words[index + 1];
    const pause = { startMs: endMs + AFTER_WORD_MS, endMs: (next?.startMs ?? 0) - BEFORE_WORD_MS };
    return pause.endMs - pause.startMs >= TELLING_PAUSE_MS ? [pause] : [];
  });
  if (pauses.length === 0) return null;
  return levelDb(pcm, words) - levelDb(pcm, pauses);
}

/** Mean power of some stretches, in dBFS. */
function levelDb(pcm: Int16Array, spans: readonly Span[]): number {
  let squares = 0;
  let count = 0;
  const sampleAt = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000);
  for (const { startMs, endMs } of spans)
    for (const sample of pcm.subarray(sampleAt(startMs), sampleAt(endMs))) {
      squares += sample * sample;
      count += 1;
    }
  return 10 * Math.log10(squares / Math.max(1, count) / FULL_SCALE ** 2);
}
