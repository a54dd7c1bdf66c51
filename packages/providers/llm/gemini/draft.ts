import { z } from 'zod';
import {
  elementIds,
  elementIdSchema,
  sceneRoleSchema,
  teachingVisualSchema,
  termSchema,
} from '@vividly/lesson';

/**
 * What the model writes. A lesson script without everything that can be worked out from it: no scene and sentence
 * ids, no word indices, no pauses, no list of sources, no brief repeated. Where a script points by number, a draft
 * names: the part and the word at which it appears, the objective that a question tests.
 */

/** What a draft may refer to: follows from the brief. */
export interface DraftScope {
  /** Ids of the passages that were retrieved; without any, sentences cite none. */
  passageIds: readonly string[];
  /** Whether the lesson maps the concept onto an interest. */
  hasInterest: boolean;
}

const id = elementIdSchema.describe('Lower-case words joined by hyphens.');
/** Not asked for; an answer that has it anyway is read without it. */
const absent = z.never().optional().catch(undefined);

/** The schema of a draft within `scope`; fields that have no place in this lesson are not asked for. */
export function lessonDraftSchema({ passageIds, hasInterest }: DraftScope) {
  const [firstPassage, ...otherPassages] = passageIds;
  const passages =
    firstPassage === undefined
      ? absent
      : z
          .array(z.enum([firstPassage, ...otherPassages]))
          .max(6)
          .describe('Passages that this sentence rests on. Empty when it states no fact.');
  const part = z.string().trim().min(1).max(60);

  const sentence = z.object({
    text: z
      .string()
      .trim()
      .min(1)
      .max(280)
      .describe('Spoken and captioned as it stands: at most 25 words, no symbols.'),
    passages,
    reveals: z
      .array(
        z.object({
          part: id.describe('Id of a part of this scene’s visual.'),
          word: z
            .string()
            .trim()
            .min(1)
            .max(60)
            .describe('Word or words of this sentence, copied, at which it appears.'),
        }),
      )
      .describe('Parts of the visual that appear while this sentence is spoken.'),
    analogyLimit: hasInterest
      ? z.boolean().describe('True for the one sentence that says where the analogy stops.')
      : absent,
  });

  const scene = z.object({
    role: sceneRoleSchema,
    objective: id.optional().describe('Id of the one objective it serves. Null in the hook and the recap.'),
    heading: z.string().trim().min(1).max(48).describe('At most 4 words.'),
    visual: teachingVisualSchema.describe(
      'What is drawn. Its parts have ids that are unique within the scene.',
    ),
    visualDescription: z
      .string()
      .trim()
      .min(1)
      .max(400)
      .describe('The drawing, told to someone who cannot see it.'),
    terms: z
      .array(termSchema)
      .max(3)
      .describe('Terms that are new in this scene and defined in its sentences.'),
    sentences: z.array(sentence).min(1).max(14),
    quiz: z
      .object({
        question: z.string().trim().min(1).max(200).describe('As it is spoken in this scene.'),
        spokenAnswer: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .describe('Short, in the words of a later sentence of this scene.'),
      })
      .optional()
      .describe('In a scene of role quiz only.'),
  });

  return z
    .object({
      title: z.string().trim().min(1).max(60),
      question: z.string().trim().min(1).max(200).describe('The question the lesson opens with and answers.'),
      kind: z.enum(['conceptual', 'procedural']),
      objectives: z
        .array(
          z.object({
            id,
            text: z.string().trim().min(1).max(160).describe('What the learner can do afterwards.'),
            concept: hasInterest ? part.describe('The element of the concept that is mapped.') : absent,
            interest: hasInterest ? part.describe('What plays its part in the interest.') : absent,
          }),
        )
        .min(1)
        .max(5),
      scenes: z.array(scene).min(4).max(12),
    })
    .superRefine((draft, context) => {
      for (const message of draftFaults(draft)) context.addIssue({ code: 'custom', message });
    });
}

export type LessonDraft = z.infer<ReturnType<typeof lessonDraftSchema>>;
export type SceneDraft = LessonDraft['scenes'][number];

/** References that lead nowhere, in words for the one who is to mend them. */
function draftFaults({ objectives, scenes }: LessonDraft): string[] {
  const known = new Set(objectives.map((objective) => objective.id));
  const faults = known.size < objectives.length ? ['two objectives have one id'] : [];
  for (const [index, scene] of scenes.entries()) {
    const where = `scene ${index + 1}`;
    const ids = elementIds(scene.visual);
    if (new Set(ids).size < ids.length) faults.push(`${where}: two parts of the visual have one id`);
    if (scene.objective !== undefined && !known.has(scene.objective))
      faults.push(`${where}: there is no objective ${scene.objective}`);
    if (scene.role !== 'quiz') continue;
    if (scene.quiz === undefined) faults.push(`${where}: a quiz scene has a quiz`);
    if (rewatchIndex(scenes, index) < 0) faults.push(`${where}: no scene before it serves its objective`);
  }
  if (!scenes.some((scene) => scene.role === 'quiz')) faults.push('no scene asks a quiz question');
  return faults;
}

/** Index of the scene to watch again for the quiz of scene `quizIndex`: the first of its objective; -1 if none. */
export function rewatchIndex(scenes: readonly SceneDraft[], quizIndex: number): number {
  const objective = scenes[quizIndex]?.objective;
  const before = scenes.slice(0, quizIndex);
  return objective === undefined ? -1 : before.findIndex((scene) => scene.objective === objective);
}
