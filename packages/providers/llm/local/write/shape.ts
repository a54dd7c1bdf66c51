import type { Topic } from '@vividly/knowledge/library';
import { sceneCountRange } from '@vividly/lesson';
import type { Material } from './lesson.ts';
import { sceneMaker } from './scenes/maker.ts';
import type { ToldObjective } from './scenes/told-objective.ts';
import { questionsOn, type Question } from './scenes/quiz.ts';
import type { SceneOption } from './utterance.ts';

type Objective = Topic['objectives'][number];

/** Which scenes a lesson has, in order, and for each the ways to tell it. */
export interface Shape {
  objectives: readonly Objective[];
  questions: readonly Question[];
  scenes: readonly (readonly SceneOption[])[];
}

/** Lessons from here on have time for a second question; and for a second comparison and a closer look. */
const secondQuestionSeconds = 150;
const atLengthSeconds = 200;

/** How much a lesson must hold: every part of a whole one, or only what a single idea needs. */
export type Completeness = 'whole' | 'single-idea';

/** Every shape that the rules of plan and mapping allow for a lesson of `targetSeconds`. */
export function shapesFor(material: Material, targetSeconds: number, completeness: Completeness): Shape[] {
  const { topic } = material;
  const make = sceneMaker(material);
  const { min, max } = sceneCountRange(targetSeconds);
  return toldSets(topic.objectives, targetSeconds).flatMap((told) => {
    const objectives = told.map(({ objective }) => objective);
    const [question, other] = questionsOn(topic, objectives);
    if (question === undefined) return [];
    return choicesFor(topic, told, targetSeconds, completeness).flatMap((choice) => {
      if (choice.secondQuestion && other === undefined) return [];
      const questions = choice.secondQuestion && other !== undefined ? [question, other] : [question];
      const scenes = [
        make.hook(),
        ...told.flatMap((each) => [
          make.explain(each),
          ...(choice.closer.includes(each.objective) ? [make.closerLook(each.objective)] : []),
        ]),
        ...(choice.map ? [make.analogy(told)] : []),
        ...(choice.misconception ? [make.misconception()] : []),
        ...(choice.example ? [make.example()] : []),
        ...(choice.secondPicture ? [make.secondPicture(objectives)] : []),
        ...questions.map((each, index) => make.quiz(each, index === 0 ? 'first' : 'second')),
        make.recap(objectives),
      ];
      return scenes.length < min || scenes.length > max ? [] : [{ objectives, questions, scenes }];
    });
  });
}

/** What a lesson holds beside opening, explanations, question and recap. */
interface Choice {
  /** Objectives that are looked at once more. */
  closer: readonly Objective[];
  map: boolean;
  misconception: boolean;
  example: boolean;
  secondPicture: boolean;
  secondQuestion: boolean;
}

/** Every choice that the rules allow: a whole lesson draws the map, and corrects a mistake or works an example. */
function choicesFor(
  topic: Topic,
  told: readonly ToldObjective[],
  targetSeconds: number,
  completeness: Completeness,
): Choice[] {
  const whole = completeness === 'whole';
  const atLength = targetSeconds >= atLengthSeconds;
  const mapNeeded = whole || told.some(({ telling }) => telling === 'plain');
  const either = (needed: boolean, possible: boolean): boolean[] =>
    needed ? [true] : possible ? [false, true] : [false];
  let choices: Choice[] = (atLength ? closerSets(told) : [[]]).map((closer) => ({
    closer,
    map: false,
    misconception: false,
    example: false,
    secondPicture: false,
    secondQuestion: false,
  }));
  for (const [part, values] of [
    ['map', either(mapNeeded, true)],
    ['misconception', either(whole && topic.kind === 'conceptual', true)],
    ['example', either(whole && topic.kind === 'procedural', true)],
    ['secondPicture', either(false, atLength)],
    ['secondQuestion', either(atLength, targetSeconds >= secondQuestionSeconds)],
  ] as const)
    choices = choices.flatMap((choice) => values.map((value) => ({ ...choice, [part]: value })));
  return choices;
}

/**
 * The objectives a lesson may take, from the first on, for later ones build on it: each told at length, or the first
 * ones at length and the others briefly. Lessons with time to spare tell all of them at length.
 */
function toldSets(all: readonly Objective[], targetSeconds: number): ToldObjective[][] {
  const atLength = targetSeconds >= atLengthSeconds;
  const smallest = atLength ? all.length : targetSeconds >= secondQuestionSeconds ? 2 : 1;
  return all.slice(smallest - 1).flatMap((_, index) => {
    const objectives = all.slice(0, smallest + index);
    const fullCounts = objectives
      .map((_each, full) => full + 1)
      .filter((full) => !atLength || full === all.length);
    const told = (telling: 'woven' | 'plain', full: number): ToldObjective[] =>
      objectives.map((objective, place) => ({ objective, telling: place < full ? telling : 'brief' }));
    return [
      ...fullCounts.map((full) => told('woven', full)),
      ...fullCounts.map((full) => told('plain', full)),
      ...(atLength ? [] : [told('plain', 0)]),
    ];
  });
}

/** None, one or two of the objectives that are told at length. */
function closerSets(told: readonly ToldObjective[]): Objective[][] {
  const full = told.filter(({ telling }) => telling !== 'brief').map(({ objective }) => objective);
  const pairs = full.flatMap((first, index) => full.slice(index + 1).map((second) => [first, second]));
  return [[], ...full.map((each) => [each]), ...pairs];
}
