import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { MediaError } from '../errors.ts';
import { feed } from './feed.ts';
import { startWatchdog } from './watchdog.ts';

const TERMINATE_GRACE_MS = 2000;
/** What is kept of stderr, in characters: dead letters hold as much. */
const STDERR_TAIL_CHARS = 16_384;
/** Descriptor on which the program may report progress, so that its standard output stays free for data. */
export const PROGRESS_FD = 3;

export interface Supervision {
  signal: AbortSignal;
  /** The longest the whole run may take, in ms. */
  wallClockMs: number;
  /** The longest the program may do nothing that can be seen, in ms. */
  stallMs: number;
  stdin?: AsyncIterable<Uint8Array>;
  onStdout?: (chunk: Buffer) => void;
  onStderrLine?: (line: string) => void;
  /** Gets each line of descriptor 3; returns true when the line shows that work was done. */
  onProgressLine?: (line: string) => boolean;
}

/**
 * Runs `program` with an argv array (no shell) in its own process group, with PATH as its whole environment.
 * Resolves with the last 16 KB of stderr once it has ended with exit code 0.
 *
 * On abort, wall clock or stall the whole group gets SIGTERM, and SIGKILL 2 s later; the promise settles only after the
 * program is gone and what it left of its group has been killed, so no process and no open file outlives the call. The
 * group dies with this process as well, unless this process is killed with SIGKILL.
 *
 * Throws `MediaError`; an error thrown by `stdin` is passed on as it is.
 */
export async function supervise(
  program: string,
  args: readonly string[],
  options: Supervision,
): Promise<{ stderrTail: string }> {
  if (options.signal.aborted) throw aborted(program, options.signal);
  const child = spawn(program, args, {
    detached: true,
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: [options.stdin ? 'pipe' : 'ignore', options.onStdout ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const ended = whenEnded(child, program);

  /** Why we ended the program ourselves; the first reason counts. */
  let ending: { error: unknown } | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (error: unknown): void => {
    if (ending) return;
    ending = { error };
    killGroup(child, 'SIGTERM');
    killTimer = setTimeout(() => killGroup(child, 'SIGKILL'), TERMINATE_GRACE_MS);
  };
  const onAbort = (): void => end(aborted(program, options.signal));
  const release = endWithThisProcess(child);
  options.signal.addEventListener('abort', onAbort, { once: true });
  const watchdog = startWatchdog(options, (reason) =>
    end(
      reason === 'wall_clock'
        ? new MediaError('media_timeout', `${program} was stopped after ${options.wallClockMs} ms`, {
            stderr: tail(),
          })
        : new MediaError('media_stalled', `${program} was stopped: no progress for ${options.stallMs} ms`, {
            stderr: tail(),
          }),
    ),
  );

  const tail = readStderr(child.stderr as Readable, options.onStderrLine);
  child.stdout?.on('data', (chunk: Buffer) => {
    watchdog.progress();
    options.onStdout?.(chunk);
  });
  readLines(child.stdio[PROGRESS_FD] as Readable, (line) => {
    if (options.onProgressLine?.(line)) watchdog.progress();
  });
  const feeding = options.stdin
    ? feed(options.stdin, child.stdin as Writable, () => watchdog.progress()).catch(end)
    : undefined;

  try {
    const { code, signal } = await ended;
    await feeding;
    if (ending) throw ending.error;
    if (code !== 0) {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      throw new MediaError('media_failed', `${program} ended with ${how}: ${lastLines(tail(), 3)}`, {
        stderr: tail(),
      });
    }
    return { stderrTail: tail() };
  } finally {
    watchdog.stop();
    clearTimeout(killTimer);
    options.signal.removeEventListener('abort', onAbort);
    release();
    killGroup(child, 'SIGKILL');
  }
}

const running = new Set<ChildProcess>();
const killRunning = (): void => running.forEach((child) => killGroup(child, 'SIGKILL'));

/** Kills the child's group when this process exits before the returned function is called. */
function endWithThisProcess(child: ChildProcess): () => void {
  if (running.size === 0) process.once('exit', killRunning);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killRunning);
  };
}

function whenEnded(child: ChildProcess, program: string) {
  return new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'ENOENT'
          ? new MediaError(
              'media_not_installed',
              `${program} is not installed (Debian and Homebrew package: ffmpeg)`,
              {
                cause,
              },
            )
          : new MediaError('media_failed', `${program} could not be started: ${cause.message}`, { cause }),
      ),
    );
    // `close`, not `exit`: everything the program wrote has been read by then.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readStderr(stream: Readable, onLine: ((line: string) => void) | undefined): () => string {
  let tail = '';
  readLines(stream, (line) => {
    tail = (tail + line + '\n').slice(-STDERR_TAIL_CHARS);
    onLine?.(line);
  });
  return () => tail;
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}

function aborted(program: string, signal: AbortSignal): MediaError {
  return new MediaError('media_aborted', `${program} was cancelled`, { cause: signal.reason });
}
