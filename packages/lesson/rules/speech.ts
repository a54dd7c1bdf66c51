import { wordsOf, type LessonScript, type Scene } from '../script.ts';
import type { TimedWord } from '../speech.ts';
import { worstOf, type Rule } from './finding.ts';
import { limits, speakingRateRange } from './limits.ts';
import type { TimedScene } from './timing.ts';
import { awaitsAnswer } from './voice.ts';

/** When a part of a visual became visible, in ms of the scene. */
export interface Reveal {
  sceneId: string;
  element: string;
  atMs: number;
}

/** A lesson as it was spoken and, once drawn, revealed. */
export interface SpokenLesson {
  script: LessonScript;
  scenes: readonly TimedScene[];
  reveals: readonly Reveal[];
}

/** A silence between two spoken words, in ms of the lesson. */
interface Silence {
  lengthMs: number;
  kind: 'scene' | 'question' | 'other';
  sceneId: string;
}

/** Words a minute of the speech alone: every word, divided by the time between first and last word of each sentence. */
export function spokenRate(scenes: readonly TimedScene[]): number {
  let words = 0;
  let ms = 0;
  for (const scene of scenes)
    for (const sentence of new Set(scene.words.map((word) => word.sentence))) {
      const spoken = scene.words.filter((word) => word.sentence === sentence);
      words += spoken.length;
      ms += (spoken.at(-1)?.endMs ?? 0) - (spoken[0]?.startMs ?? 0);
    }
  return ms > 0 ? (words * 60_000) / ms : 0;
}

/** Every gap between consecutive words of the lesson, scene changes included. */
function silences({ script, scenes }: SpokenLesson): Silence[] {
  const found: Silence[] = [];
  let previous: { word: TimedWord; scene: TimedScene } | undefined;
  for (const scene of scenes) {
    const asking = askedAt(script.scenes.find(({ id }) => id === scene.sceneId));
    for (const word of scene.words) {
      if (previous !== undefined) {
        const from = previous.scene.offsetMs + previous.word.endMs;
        const sameScene = previous.scene === scene;
        const afterQuestion = asking.has(previous.word.sentence) && word.sentence !== previous.word.sentence;
        found.push({
          lengthMs: scene.offsetMs + word.startMs - from,
          kind: sameScene ? (afterQuestion ? 'question' : 'other') : 'scene',
          sceneId: scene.sceneId,
        });
      }
      previous = { word, scene };
    }
  }
  return found;
}

/** Indices of the sentences after which the lesson waits for the learner. */
function askedAt(scene: Scene | undefined): Set<number> {
  return new Set(
    scene?.sentences.flatMap((sentence, index) => (awaitsAnswer(scene, sentence) ? [index] : [])),
  );
}

const silenceRules = (['scene', 'question', 'other'] as const).map((kind): Rule<SpokenLesson> => {
  const { min, max } = {
    scene: limits.sceneGapMs,
    question: limits.questionPauseMs,
    other: { min: -Infinity, max: limits.otherSilenceMsMax },
  }[kind];
  const name = { scene: 'scene_gap', question: 'question_pause', other: 'silence_too_long' }[kind];
  const ofKind = (lesson: SpokenLesson): number[] =>
    silences(lesson).flatMap((silence) => (silence.kind === kind ? [silence.lengthMs] : []));
  return {
    rule: 10,
    name,
    exempt: (lesson) => (ofKind(lesson).length === 0 ? 'the lesson has no such silence' : undefined),
    measure: (lesson) => ({
      figure: worstOf(ofKind(lesson), { min, max }),
      unit: 'ms',
      limit: { ...(min > 0 && { min }), max },
    }),
    check: (lesson) =>
      silences(lesson)
        .filter((silence) => silence.kind === kind && (silence.lengthMs < min || silence.lengthMs > max))
        .map(({ lengthMs, sceneId }) => ({
          message: `${Math.round(lengthMs)} ms of silence; ${min > 0 ? `${min} to ` : 'at most '}${max} ms`,
          sceneId,
          measured: lengthMs,
        })),
  };
});

/** Rules 10 and 14 on the spoken lesson: rate, silences, and reveals that fall on their words. */
export const speechRules: readonly Rule<SpokenLesson>[] = [
  {
    rule: 10,
    name: 'speaking_rate',
    measure: ({ script, scenes }) => ({
      figure: spokenRate(scenes),
      unit: 'words/min',
      limit: speakingRateRange(script.gradeLevel),
    }),
    check: ({ script, scenes }) => {
      const { min, max } = speakingRateRange(script.gradeLevel);
      const rate = spokenRate(scenes);
      return rate >= min && rate <= max
        ? []
        : [{ message: `${Math.round(rate)} words a minute; ${min} to ${max}`, measured: rate }];
    },
  },
  ...silenceRules,
  {
    rule: 14,
    name: 'words_differ_from_script',
    check: ({ script, scenes }) =>
      script.scenes.flatMap((scene) => {
        const spoken = scenes.find(({ sceneId }) => sceneId === scene.id)?.words ?? [];
        return scene.sentences.flatMap(({ id, text }, index) => {
          const words = spoken.filter(({ sentence }) => sentence === index).map((word) => word.text);
          return words.join(' ') === wordsOf(text).join(' ')
            ? []
            : [
                {
                  message: 'the timed words are not the words of the script',
                  sceneId: scene.id,
                  sentenceId: id,
                },
              ];
        });
      }),
  },
  {
    rule: 14,
    name: 'reveal_off_word',
    exempt: ({ reveals }) => (reveals.length === 0 ? 'nothing is revealed by a word' : undefined),
    measure: (lesson) => ({
      figure: Math.max(0, ...lesson.reveals.map((reveal) => offWordMs(reveal, lesson))),
      unit: 'ms',
      limit: { max: limits.revealOffMsMax },
    }),
    check: (lesson) =>
      lesson.reveals.flatMap((reveal) => {
        const off = offWordMs(reveal, lesson);
        return off <= limits.revealOffMsMax
          ? []
          : [
              {
                message: `${reveal.element} appears ${Math.round(off)} ms away from its word; at most ${limits.revealOffMsMax} ms`,
                sceneId: reveal.sceneId,
                measured: off,
              },
            ];
      }),
  },
];

/** How far a part appears from the nearest of the words that it is bound to, in ms; Infinity when there is none. */
function offWordMs({ sceneId, element, atMs }: Reveal, { script, scenes }: SpokenLesson): number {
  const cues =
    script.scenes.find(({ id }) => id === sceneId)?.cues.filter((cue) => cue.element === element) ?? [];
  const words = scenes.find((scene) => scene.sceneId === sceneId)?.words ?? [];
  const starts = cues.flatMap(
    (cue) => words.filter(({ sentence }) => sentence === cue.sentence)[cue.word] ?? [],
  );
  return Math.min(...starts.map(({ startMs }) => Math.abs(startMs - atMs)));
}
