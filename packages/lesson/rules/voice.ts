import type { LessonScript, Scene, Sentence } from '../script.ts';
import type { Rule } from './finding.ts';
import { limits } from './limits.ts';

/** The sentence that asks the learner: the last question of a quiz scene, so that options may follow the question. */
export function askingSentence(scene: Scene): Sentence | undefined {
  return scene.role === 'quiz' ? scene.sentences.findLast(({ text }) => text.endsWith('?')) : undefined;
}

/** Rule 10, as far as the script decides it: time to think after a question, and no other hole. */
export const pauseRules: readonly Rule<LessonScript>[] = [
  {
    rule: 10,
    name: 'no_time_to_think',
    check: ({ scenes }) =>
      scenes.flatMap((scene) => {
        const asking = askingSentence(scene);
        const { min, max } = limits.questionPauseMs;
        return asking === undefined || (asking.pauseAfterMs >= min && asking.pauseAfterMs <= max)
          ? []
          : [
              {
                message: `${asking.pauseAfterMs} ms of silence after the question; ${min} to ${max} ms`,
                sceneId: scene.id,
                sentenceId: asking.id,
                measured: asking.pauseAfterMs,
              },
            ];
      }),
  },
  {
    rule: 10,
    name: 'pause_too_long',
    check: ({ scenes }) =>
      scenes.flatMap((scene) =>
        scene.sentences
          .filter(
            (sentence) =>
              sentence !== askingSentence(scene) && sentence.pauseAfterMs > limits.otherSilenceMsMax,
          )
          .map(({ id, pauseAfterMs }) => ({
            message: `${pauseAfterMs} ms of silence; at most ${limits.otherSilenceMsMax} ms`,
            sceneId: scene.id,
            sentenceId: id,
            measured: pauseAfterMs,
          })),
      ),
  },
];
