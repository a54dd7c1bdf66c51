import type { LessonScript, Sentence } from '../script.ts';
import type { Rule } from './finding.ts';

const isSourced = (sentence: Sentence): boolean =>
  sentence.origin === 'library' && sentence.sources.length > 0;

/** Rule 8: what is stated rests on passages that the script lists. */
export const sourceRules: readonly Rule<LessonScript>[] = [
  {
    rule: 8,
    name: 'sentence_without_source',
    check: ({ scenes }) =>
      scenes.flatMap((scene) =>
        scene.sentences
          .filter(({ origin, sources }) => origin === 'library' && sources.length === 0)
          .map(({ id }) => ({
            message: 'names the passages it rests on, or is marked as the writer’s own',
            sceneId: scene.id,
            sentenceId: id,
          })),
      ),
  },
  {
    rule: 8,
    name: 'unknown_source',
    check: (script) => {
      const known = new Set(script.sources.map(({ passageId }) => passageId));
      return script.scenes.flatMap((scene) =>
        scene.sentences.flatMap(({ id, sources }) =>
          sources
            .filter((source) => !known.has(source))
            .map((source) => ({
              message: `cites ${source}, which is not among the lesson's sources`,
              sceneId: scene.id,
              sentenceId: id,
            })),
        ),
      );
    },
  },
  {
    rule: 8,
    name: 'explanation_without_source',
    exempt: ({ sources }) => (sources.length === 0 ? 'nothing was retrieved for the lesson' : undefined),
    // A lesson for which nothing was retrieved has nothing to cite; its sentences are all the writer's own.
    check: ({ scenes, sources }) =>
      sources.length === 0
        ? []
        : scenes
            .filter(({ role, sentences }) => role === 'explain' && !sentences.some(isSourced))
            .map((scene) => ({ message: 'an explanation rests on at least one passage', sceneId: scene.id })),
  },
];
