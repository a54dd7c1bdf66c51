import { supervise } from './supervise.ts';

const limits = { signal: new AbortController().signal, wallClockMs: 20_000, stallMs: 20_000 };

test('the program sees PATH and nothing else of our environment', async () => {
  process.env['VIVIDLY_TEST_SECRET'] = 'hidden';
  const lines: Buffer[] = [];
  await supervise('env', [], { ...limits, onStdout: (chunk) => lines.push(chunk) });
  delete process.env['VIVIDLY_TEST_SECRET'];
  expect(Buffer.concat(lines).toString().trim()).toBe(`PATH=${process.env['PATH']}`);
});

test('kills the whole group, also a child that ignores SIGTERM', async () => {
  const cancel = new AbortController();
  let grandchild = 0;
  const run = supervise('sh', ['-c', 'trap "" TERM; sh -c \'trap "" TERM; echo $$; sleep 60\'; sleep 60'], {
    ...limits,
    signal: cancel.signal,
    onStdout: (chunk) => {
      grandchild = Number(chunk.toString());
      cancel.abort();
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'media_aborted' });
  // The grandchild holds our pipe: that the promise settled at all means that it is dead.
  expect(grandchild).toBeGreaterThan(0);
});

test('a run killed from outside names the signal', async () => {
  await expect(supervise('sh', ['-c', 'kill -9 $$'], limits)).rejects.toMatchObject({
    code: 'media_failed',
    message: expect.stringContaining('SIGKILL') as string,
  });
});

test('what runs is killed when this process exits, and leaves no listener when it has ended', async () => {
  const before = process.listenerCount('exit');
  const cancel = new AbortController();
  const runs = Array.from({ length: 20 }, () =>
    supervise('sleep', ['60'], { ...limits, signal: cancel.signal }),
  );
  expect(process.listenerCount('exit')).toBe(before + 1);
  cancel.abort();
  await Promise.allSettled(runs);
  expect(process.listenerCount('exit')).toBe(before);
});
