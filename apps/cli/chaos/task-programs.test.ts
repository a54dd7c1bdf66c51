import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { programsNaming } from './task-programs.ts';

test('a program in a group of its own is found by the PATH that it was given, until it is gone', async () => {
  const mark = `/nowhere/of-${String(process.pid)}`;
  const env = { PATH: `${mark}:${process.env['PATH'] ?? ''}` };
  const child = spawn('sleep', ['60'], { env, detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  expect(await programsNaming(mark, new Set())).toEqual([{ pid, name: 'sleep', group: pid }]);
  expect(await programsNaming(mark, new Set([pid]))).toEqual([]);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(await programsNaming(mark, new Set())).toEqual([]);
});
