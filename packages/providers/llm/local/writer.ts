import { createHash } from 'node:crypto';
import type { Interest, Topic } from '@vividly/knowledge/library';
import { limits, wholeLessonSeconds } from '@vividly/lesson';
import { ProviderError } from '../../errors.ts';
import type { LessonBrief, LessonWriter, Written } from '../port.ts';
import { adjustmentFor, unadjusted } from './adjustment.ts';
import { createUnderstanding } from './understand/understand.ts';
import { composeLesson, type Adjustment, type Composed } from './write/compose.ts';

/** Raised when the same brief over the same library may give another lesson. */
const codeVersion = '4';

export interface LocalWriterOptions {
  topics: readonly Topic[];
  interests: readonly Interest[];
  /** Of the library's content: part of the writer's version. */
  hash: string;
}

/**
 * Writes lessons from the shipped library: deterministic and offline. It answers for the topics that the library holds
 * and throws `topic_not_in_library` for others.
 *
 * The script's grade is the learner's, held within the topic's grades and within two grades of what the topic's texts
 * can be made to read at: comparisons and questions are written once for all grades, so that a short lesson for grade
 * 12 may read at grade 9. An interest is spoken of only where the topic has a comparison with it or its family;
 * otherwise the lesson uses the everyday one, says so when there is time, and names no interest.
 */
export function createLocalWriter({ topics, interests, hash }: LocalWriterOptions): LessonWriter {
  const version = `${codeVersion}.${createHash('sha256').update(hash).digest('hex').slice(0, 12)}`;
  const writtenBy = `local:${version}`;
  const bySlug = new Map(topics.map((topic) => [topic.slug, topic]));
  const understand = createUnderstanding(topics, interests);

  /**
   * The lesson; where the library holds too little for the asked length, or nothing so short, one as near to it as it
   * has. Its `targetSeconds` says which.
   */
  function compose(brief: LessonBrief, topic: Topic, adjustment: Adjustment): Written {
    let first: Composed | undefined;
    for (const targetSeconds of lengthsToTry(brief.targetSeconds)) {
      const composed = composeLesson(topic, { ...brief, targetSeconds }, adjustment);
      first ??= composed;
      if (composed?.faults === 0) return { script: composed.script, writtenBy };
    }
    if (first === undefined)
      throw new ProviderError(
        'provider_bad_request',
        'local',
        `no lesson of ${brief.targetSeconds} s at ${brief.wordsPerMinute} words a minute can be made of “${topic.title}”`,
      );
    return { script: first.script, writtenBy };
  }

  /** The brief's topic, and the brief for a grade that the topic is written for. */
  function prepared(brief: LessonBrief): { topic: Topic; brief: LessonBrief } {
    const topic = brief.topic.slug === null ? undefined : bySlug.get(brief.topic.slug);
    if (topic === undefined)
      throw new ProviderError(
        'topic_not_in_library',
        'local',
        `The built-in library has no lesson on “${brief.topic.title}”. To have lessons on any topic, configure a model: set LLM_PROVIDER=gemini and GEMINI_API_KEY.`,
      );
    const gradeLevel = Math.min(topic.grades.max, Math.max(topic.grades.min, brief.gradeLevel));
    return { topic, brief: { ...brief, gradeLevel } };
  }

  return {
    name: 'local',
    version,
    understand: (question, { signal }) =>
      settled(signal, () => ({ ...understand(question), understoodBy: writtenBy })),
    write: (asked, { signal }) =>
      settled(signal, () => {
        const { topic, brief } = prepared(asked);
        return compose(brief, topic, unadjusted(brief));
      }),
    repair: (asked, script, findings, { signal }) =>
      settled(signal, () => {
        const { topic, brief } = prepared({ ...asked, targetSeconds: script.targetSeconds });
        return compose(brief, topic, adjustmentFor(brief, script, findings));
      }),
  };
}

/** Lengths to try in turn: the asked one, shorter ones that are still whole lessons, then longer ones. In seconds. */
function lengthsToTry(asked: number): number[] {
  const shorter = [0.9, 0.8, 0.7, 0.6, 0.5].map((share) => Math.round(asked * share));
  const longer = [1.1, 1.2, 1.35, 1.5, 2].map((share) => Math.round(asked * share));
  return [
    asked,
    ...shorter.filter((seconds) => seconds >= wholeLessonSeconds),
    ...longer.filter((seconds) => seconds <= limits.lessonSecondsMax),
  ];
}

/** The result of `make` as a promise: what it throws, and an abort that came before it, rejects. */
function settled<T>(signal: AbortSignal, make: () => T): Promise<T> {
  return new Promise((resolve) => {
    signal.throwIfAborted();
    resolve(make());
  });
}
