import { rm } from 'node:fs/promises';
import ffmpeg from 'fluent-ffmpeg';
import { MediaError } from '../errors.ts';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import {
  loudnessMeter,
  measureLoudness,
  readLoudness,
  soundBounds,
  type Loudness,
  type SoundRun,
} from './measure.ts';

/** Rule 11: −16 LUFS ±1 integrated, true peak at most −1.5 dBTP. */
export const loudnessTarget = { lufs: -16, tolerance: 1, peakDb: -1.5 } as const;

/** Closer than this there is nothing to hear. */
const CLOSE_ENOUGH_LU = 0.3;
/** The limiter takes loudness away where it works, so the gain is found by trying; each round gets much closer. */
const MAX_ROUNDS = 5;
/** Quieter than this is no speech. */
const SILENT_LUFS = -50;
/** What the limiter lets through, in dBFS: room for what AAC adds to the peaks. */
const CEILING_DB = -3;
const SAMPLE_RATE = 48_000;

/**
 * Cleans a synthetic voice: rumble out, less of the boom below 250 Hz (flite's slt holds its fundamental 15 dB above
 * its first formant, where speech has about as much of both), a little presence for the consonants.
 */
const voiceFilters = [
  'highpass=f=80',
  'bass=f=220:g=-4:width_type=q:width=0.6',
  'equalizer=f=3000:width_type=o:width=1.6:g=2.5',
  `aresample=${SAMPLE_RATE}`,
];

/**
 * Masters narration into 48 kHz mono AAC in an m4a: cleaned, brought to the target loudness by one linear gain, its
 * peaks held by a limiter. Everything is measured (EBU R128), the finished file included. Writes `${outPath}.wav` on the
 * way and removes it.
 *
 * Throws `MediaError`; `media_invalid_output` when there is no speech in `wav` or the target is missed.
 */
export async function masterNarration(wav: string, outPath: string, run: SoundRun): Promise<Loudness> {
  const before = await measureLoudness(wav, run, voiceFilters);
  if (before.lufs < SILENT_LUFS) throw new MediaError('media_invalid_output', `${wav} holds no speech`);
  const levelled = `${outPath}.wav`;
  try {
    await level(wav, levelled, loudnessTarget.lufs - before.lufs, run);
    await runFfmpeg(encodeArguments(levelled, outPath), soundBounds(run));
  } finally {
    await rm(levelled, { force: true });
  }
  const mastered = await measureLoudness(outPath, run);
  const off = Math.abs(mastered.lufs - loudnessTarget.lufs);
  if (off > loudnessTarget.tolerance || mastered.peakDb > loudnessTarget.peakDb)
    throw new MediaError(
      'media_invalid_output',
      `mastering left ${mastered.lufs} LUFS with a true peak of ${mastered.peakDb} dBTP`,
    );
  return mastered;
}

/** Writes `wav` at the target loudness, starting with `gainDb` and adding what the limiter took. */
async function level(wav: string, outPath: string, gainDb: number, run: SoundRun): Promise<void> {
  let gain = gainDb;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { stderrTail } = await runFfmpeg(levelArguments(wav, outPath, gain), soundBounds(run));
    const missing = loudnessTarget.lufs - readLoudness(stderrTail, wav).lufs;
    if (Math.abs(missing) <= CLOSE_ENOUGH_LU) return;
    gain += missing;
  }
}

/** Arguments that clean `wav`, raise it by `gainDb`, limit its peaks, and report the loudness of the result. Pure. */
function levelArguments(wav: string, outPath: string, gainDb: number): string[] {
  const ceiling = (10 ** (CEILING_DB / 20)).toFixed(4);
  const filters = [
    ...voiceFilters,
    `volume=${gainDb.toFixed(2)}dB`,
    `alimiter=limit=${ceiling}:attack=5:release=60:level=disabled:latency=enabled`,
    loudnessMeter,
  ];
  return argumentsOf(
    ffmpeg(wav)
      .outputOptions('-map', '0:a:0')
      .audioFilters(filters)
      .audioCodec('pcm_s16le')
      .format('wav')
      .output(outPath),
  );
}

/** Arguments that encode levelled narration. Pure. */
function encodeArguments(wav: string, outPath: string): string[] {
  return argumentsOf(
    ffmpeg(wav)
      .outputOptions('-map', '0:a:0', '-aac_coder', 'fast', '-movflags', '+faststart')
      .audioCodec('aac')
      .audioBitrate('128k')
      .audioChannels(1)
      .format('mp4')
      .output(outPath),
  );
}
