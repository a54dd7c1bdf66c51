import {
  estimateTiming,
  lessonScriptSchema,
  narrationGrade,
  limits,
  type LessonScript,
  type Scene,
} from '@vividly/lesson';
import type { LessonBrief } from '../../port.ts';
import { withInterest } from './analogy.ts';
import { cuesFor } from './labels.ts';
import type { Material } from './lesson.ts';
import { spokenTime } from './phrases.ts';
import { rewatch, timeToCome, type Question } from './scenes/quiz.ts';
import type { Shape } from './shape.ts';
import type { SceneDraft } from './utterance.ts';

/** Drafted scenes as a lesson script. Pure; the script satisfies its schema or this throws a `ZodError`. */
export function assemble(
  drafts: readonly SceneDraft[],
  { objectives, questions }: Pick<Shape, 'objectives' | 'questions'>,
  material: Material,
  brief: LessonBrief,
): LessonScript {
  const { topic, analogy } = material;
  const ids = sceneIds(drafts);
  const scenes = drafts.map((draft, index) => sceneOf(draft, ids[index] ?? ''));
  const limit = withInterest(analogy.mapping.limit, analogy);
  const hasMap = drafts.some(({ role }) => role === 'analogy');
  const script: LessonScript = {
    version: 1,
    title: titleOf(topic.title, analogy.interest),
    question: scenes[0]?.sentences[0]?.text ?? topic.question.middle,
    topic: topic.slug,
    kind: topic.kind,
    language: 'en',
    gradeLevel: brief.gradeLevel,
    ...(analogy.interest !== undefined && { interest: analogy.interest }),
    targetSeconds: brief.targetSeconds,
    objectives: objectives.map(({ id, text }) => ({ id, text })),
    mapping: {
      rows: analogy.mapping.rows
        .filter(({ objective }) => objectives.some(({ id }) => id === objective))
        .map(({ objective, concept, interest }) => ({ objective, concept, interest })),
      limit: hasMap ? limit : null,
    },
    scenes,
    quiz: quizOf(questions, scenes),
    sources: sourcesOf(scenes, material, brief),
  };
  const timed = withRewatchTimes(script, material);
  return lessonScriptSchema.parse({ ...timed, gradeLevel: gradeWritten(timed) });
}

/** The asked grade, or the nearest one whose readers the words still suit (rule 5). */
function gradeWritten(script: LessonScript): number {
  const reads = narrationGrade(script);
  const lowest = Math.max(1, Math.ceil(reads - limits.readingGradeOff));
  const highest = Math.min(12, Math.floor(reads + limits.readingGradeOff));
  return Math.min(highest, Math.max(lowest, script.gradeLevel));
}

function titleOf(title: string, interest: string | undefined): string {
  const full = interest === undefined ? title : `${title}, with ${interest}`;
  return full.length <= 60 ? full : title;
}

/** The role, numbered where it occurs more than once. */
function sceneIds(drafts: readonly SceneDraft[]): string[] {
  return drafts.map(({ role }, index) => {
    if (drafts.filter((draft) => draft.role === role).length === 1) return role;
    return `${role}-${drafts.slice(0, index + 1).filter((draft) => draft.role === role).length}`;
  });
}

function sceneOf({ utterances, terms, ...draft }: SceneDraft, id: string): Scene {
  return {
    id,
    ...draft,
    terms: [...terms],
    sentences: utterances.map(({ text, sources, pauseAfterMs }, index) => ({
      id: `${id}.s${index + 1}`,
      text,
      origin: sources.length > 0 ? ('library' as const) : ('writer' as const),
      sources: [...sources],
      pauseAfterMs,
    })),
    cues: cuesFor(draft.visual, utterances),
  };
}

function quizOf(questions: readonly Question[], scenes: readonly Scene[]): LessonScript['quiz'] {
  const asking = scenes.filter(({ role }) => role === 'quiz');
  return questions.map((question, index) => ({
    question: question.question,
    answer: question.options.find(({ id }) => id === question.answer)?.text ?? '',
    sceneId: asking[index]?.id ?? '',
    rewatchSceneId:
      scenes.find(({ role, objective }) => role === 'explain' && objective === question.objective)?.id ?? '',
  }));
}

/** Puts the times of the scenes to watch again into the sentences that name them. */
function withRewatchTimes(script: LessonScript, material: Material): LessonScript {
  const { scenes: spans } = estimateTiming(script, material.wordsPerMinute);
  const placeholder = rewatch(material, timeToCome).text;
  return {
    ...script,
    scenes: script.scenes.map((scene) => {
      const again = script.quiz.find(({ sceneId }) => sceneId === scene.id)?.rewatchSceneId;
      const startMs = spans.find(({ sceneId }) => sceneId === again)?.offsetMs;
      if (startMs === undefined) return scene;
      const { text } = rewatch(material, spokenTime(startMs / 1000));
      return {
        ...scene,
        sentences: scene.sentences.map((sentence) =>
          sentence.text === placeholder ? { ...sentence, text } : sentence,
        ),
      };
    }),
  };
}

/** The passages that sentences rest on, in the order of their first use; score 0 for one that was not retrieved. */
function sourcesOf(
  scenes: readonly Scene[],
  { topic }: Material,
  { passages: retrieved }: LessonBrief,
): LessonScript['sources'] {
  const cited = new Set(scenes.flatMap((scene) => scene.sentences.flatMap(({ sources }) => sources)));
  return [...cited].flatMap((passageId) => {
    const passage = topic.passages.find(({ id }) => id === passageId);
    const score = retrieved.find(({ id }) => id === passageId)?.score ?? 0;
    return passage === undefined ? [] : [{ passageId, title: passage.title, score }];
  });
}
