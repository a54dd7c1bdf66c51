import type { LessonScript } from '../script.ts';
import type { Breach, Rule } from './finding.ts';
import { isQuestion, plainWords, sameWord } from './wording.ts';

/** Rules 1 and 2: one objective a scene, and the parts every lesson has. */
export const planRules: readonly Rule<LessonScript>[] = [
  {
    rule: 1,
    name: 'objective_not_taught',
    check: (script) => {
      const known = new Set(script.objectives.map((objective) => objective.id));
      const taught = new Set(
        script.scenes.flatMap((scene) =>
          scene.role === 'explain' && scene.objective ? [scene.objective] : [],
        ),
      );
      const strays = script.scenes
        .filter((scene) => scene.role === 'explain' && !known.has(scene.objective ?? ''))
        .map((scene) => ({ message: 'an explaining scene serves one of the objectives', sceneId: scene.id }));
      const missing = script.objectives
        .filter((objective) => !taught.has(objective.id))
        .map((objective) => ({ message: `no scene explains the objective ${objective.id}` }));
      return [...strays, ...missing];
    },
  },
  {
    rule: 2,
    name: 'no_opening_question',
    check: ({ scenes: [first] }) =>
      first?.role === 'hook' && first.sentences.slice(0, 2).some(({ text }) => isQuestion(text))
        ? []
        : [
            {
              message: 'the first scene is a hook and opens with the question',
              ...(first && { sceneId: first.id }),
            },
          ],
  },
  {
    rule: 2,
    name: 'no_closing_recap',
    check: ({ scenes }) => {
      const last = scenes.at(-1);
      return last?.role === 'recap'
        ? []
        : [{ message: 'the last scene is a recap', ...(last && { sceneId: last.id }) }];
    },
  },
  { rule: 2, name: 'no_retrieval_question', check: checkQuiz },
];

function checkQuiz({ scenes, quiz }: LessonScript): Breach[] {
  const breaches: Breach[] = scenes
    .filter((scene) => scene.role === 'quiz' && !quiz.some(({ sceneId }) => sceneId === scene.id))
    .map((scene) => ({ message: 'a quiz scene stands in the list of questions', sceneId: scene.id }));
  for (const { question, answer, sceneId, rewatchSceneId } of quiz) {
    const asked = scenes.findIndex((scene) => scene.id === sceneId);
    const rewatch = scenes.findIndex((scene) => scene.id === rewatchSceneId);
    const scene = scenes[asked];
    if (scene?.role !== 'quiz') {
      breaches.push({ message: `“${question}” is asked in a quiz scene`, sceneId });
      continue;
    }
    const at = scene.sentences.findIndex(({ text }) => isQuestion(text));
    if (at < 0) breaches.push({ message: `“${question}” is spoken as a question`, sceneId });
    const spoken = scene.sentences.slice(at + 1).flatMap(({ text }) => plainWords(text));
    const words = plainWords(answer);
    const named = words.filter((word) => spoken.some((other) => sameWord(other, word)));
    // Half of its words will do: "3 m/s²" is spoken as "3 meters per second squared".
    if (named.length * 2 < words.length)
      breaches.push({ message: `the answer “${answer}” is spoken after the question`, sceneId });
    if (rewatch < 0 || rewatch >= asked)
      breaches.push({ message: 'the scene to watch again comes before the question', sceneId });
  }
  return breaches;
}
