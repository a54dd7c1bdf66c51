import type { LessonScript, Scene, Sentence } from '../script.ts';
import type { Rule } from './finding.ts';
import { limits, type Range } from './limits.ts';
import { isQuestion } from './wording.ts';

/** Whether `sentence` of `scene` asks the learner and waits: the questions of a quiz, not those of a hook. */
export function awaitsAnswer(scene: Scene, sentence: Sentence): boolean {
  return scene.role === 'quiz' && isQuestion(sentence.text);
}

/** Rule 10, as far as the script decides it: time to think after a question, and no other hole. */
export const pauseRules: readonly Rule<LessonScript>[] = [
  pauseRule('no_time_to_think', limits.questionPauseMs, awaitsAnswer),
  pauseRule(
    'pause_too_long',
    { min: 0, max: limits.otherSilenceMsMax },
    (...asked) => !awaitsAnswer(...asked),
  ),
];

function pauseRule(name: string, { min, max }: Range, applies: typeof awaitsAnswer): Rule<LessonScript> {
  return {
    rule: 10,
    name,
    check: ({ scenes }) =>
      scenes.flatMap((scene) =>
        scene.sentences
          .filter((sentence) => applies(scene, sentence))
          .filter(({ pauseAfterMs }) => pauseAfterMs < min || pauseAfterMs > max)
          .map(({ id, pauseAfterMs }) => ({
            message: `${pauseAfterMs} ms of silence after the sentence; ${min} to ${max} ms`,
            sceneId: scene.id,
            sentenceId: id,
            measured: pauseAfterMs,
          })),
      ),
  };
}
