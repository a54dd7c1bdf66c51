import { MediaError } from '../errors.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';

/** Rule 11: −16 LUFS ±1 integrated, true peak at most −1.5 dBTP. */
export const loudnessTarget = { lufs: -16, tolerance: 1, peakDb: -1.5 } as const;

export interface Loudness {
  /** Integrated, LUFS. */
  lufs: number;
  /** True peak, dBTP. */
  peakDb: number;
}

/** What a run of ffmpeg over sound needs. */
export interface SoundRun {
  signal: AbortSignal;
  /** Length of the sound, in ms: bounds the run. */
  durationMs: number;
}

const bounds = ({ signal, durationMs }: SoundRun) => ({ signal, wallClockMs: 60_000 + durationMs * 4, stallMs: 60_000 });

/** Cleans a synthetic voice: rumble out, a little less box, a little more air. */
const voiceFilters = ['highpass=f=75', 'equalizer=f=320:t=q:w=1:g=-1.5', 'treble=g=2.5:f=4500', 'aresample=48000'];

/** Measures loudness and true peak of a file's sound (EBU R128), after `filters`. */
export async function measureLoudness(path: string, run: SoundRun, filters: readonly string[] = []): Promise<Loudness> {
  const chain = [...filters, 'ebur128=peak=true:framelog=verbose'].join(',');
  const { stderrTail } = await runFfmpeg(['-i', path, '-map', '0:a:0', '-af', chain, '-f', 'null', '-'], bounds(run));
  const summary = stderrTail.slice(stderrTail.lastIndexOf('Summary:'));
  const lufs = /I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1];
  const peakDb = /Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1];
  if (lufs === undefined || peakDb === undefined)
    throw new MediaError('media_invalid_output', `no loudness could be measured in ${path}: is it silent?`);
  return { lufs: Number(lufs), peakDb: Number(peakDb) };
}

/**
 * Masters narration into 48 kHz AAC in an m4a: cleaned, brought to the target loudness by one linear gain, its peaks
 * held by a limiter that works at four times the rate (true peaks lie between samples). The result is measured; where
 * the limiter took loudness away, the gain is raised once by what is missing. Throws when the target is missed.
 */
export async function masterNarration(wav: string, outPath: string, run: SoundRun): Promise<Loudness> {
  const before = await measureLoudness(wav, run, voiceFilters);
  let gainDb = loudnessTarget.lufs - before.lufs;
  for (const attempt of ['measured', 'corrected'] as const) {
    await runFfmpeg(masterArguments(wav, outPath, gainDb), bounds(run));
    const mastered = await measureLoudness(outPath, run);
    const off = loudnessTarget.lufs - mastered.lufs;
    const met = Math.abs(off) <= loudnessTarget.tolerance * 0.6 && mastered.peakDb <= loudnessTarget.peakDb;
    if (met) return mastered;
    if (attempt === 'corrected')
      throw new MediaError(
        'media_invalid_output',
        `mastering left ${String(mastered.lufs)} LUFS with a true peak of ${String(mastered.peakDb)} dBTP`,
      );
    gainDb += off;
  }
  throw new MediaError('media_invalid_output', 'the narration could not be mastered');
}

/** Arguments that master `wav` with `gainDb` into `outPath`. Pure. */
export function masterArguments(wav: string, outPath: string, gainDb: number): string[] {
  const filters = [
    ...voiceFilters,
    `volume=${gainDb.toFixed(2)}dB`,
    'aresample=192000',
    'alimiter=limit=0.72:attack=4:release=60:level=disabled',
    'aresample=48000',
  ];
  return ['-i', wav, '-map', '0:a:0', '-af', filters.join(','), '-ac', '1', '-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', '-f', 'mp4', outPath];
}
