import ffmpeg from 'fluent-ffmpeg';
import { MediaError } from '../errors.ts';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import { runFfmpeg, type FfmpegOptions } from '../ffmpeg/run.ts';

export interface Loudness {
  /** Integrated, LUFS. */
  lufs: number;
  /** True peak, dBTP. */
  peakDb: number;
}

/** A silence in a sound, in ms. */
export interface Silence {
  startMs: number;
  endMs: number;
}

/** What a run of ffmpeg over sound needs. */
export interface SoundRun {
  signal: AbortSignal;
  /** Length of the sound, in ms: bounds the run. */
  durationMs: number;
}

/** Bounds of a run over sound: several times what a busy machine takes. */
export function soundBounds({ signal, durationMs }: SoundRun): Pick<FfmpegOptions, 'signal' | 'wallClockMs'> {
  return { signal, wallClockMs: 60_000 + durationMs * 4 };
}

/**
 * Loudness and true peak of a file's first sound track (EBU R128), after `filters`. Silence measures as −70 LUFS.
 * `peaks: false` spares the search for peaks, a third of the work; the peak is −∞ then.
 * Throws `MediaError`; `media_invalid_output` when the file has no sound to measure.
 */
export async function measureLoudness(
  path: string,
  run: SoundRun,
  { filters = [], peaks = true }: { filters?: readonly string[]; peaks?: boolean } = {},
): Promise<Loudness> {
  const meter = loudnessMeter(peaks ? 'with peaks' : 'without');
  const { stderrTail } = await runFfmpeg(analysisArguments(path, [...filters, meter]), {
    ...soundBounds(run),
    purpose: 'measuring sound',
  });
  return readLoudness(stderrTail, path);
}

/** The filter that reports what `readLoudness` reads; it passes the sound on. */
export function loudnessMeter(peaks: 'with peaks' | 'without'): string {
  return `ebur128=peak=${peaks === 'with peaks' ? 'true' : 'none'}:framelog=verbose`;
}

/** What a `loudnessMeter` reported at the end of a run over `path`. Throws `media_invalid_output` if it did not. */
export function readLoudness(stderrTail: string, path: string): Loudness {
  const summary = stderrTail.slice(stderrTail.lastIndexOf('Summary:'));
  const lufs = /I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1];
  if (lufs === undefined)
    throw new MediaError('media_invalid_output', `no loudness could be measured in ${path}`);
  const peakDb = /Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1];
  return { lufs: Number(lufs), peakDb: peakDb === undefined ? -Infinity : Number(peakDb) };
}

/** Silences of at least `shortestMs` in a file's first sound track: below −50 dBFS. Throws `MediaError`. */
export async function findSilences(path: string, shortestMs: number, run: SoundRun): Promise<Silence[]> {
  const edges: { kind: string; ms: number }[] = [];
  await runFfmpeg(analysisArguments(path, [`silencedetect=noise=-50dB:duration=${shortestMs / 1000}`]), {
    ...soundBounds(run),
    onLogLine: (line) => {
      const [, kind, seconds] = /silence_(start|end): (-?[\d.]+)/.exec(line) ?? [];
      if (kind !== undefined) edges.push({ kind, ms: Number(seconds) * 1000 });
    },
  });
  return edges
    .filter(({ kind }) => kind === 'start')
    .map(({ ms }, index) => ({
      startMs: Math.max(0, ms),
      endMs: edges.filter(({ kind }) => kind === 'end')[index]?.ms ?? run.durationMs,
    }));
}

/** Arguments that send a file's first sound track through `filters` and nowhere. Pure. */
function analysisArguments(path: string, filters: readonly string[]): string[] {
  return argumentsOf(
    ffmpeg(path)
      .outputOptions('-map', '0:a:0')
      .audioFilters([...filters])
      .format('null')
      .output('-'),
  );
}
