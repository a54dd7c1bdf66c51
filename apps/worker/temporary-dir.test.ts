import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTemporaryDir } from './temporary-dir.ts';

const before = process.env['TMPDIR'];
let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'vividly-base-'));
});
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(base, { recursive: true, force: true });
});

/** A directory as a worker with this number leaves it. */
function left(pid: number): string {
  const dir = join(base, `vividly-worker-${hostname()}-${String(pid)}-abc`);
  mkdirSync(join(dir, 'vividly-task-1'), { recursive: true });
  return dir;
}

test('everything temporary of the process goes into its own directory, and goes with it', () => {
  const own = openTemporaryDir(base);
  expect(process.env['TMPDIR']).toBe(own.path);
  expect(own.path.startsWith(join(base, `vividly-worker-${hostname()}-${String(process.pid)}-`))).toBe(true);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
});

test('what dead workers left is removed, with the programs that still write there; the living keep theirs', async () => {
  const own = openTemporaryDir(base);
  const gone = spawn('true');
  await once(gone, 'exit');
  const dead = left(gone.pid ?? 0);
  const earlier = left(process.pid);
  const living = left(process.ppid);
  const orphan = spawn('tail', ['-f', '/dev/null', join(dead, 'vividly-task-1/scene.mp4')], {
    stdio: 'ignore',
  });
  const ended = once(orphan, 'exit');
  own.clearAfterDead();
  // Elsewhere programs of the dead are not found.
  if (process.platform !== 'linux') orphan.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  expect([dead, earlier, living, own.path].map((dir) => existsSync(dir))).toEqual([false, false, true, true]);
});
