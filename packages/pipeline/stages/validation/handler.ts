import { NeedsLearnerError, PermanentError, type StageHandler } from '@vividly/engine';
import type { LearnerQuestion } from '@vividly/providers';
import type { z } from 'zod';
import { chainRevision, firstThatWorks } from '../../fallback.ts';
import type { PipelineDeps } from '../../ports.ts';
import type { validation } from './contract.ts';

type Output = z.infer<typeof validation.output>;

/** Finds topic, interest and grade in the learner's words; asks when they are vague, refuses what is no lesson. */
export function createValidationHandler({ writers }: PipelineDeps): StageHandler<LearnerQuestion, Output> {
  return {
    revision: chainRevision(writers),
    plan({ request }) {
      const { query, gradeLevel, interest, clarifications } = request;
      const input: LearnerQuestion = {
        query,
        clarifications,
        ...(gradeLevel === null ? {} : { gradeLevel }),
        ...(interest === null ? {} : { interest }),
      };
      return [{ part: 'main', input }];
    },
    async run(question, { signal }) {
      const understood = await firstThatWorks(writers, signal, (writer) =>
        writer.understand(question, { signal }),
      );
      if (understood.outcome === 'vague')
        throw new NeedsLearnerError(understood.questions, understood.reasoning);
      if (understood.outcome === 'out_of_scope') throw new PermanentError('out_of_scope', understood.message);
      return understood;
    },
  };
}
