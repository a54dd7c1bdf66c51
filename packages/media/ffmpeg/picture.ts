import ffmpeg from 'fluent-ffmpeg';
import { MediaError } from '../errors.ts';
import { argumentsOf } from './arguments.ts';
import { runFfmpeg } from './run.ts';

/** A pixel at or below this luma (16 is black in limited range) counts as black: darker than any background we draw. */
const BLACK_LUMA = 20;
const BLACK_PERCENT = 99;
const WALL_CLOCK_MS = 120_000;

/**
 * Share of a video's key frames that are black, 0 to 1. Only key frames are decoded: ours come every 2 s at most, and
 * the whole film would take as long as making it.
 *
 * @throws MediaError media_invalid_output when there is no picture at all
 */
export async function blackShare(path: string, { signal }: { signal: AbortSignal }): Promise<number> {
  const percents: number[] = [];
  const command = ffmpeg(path)
    .inputOptions('-skip_frame', 'nokey')
    .outputOptions('-map', '0:v:0')
    .videoFilters(`blackframe=amount=0:threshold=${BLACK_LUMA}`)
    .format('null')
    .output('-');
  await runFfmpeg(argumentsOf(command), {
    signal,
    wallClockMs: WALL_CLOCK_MS,
    onLogLine: (line) => {
      const percent = /pblack:(\d+)/.exec(line)?.[1];
      if (percent !== undefined) percents.push(Number(percent));
    },
  });
  if (percents.length === 0) throw new MediaError('media_invalid_output', `${path} has no picture`);
  return percents.filter((percent) => percent >= BLACK_PERCENT).length / percents.length;
}
