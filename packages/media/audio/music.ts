import type { Sound } from './wav.ts';

/** A stretch of time, in ms. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

/** Nothing of the music lies above 1.2 kHz. */
const sampleRate = 8_000;
/** Loudest sample of a single note, set so that the pad measures −34 LUFS: 18 dB under speech (rule 11). */
const NOTE_LEVEL = 580;
/** A chord begins every 6 s and is heard for 9: it swells for 3 s, stands, and goes in 4 while the next one comes. */
const CHORD = { everySeconds: 6, seconds: 9, swellSeconds: 3, goSeconds: 4 };
/** C major 9, A minor 7, F major 7, G with the fourth; in Hz. No third party has a right in four chords. */
const CHORDS = [
  [130.81, 196.0, 293.66, 329.63],
  [110.0, 164.81, 261.63, 392.0],
  [174.61, 220.0, 261.63, 329.63],
  [98.0, 146.83, 261.63, 392.0],
] as const;
/** Strength of a note's first overtones. */
const OVERTONES = [1, 0.22, 0.06];
const FADE_IN_MS = 2_000;
const FADE_OUT_MS = 3_000;
/** Before and after a stretch without music. */
const FADE_MS = 1_000;
/** Fades move in steps of 2 ms. */
const SAMPLES_PER_LEVEL = 16;

/**
 * Calm music of that length: a soft pad of four chords, repeated, faded in and out, silent within `silent`. Always the
 * same samples; at −34 LUFS while it plays.
 */
export function calmMusic(durationMs: number, silent: readonly Stretch[]): Sound {
  const loop = padLoop();
  const pcm = new Int16Array(Math.round((durationMs * sampleRate) / 1000));
  let level = 0;
  for (let index = 0; index < pcm.length; index += 1) {
    if (index % SAMPLES_PER_LEVEL === 0) level = levelAt((index * 1000) / sampleRate, durationMs, silent);
    pcm[index] = Math.round((loop[index % loop.length] ?? 0) * level);
  }
  return { pcm, sampleRate };
}

/** How loud the music is at a moment, 0 to 1: it fades at both ends and around what is silent. */
function levelAt(ms: number, durationMs: number, silent: readonly Stretch[]): number {
  const fades = silent.map(({ startMs, endMs }) => Math.max(startMs - ms, ms - endMs, 0) / FADE_MS);
  return swell(Math.min(ms / FADE_IN_MS, (durationMs - ms) / FADE_OUT_MS, ...fades));
}

/** The four chords; what sounds beyond the end is laid over the beginning, so that the repeat cannot be heard. */
function padLoop(): Float64Array {
  const every = CHORD.everySeconds * sampleRate;
  const loop = new Float64Array(CHORDS.length * every);
  CHORDS.forEach((notes, chord) => {
    for (let i = 0; i < CHORD.seconds * sampleRate; i += 1) {
      const seconds = i / sampleRate;
      const level = swell(
        Math.min(seconds / CHORD.swellSeconds, (CHORD.seconds - seconds) / CHORD.goSeconds),
      );
      let sum = 0;
      for (const hz of notes)
        OVERTONES.forEach((strength, overtone) => {
          sum += strength * Math.sin(2 * Math.PI * hz * (overtone + 1) * seconds);
        });
      const at = (chord * every + i) % loop.length;
      loop[at] = (loop[at] ?? 0) + NOTE_LEVEL * level * sum;
    }
  });
  return loop;
}

/** From 0 to 1 without a corner; stays there outside. */
function swell(share: number): number {
  return 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, share)));
}
