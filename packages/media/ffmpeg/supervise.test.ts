import { supervise } from './supervise.ts';

/** A killed process is listed until init has taken note of it. */
async function expectGone(pid: number): Promise<void> {
  const lives = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (lives()) await new Promise((resolve) => setTimeout(resolve, 20));
}

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

test.each(['wait', 'exit 0', 'exit 3'])('a child that nobody waits for is gone after `%s`', async (last) => {
  const cancel = new AbortController();
  // It ignores SIGTERM and holds no pipe of ours, so that nothing but its group tells of it.
  const orphan = `sh -c 'trap "" TERM; echo $$; exec >/dev/null 2>&1 3>&-; sleep 60 & wait' & read -r go; ${last}`;
  let pid = 0;
  let hasBegun = (): void => undefined;
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  const run = supervise('sh', ['-c', orphan], {
    ...limits,
    signal: cancel.signal,
    stdin: (async function* () {
      await begun;
      yield Buffer.from('go\n');
    })(),
    onStdout: (chunk) => {
      pid = Number(chunk.toString());
      hasBegun();
      if (last === 'wait') cancel.abort();
    },
  });
  await Promise.allSettled([run]);
  expect(pid).toBeGreaterThan(0);
  await expectGone(pid);
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
