import {
  elementIds,
  lessonScriptSchema,
  questionPauseMs,
  type Cue,
  type LessonScript,
  type Scene,
  type Sentence,
} from '@vividly/lesson';
import type { LessonBrief } from '../port.ts';
import { cueWordIndex } from './cue-words.ts';
import { rewatchIndex, type LessonDraft, type SceneDraft } from './draft.ts';
import { sentencePauseMs } from './length-plan.ts';
import { invalidOutput, reasonsOf } from './model-json.ts';

/**
 * The lesson script that `draft` describes. Pure: the same draft and brief give the same script.
 * Throws `provider_invalid_output` when the whole breaks the script's schema.
 */
export function scriptOf(draft: LessonDraft, brief: LessonBrief, ranOn: string): LessonScript {
  const ids = sceneIds(draft.scenes);
  const scenes = draft.scenes.map((scene, index) => sceneOf(scene, ids[index] ?? ''));
  const limit = draft.scenes
    .flatMap((scene) => scene.sentences)
    .find((sentence) => sentence.analogyLimit === true);
  const result = lessonScriptSchema.safeParse({
    version: 1,
    title: draft.title,
    question: draft.question,
    topic: brief.topic.slug ?? brief.topic.title,
    kind: draft.kind,
    language: 'en',
    gradeLevel: brief.gradeLevel,
    ...(brief.interest === null ? {} : { interest: brief.interest.name }),
    targetSeconds: brief.targetSeconds,
    objectives: draft.objectives.map(({ id, text }) => ({ id, text })),
    mapping: {
      rows: draft.objectives.flatMap(({ id, concept, interest }) =>
        concept === undefined || interest === undefined ? [] : [{ objective: id, concept, interest }],
      ),
      limit: limit?.text ?? null,
    },
    scenes,
    quiz: draft.scenes.flatMap(({ quiz }, index) => {
      if (quiz === undefined) return [];
      const rewatchSceneId = ids[rewatchIndex(draft.scenes, index)];
      return [{ question: quiz.question, answer: quiz.spokenAnswer, sceneId: ids[index], rewatchSceneId }];
    }),
    sources: citedSources(scenes, brief),
  });
  if (!result.success) throw invalidOutput(ranOn, reasonsOf(result.error));
  return result.data;
}

/** The role, numbered where it occurs more than once: stable while the plan is. */
function sceneIds(scenes: readonly SceneDraft[]): string[] {
  return scenes.map(({ role }, index) => {
    const alike = scenes.filter((scene) => scene.role === role).length;
    const place = scenes.slice(0, index + 1).filter((scene) => scene.role === role).length;
    return alike === 1 ? role : `${role}-${place}`;
  });
}

function sceneOf(draft: SceneDraft, id: string): Scene {
  return {
    id,
    role: draft.role,
    ...(draft.objective === undefined ? {} : { objective: draft.objective }),
    heading: draft.heading,
    visual: draft.visual,
    visualDescription: draft.visualDescription,
    terms: draft.terms,
    sentences: sentencesOf(draft, id),
    cues: cuesOf(draft),
  };
}

/** Rule 10: time to think after what a quiz scene asks last; whoever joins the scenes puts silence between them. */
function sentencesOf({ role, sentences }: SceneDraft, sceneId: string): Sentence[] {
  const last = sentences.length - 1;
  const asking = role === 'quiz' ? sentences.findLastIndex(({ text }) => text.endsWith('?')) : -1;
  return sentences.map(({ text, passages = [] }, index) => ({
    id: `${sceneId}.s${index + 1}`,
    text,
    origin: passages.length === 0 ? 'writer' : 'library',
    sources: [...new Set(passages)],
    pauseAfterMs: index === asking ? questionPauseMs : index === last ? 0 : sentencePauseMs,
  }));
}

/** Each part appears once, where it is first named; what the visual does not hold has nothing to show. */
function cuesOf({ visual, sentences }: SceneDraft): Cue[] {
  const waiting = new Set(elementIds(visual));
  return sentences.flatMap(({ text, reveals }, sentence) =>
    reveals
      .filter(({ part }) => waiting.delete(part))
      .map(({ part, word }) => ({ element: part, sentence, word: cueWordIndex(text, word) })),
  );
}

/** The passages that sentences rest on, in the order of their first use. */
function citedSources(scenes: readonly Scene[], { passages }: LessonBrief): LessonScript['sources'] {
  const cited = [
    ...new Set(scenes.flatMap((scene) => scene.sentences.flatMap((sentence) => sentence.sources))),
  ];
  return cited.flatMap((passageId) => {
    const passage = passages.find(({ id }) => id === passageId);
    return passage === undefined ? [] : [{ passageId, title: passage.title, score: passage.score }];
  });
}
