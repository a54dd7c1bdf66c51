import { createProgressReader } from './progress.ts';
import { told, type Purpose } from './programs.ts';
import { PROGRESS_FD, supervise } from './supervise.ts';

/** A run that shows no work for so long hangs: even a starved ffmpeg reports four times a second. */
const STALL_MS = 20_000;

export interface FfmpegOptions {
  /** What it is run for, for those who measure; `other` unless said. */
  purpose?: Purpose;
  signal: AbortSignal;
  /** The longest the whole run may take, in ms. */
  wallClockMs: number;
  /** The longest that neither the output may grow nor input be taken, in ms; 20 s unless tests cannot wait for it. */
  stallMs?: number;
  /** Bytes for ffmpeg's standard input (`-i pipe:0`); the next chunk is asked for when the last one was taken. */
  stdin?: AsyncIterable<Uint8Array>;
  /** Time reached in the output, in ms. */
  onProgress?: (ms: number) => void;
  /** Every line that ffmpeg writes to stderr, for filters that report there. */
  onLogLine?: (line: string) => void;
  /** What ffmpeg writes to standard output (`pipe:1`); without it standard output is closed. */
  onStdout?: (chunk: Buffer) => void;
}

/**
 * Runs ffmpeg under supervision (see `supervise`): argv array, own process group, clean environment, wall clock and
 * no-progress watchdog. Overwrites outputs. Exit code 0 is no proof: verify what it wrote (`verifyOutput`).
 *
 * @param args everything after the program name; inputs, filters, outputs
 * @returns the last 16 KB of stderr
 * @throws MediaError media_aborted, media_timeout, media_stalled, media_failed, media_not_installed
 */
export function runFfmpeg(args: readonly string[], options: FfmpegOptions): Promise<{ stderrTail: string }> {
  const progress = createProgressReader((ms) => options.onProgress?.(ms));
  return told(options.purpose ?? 'other', async () =>
    supervise('ffmpeg', [...globalArguments(options), ...args], {
      signal: options.signal,
      wallClockMs: options.wallClockMs,
      stallMs: options.stallMs ?? STALL_MS,
      ...(options.stdin && { stdin: options.stdin }),
      ...(options.onStdout && { onStdout: options.onStdout }),
      ...(options.onLogLine && { onStderrLine: options.onLogLine }),
      onProgressLine: (line) => progress.read(line),
    }),
  );
}

function globalArguments(options: FfmpegOptions): string[] {
  return [
    '-hide_banner',
    '-nostats',
    '-y',
    ...(options.stdin ? [] : ['-nostdin']),
    '-progress',
    `pipe:${PROGRESS_FD}`,
    '-stats_period',
    '0.25',
  ];
}
