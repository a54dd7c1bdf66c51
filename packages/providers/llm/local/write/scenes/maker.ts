import type { Topic } from '@vividly/knowledge/library';
import type { Material } from '../lesson.ts';
import type { SceneOption } from '../utterance.ts';
import { analogyOptions, secondPictureOptions } from './analogy.ts';
import { exampleOptions, misconceptionOptions } from './cases.ts';
import { closerLookOptions, explainOptions } from './explain.ts';
import type { ToldObjective } from './told-objective.ts';
import { hookOptions } from './hook.ts';
import { quizOptions, type Question } from './quiz.ts';
import { recapOptions } from './recap.ts';

type Objective = Topic['objectives'][number];

/** Makes the scenes of one lesson, each once: many shapes share them. */
export function sceneMaker(material: Material) {
  const made = new Map<string, SceneOption[]>();
  const once = (key: string, make: () => SceneOption[]): SceneOption[] => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  return {
    hook: () => once('hook', () => hookOptions(material)),
    explain: (told: ToldObjective) =>
      once(`explain ${told.objective.id} ${told.telling}`, () => explainOptions(material, told)),
    closerLook: (objective: Objective) =>
      once(`closer ${objective.id}`, () => closerLookOptions(material, objective)),
    analogy: (told: readonly ToldObjective[]) =>
      once(`analogy ${told.map(({ telling }) => telling).join(' ')}`, () => analogyOptions(material, told)),
    misconception: () => once('misconception', () => misconceptionOptions(material)),
    example: () => once('example', () => exampleOptions(material)),
    secondPicture: (objectives: readonly Objective[]) =>
      once(`second picture ${objectives.length}`, () => secondPictureOptions(material, objectives)),
    quiz: (question: Question, place: 'first' | 'second') =>
      once(`quiz ${question.question} ${place}`, () => quizOptions(material, question, place)),
    recap: (objectives: readonly Objective[]) =>
      once(`recap ${objectives.length}`, () => recapOptions(material, objectives)),
  };
}
