import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from '../installation.ts';
import { measureJob } from './measure.ts';

/** Starts a program that ignores SIGTERM, notes its process id and never renders anything. */
const stubborn = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
process.on('SIGTERM', () => undefined);
const encoder = spawn('sh', ['-c', 'trap "" TERM; echo; sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
encoder.stdout.once('data', () => {
  writeFileSync(import.meta.dirname + '/encoder.pid', String(encoder.pid));
  process.stdout.write('ready\\n');
  if (process.argv[2] === 'fails') process.exit(3);
});
`;

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'vividly-bench-remotion-'));
  await writeFile(join(project, 'render.mjs'), stubborn);
});
afterEach(async () => {
  await rm(project, { recursive: true });
});

const pidFile = (): string => join(project, 'encoder.pid');

async function encoderGone(): Promise<void> {
  const pid = Number(await readFile(pidFile(), 'utf8'));
  expect(pid).toBeGreaterThan(0);
  // A killed process is listed until init has taken note of it.
  while (existsSync(`/proc/${String(pid)}`)) await delay(20);
}

const measured = (browser: string, signal: AbortSignal) =>
  measureJob({
    root: repositoryRoot(),
    job: { kind: 'remotion', project, browser },
    runs: 1,
    signal,
    onRun: () => undefined,
  });

test('what the renderer started ends when the command is stopped', async () => {
  const stopped = new AbortController();
  const taken = measured('works', stopped.signal).catch((error: unknown) => error);
  while (!existsSync(pidFile())) await delay(20);
  stopped.abort(new Error('stopped by its person'));
  expect(await taken).toEqual(new Error('stopped by its person'));
  await encoderGone();
}, 120_000);

test('what the renderer started ends when the renderer fails', async () => {
  await expect(measured('fails', new AbortController().signal)).rejects.toThrow('exit code 3');
  await encoderGone();
}, 120_000);
