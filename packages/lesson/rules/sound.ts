import { bounded, type Rule } from './finding.ts';
import type { HeardLesson } from './finished.ts';
import { limits } from './limits.ts';
import { awaitsAnswer } from './voice.ts';

const { lufs, tolerance, peakDb } = limits.loudness;
/** A decoder's silence begins and ends some way from the words beside it. */
const edgeMs = 400;

/** Silences of the decoded sound that no question explains, in ms. */
function unplanned({ script, scenes, sound }: HeardLesson): number[] {
  const planned = scenes.flatMap((scene) => {
    const written = script.scenes.find(({ id }) => id === scene.sceneId);
    return (written?.sentences ?? []).flatMap((sentence, index) => {
      const last = scene.words.filter((word) => word.sentence === index).at(-1);
      if (!written || !last || !awaitsAnswer(written, sentence)) return [];
      const from = scene.offsetMs + last.endMs;
      return [{ from: from - edgeMs, to: from + limits.questionPauseMs.max + edgeMs }];
    });
  });
  return sound.silences
    .filter(({ startMs, endMs }) => !planned.some(({ from, to }) => startMs >= from && endMs <= to))
    .map(({ startMs, endMs }) => endMs - startMs);
}

/** Rules 10 and 11 on the decoded sound. */
export const soundRules: readonly Rule<HeardLesson>[] = [
  bounded({
    rule: 10,
    name: 'unplanned_silence',
    measure: (lesson) => ({
      figure: Math.max(0, ...unplanned(lesson)),
      unit: 'ms',
      limit: { max: limits.otherSilenceMsMax },
    }),
  }),
  bounded({
    rule: 11,
    name: 'loudness_off_target',
    measure: ({ sound }) => ({
      figure: sound.lufs,
      unit: 'LUFS',
      limit: { min: lufs - tolerance, max: lufs + tolerance },
    }),
  }),
  bounded({
    rule: 11,
    name: 'true_peak_too_high',
    measure: ({ sound }) => ({ figure: sound.peakDb, unit: 'dBTP', limit: { max: peakDb } }),
  }),
  bounded({
    rule: 11,
    name: 'sound_clips',
    measure: ({ sound }) => ({ figure: sound.clippedRuns, unit: 'places', limit: { max: 0 } }),
  }),
  bounded({
    rule: 11,
    name: 'music_too_loud',
    exempt: ({ music, sound }) => {
      if (music === 'none') return 'no music plays';
      return sound.pausesUnderSpeechDb === null ? 'no pause is long enough to hear music alone' : undefined;
    },
    measure: ({ sound }) => ({
      figure: sound.pausesUnderSpeechDb ?? Infinity,
      unit: 'dB under speech',
      limit: { min: limits.musicUnderSpeechDb },
    }),
  }),
];
