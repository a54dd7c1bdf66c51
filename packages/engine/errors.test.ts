import { writeFile } from 'node:fs/promises';
import { classify, ParkedError, PermanentError, StopError } from './errors.ts';

const { signal } = new AbortController();

test('a full disk is the operator’s to mend, and no bug', async () => {
  // The kernel's own full disk.
  const full = await writeFile('/dev/full', 'a frame').catch(
    (thrown: unknown) => thrown as NodeJS.ErrnoException,
  );
  // Node's own modules throw errors of another realm than Jest's.
  const error = Object.assign(new Error(full?.message), { code: full?.code });
  expect(classify(error, signal)).toMatchObject({
    kind: 'transient',
    code: 'storage_unavailable',
    retryClass: 'busy',
    message: expect.stringMatching('ENOSPC'),
  });
});

test('what nobody foresaw may pass; what says that it is final is final', () => {
  expect(classify(new TypeError('x is undefined'), signal)).toMatchObject({
    kind: 'transient',
    code: 'internal_error',
    message: 'x is undefined',
  });
  expect(classify('thrown as text', signal)).toMatchObject({
    code: 'internal_error',
    message: 'thrown as text',
  });
  expect(classify(new PermanentError('plan_changed', 'no such part'), signal)).toMatchObject({
    kind: 'permanent',
    code: 'plan_changed',
  });
});

test('an open circuit is waited for', () => {
  expect(classify(new ParkedError('provider_circuit_open', 'open', 700), signal)).toMatchObject({
    kind: 'parked',
    parkForMs: 700,
  });
});

test.each([
  ['fenced', { kind: 'stopped', reason: 'fenced' }],
  ['shutdown', { kind: 'stopped', reason: 'shutdown' }],
  ['timeout', { kind: 'transient', code: 'task_timeout' }],
] as const)('a task stopped with %s ends so, whatever it threw on the way out', (reason, failure) => {
  const controller = new AbortController();
  controller.abort(new StopError(reason));
  expect(classify(new PermanentError('media_failed', 'killed'), controller.signal)).toMatchObject(failure);
});

test('a claim that was lost before the work began is no failure either', () => {
  expect(classify(new StopError('fenced'), signal)).toEqual({ kind: 'stopped', reason: 'fenced' });
});
