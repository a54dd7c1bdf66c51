import type { StageHandler } from '@vividly/engine';
import type { z } from 'zod';
import { lessonOf } from '../../lesson.ts';
import type { PipelineDeps } from '../../ports.ts';
import type { notification } from './contract.ts';

type Input = z.infer<typeof notification.input>;
type Output = z.infer<typeof notification.output>;

/** Tells the learner that the lesson is ready, as an event that streams and inboxes read. */
export function createNotificationHandler({ announcer }: PipelineDeps): StageHandler<Input, Output> {
  return {
    revision: '1',
    plan(context) {
      const { script, durationSeconds } = lessonOf(context);
      return [
        { part: 'main', input: { title: script.title, durationSeconds, interest: script.interest ?? null } },
      ];
    },
    async run({ title, durationSeconds, interest }, { requestId }) {
      const text = `Your lesson “${title}”${interest === null ? '' : ` with ${interest}`} is ready.`;
      await announcer.announce(requestId, { title, durationSeconds, text });
      return { text };
    },
  };
}
