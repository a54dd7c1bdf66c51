import { createHash } from 'node:crypto';
import type { Interest, Topic } from '@vividly/knowledge/library';
import type { RuleFinding } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import type { LessonBrief, LessonWriter, Written } from '../port.ts';
import { understand } from './interim/understand.ts';
import { composeLesson, type Adjustment } from './write/compose.ts';

/** Raised when the same brief over the same library may give another lesson. */
const codeVersion = '1';
/** A repair moves the aimed reading grade against the miss, and keeps scenes this much further from their limits. */
const repairMargin = 0.06;

export interface LocalWriterOptions {
  topics: readonly Topic[];
  interests: readonly Interest[];
  /** Of the library's content: part of the writer's version. */
  hash: string;
}

/**
 * Writes lessons from the shipped library: deterministic and offline. It answers for the topics that the library holds
 * and throws `topic_not_in_library` for others. The script's grade is the learner's, held within the topic's grades.
 */
export function createLocalWriter({ topics, interests, hash }: LocalWriterOptions): LessonWriter {
  const version = `${codeVersion}.${createHash('sha256').update(hash).digest('hex').slice(0, 12)}`;
  const writtenBy = `local:${version}`;
  const bySlug = new Map(topics.map((topic) => [topic.slug, topic]));

  const compose = (brief: LessonBrief, adjust: Partial<Adjustment>): Written => {
    const topic = brief.topic.slug === null ? undefined : bySlug.get(brief.topic.slug);
    if (!topic)
      throw new ProviderError(
        'topic_not_in_library',
        'local',
        `the shipped library holds no lesson about ${brief.topic.title}; configure a model (LLM_PROVIDER=gemini and GEMINI_API_KEY)`,
      );
    const gradeLevel = Math.min(topic.grades.max, Math.max(topic.grades.min, brief.gradeLevel));
    const script = composeLesson(
      topic,
      { ...brief, gradeLevel },
      { wordsPerMinute: brief.wordsPerMinute, grade: gradeLevel, banned: new Set(), sceneMargin: 0, ...adjust },
    );
    if (!script)
      throw new ProviderError('provider_bad_request', 'local', `no lesson of ${String(brief.targetSeconds)} s can be made of ${topic.title}`);
    return { script, writtenBy };
  };

  return {
    name: 'local',
    version,
    async understand(question, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve({ ...understand(question, { topics, interests }), understoodBy: writtenBy });
    },
    async write(brief, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(compose(brief, {}));
    },
    async repair(brief, script, findings, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(compose(brief, adjustmentFor(script.gradeLevel, script.scenes, findings)));
    },
  };
}

/** What the findings ask of a second composition. */
function adjustmentFor(
  gradeLevel: number,
  scenes: readonly { sentences: readonly { id: string; text: string }[] }[],
  findings: readonly RuleFinding[],
): Partial<Adjustment> {
  const accused = new Set(findings.flatMap(({ sentenceId }) => (sentenceId === undefined ? [] : [sentenceId])));
  const sentences = scenes.flatMap((scene) => scene.sentences);
  const grade = findings.find(({ name, measured }) => name.includes('reading_grade') && measured !== undefined)?.measured;
  return {
    banned: new Set(sentences.filter(({ id }) => accused.has(id)).map(({ text }) => text)),
    sceneMargin: findings.some(({ name }) => name.includes('scene')) ? repairMargin : 0,
    ...(grade === undefined ? {} : { grade: 2 * gradeLevel - grade }),
  };
}
