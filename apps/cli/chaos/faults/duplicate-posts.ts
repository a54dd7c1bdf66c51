import { randomUUID } from 'node:crypto';
import { textIn } from '../api.ts';
import type { Fault } from '../fault.ts';
import { inParallel } from '../load.ts';

const posts = 1_000;
const atOnce = 50;

/** A client that sends the same again and again because no answer reached it. */
export const duplicatePosts: Fault = {
  name: 'duplicate-posts',
  guarantee:
    '1,000 POSTs of one Idempotency-Key, 50 at a time: one request, and every answer is 202 with its id',
  trials: { short: 1, full: 4 },
  variants: [{ name: 'one key', work: 'text' }],
  async run({ stack, load }) {
    const wish = load.wishes.text();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await inParallel(Array.from({ length: posts }), atOnce, async () =>
      load.post(wish, headers),
    );
    const strange = answers.filter(({ status }) => status !== 202);
    const ids = new Set(answers.map((answer) => textIn(answer, 'id')));
    const stored = await stack.db.contentRequest.count({ where: { query: wish.body.query } });
    return {
      broken: [
        ...strange.map(
          ({ status, body }) => `a POST was answered ${String(status)}: ${JSON.stringify(body)}`,
        ),
        ...(ids.size === 1 ? [] : [`the answers name ${String(ids.size)} requests`]),
        ...(stored === 1 ? [] : [`${String(stored)} requests were made`]),
      ],
      figures: { posts, requestsMade: stored },
    };
  },
};
