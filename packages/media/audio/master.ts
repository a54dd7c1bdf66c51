import ffmpeg from 'fluent-ffmpeg';
import { limits } from '@vividly/lesson';
import { MediaError } from '../errors.ts';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { loudnessMeter, measureLoudness, readLoudness, soundBounds, type SoundRun } from './measure.ts';

/** Closer than this there is nothing to hear. */
const CLOSE_ENOUGH_LU = 0.5;
/** The limiter takes loudness away where it works: a voice with high peaks is levelled again, by what was missing. */
const MAX_ROUNDS = 5;
/** dB of gain that bring one more LU through a limiter at work. Measured: 1.4 to 2 with the voices of flite and espeak-ng. */
const GAIN_PER_LU = 1.7;
/** Quieter than this is no speech. */
const SILENT_LUFS = -50;
/** What the limiter lets through, in dBFS: room for what AAC adds to the peaks. */
const CEILING_DB = -3;
const SAMPLE_RATE = 48_000;
/** No voice holds sound above this, in Hz: the encoder need not look for any. */
const HIGHEST_HZ = 12_000;

/**
 * Cleans a synthetic voice: rumble out, less of the boom below 250 Hz (flite's slt holds its fundamental 15 dB above
 * its first formant, where speech has about as much of both), a little presence for the consonants.
 */
const voiceFilters = [
  'highpass=f=80',
  'bass=f=220:g=-4:width_type=q:width=0.6',
  'equalizer=f=3000:width_type=o:width=1.6:g=2.5',
];

/** Music goes down by some 6 dB while the voice sounds, within 50 ms, and comes back over 0.8 s. */
const DUCKING = 'sidechaincompress=threshold=0.01:ratio=3:attack=50:release=800:knee=6';

/** What is mastered: the voice, and music that plays under it. */
export interface NarrationSource {
  /** Mono WAV. */
  voice: string;
  /** Mono WAV at the level it is to be heard at beside speech of −16 LUFS; null for none. */
  music: string | null;
}

/**
 * Masters narration into 48 kHz mono AAC in an m4a: cleaned, brought to the target loudness by one linear gain, its
 * peaks held by a limiter. Two passes, one that measures (EBU R128) and one that levels, measures what the limiter lets
 * through, and encodes. Only where the limiter took more than 0.5 LU is it levelled again. What the encoder makes of it
 * is measured by those who hear the file (`hearSound`).
 *
 * @returns integrated loudness of what was encoded, LUFS
 * @throws MediaError; `media_invalid_output` when there is no speech in `voice` or the target is missed
 */
export async function masterNarration(
  source: NarrationSource,
  outPath: string,
  run: SoundRun,
): Promise<number> {
  const before = await measureLoudness(source.voice, run, { filters: voiceFilters, peaks: false });
  if (before.lufs < SILENT_LUFS)
    throw new MediaError('media_invalid_output', `${source.voice} holds no speech`);
  const lufs = await level(source, outPath, limits.loudness.lufs - before.lufs, run);
  if (Math.abs(lufs - limits.loudness.lufs) > limits.loudness.tolerance)
    throw new MediaError('media_invalid_output', `mastering left ${lufs} LUFS`);
  return lufs;
}

/** Writes the source at the target loudness, starting with `gainDb` and adding what the limiter took; what it came to. */
async function level(
  source: NarrationSource,
  outPath: string,
  gainDb: number,
  run: SoundRun,
): Promise<number> {
  let gain = gainDb;
  for (let round = 1; ; round += 1) {
    const { stderrTail } = await runFfmpeg(levelArguments(source, outPath, gain), {
      ...soundBounds(run),
      purpose: 'mastering',
    });
    const { lufs } = readLoudness(stderrTail, outPath);
    const missing = limits.loudness.lufs - lufs;
    if (Math.abs(missing) <= CLOSE_ENOUGH_LU || round === MAX_ROUNDS) return lufs;
    gain += missing * GAIN_PER_LU;
  }
}

/** Arguments that clean the voice, raise it by `gainDb`, lay music under it, limit peaks and encode. Pure. */
function levelArguments({ voice, music }: NarrationSource, outPath: string, gainDb: number): string[] {
  const ceiling = (10 ** (CEILING_DB / 20)).toFixed(4);
  const levelled = [...voiceFilters, `volume=${gainDb.toFixed(2)}dB`, `aresample=${SAMPLE_RATE}`].join(',');
  const limiter = `alimiter=limit=${ceiling}:attack=5:release=60:level=disabled:latency=enabled,${loudnessMeter('without')}`;
  const graph =
    music === null
      ? [`[0:a:0]${levelled},${limiter}[out]`]
      : [
          `[0:a:0]${levelled},asplit[voice][key]`,
          `[1:a:0]aresample=${SAMPLE_RATE}[music]`,
          `[music][key]${DUCKING}[under]`,
          `[voice][under]amix=inputs=2:duration=first:normalize=0,${limiter}[out]`,
        ];
  const command = ffmpeg(voice);
  if (music !== null) command.input(music);
  return argumentsOf(
    command
      .complexFilter(graph, 'out')
      .outputOptions('-aac_coder', 'fast', '-cutoff', String(HIGHEST_HZ), '-movflags', '+faststart')
      .audioCodec('aac')
      .audioBitrate('96k')
      .audioChannels(1)
      .format('mp4')
      .output(outPath),
  );
}
