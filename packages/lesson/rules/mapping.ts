import type { LessonScript, Scene } from '../script.ts';
import type { Rule } from './finding.ts';
import { wholeLessonSeconds } from './limits.ts';
import { contentWords, phraseIndex, plainWords, sameWord } from './wording.ts';

const spokenWords = (scenes: readonly Scene[]): string[] =>
  scenes.flatMap((scene) => scene.sentences.flatMap(({ text }) => plainWords(text)));

const withoutInterest = ({ interest }: LessonScript): string | undefined =>
  interest === undefined ? 'no interest was named' : undefined;
const notWhole = (script: LessonScript): string | undefined =>
  isWhole(script) ? undefined : `a lesson of under ${wholeLessonSeconds} s has no room for it`;

const isWhole = (script: LessonScript): boolean => script.targetSeconds >= wholeLessonSeconds;

/** A case that stands on its own: an example or a corrected mistake that never mentions the interest. */
function standsAlone(scene: Scene, interest: string): boolean {
  return (
    (scene.role === 'example' || scene.role === 'misconception') &&
    phraseIndex(spokenWords([scene]), plainWords(interest)) < 0
  );
}

/**
 * Rule 6: a named interest is a map of the concept, not decoration. Lessons shorter than a whole one
 * (`wholeLessonSeconds`) keep the rows and their sentences, but need not draw the map nor leave the interest.
 */
export const mappingRules: readonly Rule<LessonScript>[] = [
  {
    rule: 6,
    name: 'objective_without_mapping',
    exempt: withoutInterest,
    check: ({ interest, objectives, mapping }) =>
      interest === undefined
        ? []
        : objectives
            .filter(({ id }) => !mapping.rows.some((row) => row.objective === id))
            .map(({ id }) => ({ message: `nothing in ${interest} stands for the objective ${id}` })),
  },
  {
    rule: 6,
    name: 'mapping_not_spoken',
    exempt: withoutInterest,
    check: ({ interest, mapping, scenes }) => {
      if (interest === undefined) return [];
      const spoken = spokenWords(scenes);
      return mapping.rows
        .filter(
          (row) => !contentWords(row.interest).some((word) => spoken.some((other) => sameWord(other, word))),
        )
        .map((row) => ({ message: `“${row.interest}” stands in the map but is never spoken of` }));
    },
  },
  {
    rule: 6,
    name: 'analogy_not_drawn',
    exempt: (script) => withoutInterest(script) ?? notWhole(script),
    check: (script) =>
      script.interest === undefined ||
      !isWhole(script) ||
      script.scenes.some(({ role, visual }) => role === 'analogy' && visual.kind === 'analogy')
        ? []
        : [{ message: `a scene draws the map between the concept and ${script.interest}` }],
  },
  {
    rule: 6,
    name: 'analogy_without_limit',
    exempt: (script) => withoutInterest(script) ?? notWhole(script),
    check: (script) => {
      const { limit } = script.mapping;
      if (limit === null)
        return script.interest === undefined || !isWhole(script)
          ? []
          : [{ message: 'one sentence says where the analogy stops' }];
      return script.scenes.some(({ sentences }) => sentences.some(({ text }) => text === limit))
        ? []
        : [{ message: `the limit of the analogy is never spoken: “${limit}”` }];
    },
  },
  {
    rule: 6,
    name: 'no_example_without_interest',
    exempt: (script) => withoutInterest(script) ?? notWhole(script),
    check: ({ interest, scenes, ...script }) =>
      interest === undefined ||
      script.targetSeconds < wholeLessonSeconds ||
      scenes.some((scene) => standsAlone(scene, interest))
        ? []
        : [{ message: `one example does without ${interest}` }],
  },
];

/** Rule 7: a concept has its misconception corrected, a procedure is worked through. Whole lessons only. */
export const misconceptionRules: readonly Rule<LessonScript>[] = [
  {
    rule: 7,
    name: 'no_misconception',
    exempt: (script) => (script.kind === 'conceptual' ? notWhole(script) : 'a procedure is taught'),
    check: (script) =>
      script.kind !== 'conceptual' ||
      !isWhole(script) ||
      script.scenes.some(({ role }) => role === 'misconception')
        ? []
        : [{ message: 'a scene names and corrects a common misconception' }],
  },
  {
    rule: 7,
    name: 'no_worked_example',
    exempt: (script) => (script.kind === 'procedural' ? notWhole(script) : 'no procedure is taught'),
    check: (script) =>
      script.kind !== 'procedural' || !isWhole(script) || script.scenes.some(({ role }) => role === 'example')
        ? []
        : [{ message: 'a scene works an example through' }],
  },
];
