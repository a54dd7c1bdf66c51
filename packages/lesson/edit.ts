import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { checkScript, standingOf, type RuleFinding } from './rules/index.ts';
import { cueFaults, lessonScriptSchema, sceneCount, sceneShape, type LessonScript } from './script.ts';

type EditedScene = z.infer<typeof sceneShape>;

/**
 * A script as it comes back from somebody who edited it. Scenes and sentences may have been added, removed, moved and
 * numbered anew; cues that lost their word are for `checkEdit` to name.
 */
export const editedScriptSchema = lessonScriptSchema.extend({
  scenes: z.array(sceneShape).min(sceneCount.min).max(sceneCount.max).superRefine(distinctIds),
});

/** Tasks, times and sources are found by the ids of scenes and sentences. */
function distinctIds(scenes: readonly EditedScene[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  const see = (id: string, path: PropertyKey[]) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path, message: `the id ${id} is there twice` });
    seen.add(id);
  };
  for (const [at, { id, sentences }] of scenes.entries()) {
    see(id, [at, 'id']);
    for (const [index, sentence] of sentences.entries()) see(sentence.id, [at, 'sentences', index, 'id']);
  }
}

/** What a lesson is made from and for: an edit changes how it is told, not this. */
const settled = ['topic', 'kind', 'language', 'gradeLevel', 'interest', 'sources'] as const;

/** The fields that differ between two scripts of one lesson, though an edit leaves them as they are. */
export function settledFieldsChanged(original: LessonScript, edited: LessonScript): string[] {
  return settled.filter((field) => !isDeepStrictEqual(original[field], edited[field]));
}

/** What no edit may break besides the hard rules: beyond it a lesson costs more than anybody watches. */
const bounds: ReadonlySet<string> = new Set(['lesson_too_long']);

/**
 * What keeps an edited script from being made: the rules that are hard for edited scripts, broken at the rate it will be
 * spoken at, and cues that do not point at a word of their scene (rule 14). No findings means that the pipeline takes
 * it; what else it breaks is listed in the lesson's QA report.
 */
export function checkEdit(script: LessonScript, spoken: { wordsPerMinute: number }): RuleFinding[] {
  const cues = script.scenes.flatMap((scene) =>
    cueFaults(scene).map((message) => ({ rule: 14, name: 'cue_off_its_word', message, sceneId: scene.id })),
  );
  const refused = checkScript(script, spoken).filter(
    ({ name }) => bounds.has(name) || standingOf(name, 'edited').severity === 'hard',
  );
  return [...cues, ...refused];
}
