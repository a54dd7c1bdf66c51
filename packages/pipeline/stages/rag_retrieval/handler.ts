import { PermanentError, type StageHandler } from '@vividly/engine';
import type { z } from 'zod';
import type { PipelineDeps } from '../../ports.ts';
import { validation } from '../validation/contract.ts';
import type { ragRetrieval } from './contract.ts';

type Input = z.infer<typeof ragRetrieval.input>;
type Output = z.infer<typeof ragRetrieval.output>;

/** Passages of each angle; a topic of the library has at most this many of one angle. */
const perAngle = 3;

/** Finds the passages the lesson rests on: definitions, examples, misconceptions. */
export function createRetrievalHandler({ retriever }: PipelineDeps): StageHandler<Input, Output> {
  return {
    revision: retriever.version,
    plan(context) {
      const [understood] = context.outputs(validation);
      if (!understood) throw new Error('retrieval needs an understood question');
      const { topic, gradeLevel } = understood.output;
      const input = { query: context.request.query, topic: topic.slug, topicTitle: topic.title, gradeLevel };
      return [{ part: 'main', input }];
    },
    async run({ query, topic, topicTitle, gradeLevel }) {
      const passages = await retriever.retrieve({
        text: `${topicTitle} ${query}`,
        topic,
        // The learner chose the topic; only a search of the whole library is narrowed to their grade.
        gradeLevel: topic === null ? gradeLevel : null,
        perAngle,
      });
      if (topic !== null && passages.length === 0)
        throw new PermanentError(
          'library_not_seeded',
          `the database holds no passage of ${topic}: run ./vividly migrate`,
        );
      return { passages };
    },
  };
}
