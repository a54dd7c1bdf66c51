import { setImmediate as turn } from 'node:timers/promises';
import { withContext } from './context.ts';
import { createLogger } from './logger.ts';

function recorder() {
  const written: string[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'info',
    destination: { write: (line: string) => void written.push(line) },
  });
  return { logger, written, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('a line carries time, level, service and what was said', () => {
  const { logger, lines } = recorder();
  logger.warn({ n: 1 }, 'said');
  logger.debug('too little for this level');
  const [line, ...others] = lines();
  expect(others).toEqual([]);
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    service: 'test',
    n: 1,
    msg: 'said',
  });
});

test('every line of a piece of work carries its ids, across awaits and beside other work', async () => {
  const { logger, lines } = recorder();
  const work = async (requestId: string) =>
    withContext({ requestId, correlationId: `of ${requestId}` }, async () => {
      await turn();
      await withContext({ taskId: `task of ${requestId}` }, async () => {
        await turn();
        logger.info('inside');
      });
      logger.info('after');
    });
  await Promise.all([work('r1'), work('r2')]);
  logger.info('outside');
  const ids = lines().map(({ requestId, correlationId, taskId, msg }) => [
    msg,
    requestId,
    correlationId,
    taskId,
  ]);
  expect(ids.sort()).toEqual([
    ['after', 'r1', 'of r1', undefined],
    ['after', 'r2', 'of r2', undefined],
    ['inside', 'r1', 'of r1', 'task of r1'],
    ['inside', 'r2', 'of r2', 'task of r2'],
    ['outside', undefined, undefined, undefined],
  ]);
});

const apiKey = `vk_${'k'.repeat(43)}`;
const googleKey = `AIza${'g'.repeat(35)}`;

test.each<[string, object, string]>([
  ['by its key', { apiKey: 'Hq7x' }, ''],
  [
    'by its key, deeper',
    { req: { headers: { authorization: 'Hq7x', 'x-api-key': 'Hq7x', cookie: 'Hq7x' } } },
    '',
  ],
  [
    'of a whole configuration',
    { config: { DATABASE_URL: 'Hq7x', S3_SECRET_ACCESS_KEY: 'Hq7x', REDIS_URL: 'Hq7x' } },
    '',
  ],
  ['in a URL of a message', {}, 'cannot reach postgresql://vividly:Hq7x%40@db:5432/vividly'],
  ['in a malformed URL', {}, 'cannot read postgresql://vividly:Hq7x/Hq@7x@db:5432/vividly'],
  ['in a URL without a user', {}, 'cannot reach redis://:Hq7x@redis:6379'],
  [
    'in an error',
    { err: new Error('connect to redis://u:Hq7x@h failed', { cause: new Error('postgres://u:Hq7x@h') }) },
    '',
  ],
  ['deep inside', { a: { b: { c: { d: `Authorization: Bearer Hq7xHq7xHq7x` } } } }, ''],
])('a secret %s is left out', (_where, fields, message) => {
  const { logger, written } = recorder();
  logger.info(fields, message);
  expect(written.join('')).not.toContain('Hq7x');
  expect(written.length).toBe(1);
});

test('keys of ours and of Google are left out of messages; what surrounds them stays', () => {
  const { logger, lines } = recorder();
  logger.info(`used ${apiKey} and ${googleKey} at https://example.org:8080/path?x=a@b`);
  expect(lines()[0]?.['msg']).toBe('used vk_**** and AIza**** at https://example.org:8080/path?x=a@b');
});
