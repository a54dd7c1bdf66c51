import { textIn, type Answer } from '../api.ts';
import type { Fault } from '../fault.ts';
import { streamOf } from '../stream.ts';
import { pause, until } from '../until.ts';

/** PostgreSQL is shut down at once, without waiting for anybody, and recovers. */
export const postgresRestart: Fault = {
  name: 'postgres-restart',
  guarantee:
    'PostgreSQL shut down at once and started again under load: answers are 202 or 503 with Retry-After, 0 requests fail',
  trials: { short: 1, full: 6 },
  variants: [{ name: 'under load', work: 'text' }],
  async run(trial) {
    const { stack, random, signal } = trial;
    stack.gemini.pace({ understand: [100, 600], lesson: [300, 900] });
    const stream = streamOf(trial, { clients: 4, everyMs: 200 });
    await pause(random.whole(2_000, 4_000), signal);
    await stack.postgres.kill();
    await pause(random.whole(1_000, 3_000), signal);
    await stack.postgres.start();
    const backAt = Date.now();
    const recoveredAt = await until(
      'a POST is accepted after PostgreSQL came back',
      () =>
        Promise.resolve(stream.answers.find(({ at, answer }) => at > backAt && answer.status === 202)?.at),
      { limitMs: 60_000, signal },
    );
    await pause(2_000, signal);
    const { answers } = await stream.stop();
    const wrong = answers.map(({ answer }) => answer).filter((answer) => !isFit(answer));
    return {
      recoveryMs: [recoveredAt - backAt],
      broken: wrong.map(
        ({ status, retryAfter, body }) =>
          `a POST was answered ${String(status)} (Retry-After: ${retryAfter ?? 'none'}): ${JSON.stringify(body)}`,
      ),
      figures: {
        unavailable: answers.filter(({ answer }) => answer.status === 503).length,
        wrongAnswers: wrong.length,
      },
      // Whatever ran when the database went away may have to run again.
      mayRepeat: 'any',
    };
  },
};

/** Accepted, or refused as an outage has to be: with a time to come back and a problem that has a code. */
function isFit(answer: Answer): boolean {
  if (answer.status === 202) return textIn(answer, 'id') !== null;
  return answer.status === 503 && answer.retryAfter !== null && textIn(answer, 'code') !== null;
}
