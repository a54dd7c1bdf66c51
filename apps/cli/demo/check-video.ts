import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CommandError } from '../exit-codes.ts';

const probeSchema = z.object({
  streams: z.array(z.object({ codec_type: z.string(), codec_name: z.string().optional() })),
  format: z.object({ duration: z.coerce.number().optional() }),
});

const probeLimitMs = 30_000;

/** ffprobe's duration may differ from the lesson's by so much: audio frames and rounding. */
const toleranceSeconds = 1;

/**
 * Makes sure that a lesson can be played: one H.264 and one AAC stream, and as long as the lesson says. Returns its
 * length in seconds. Throws `CommandError`.
 */
export async function checkVideo(path: string, durationSeconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_type,codec_name:format=duration', '-of', 'json', path],
    { timeout: probeLimitMs },
  ).catch((error: unknown) => {
    throw new CommandError(
      `The video cannot be played: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const { streams, format } = probeSchema.parse(JSON.parse(stdout));
  const codecs = streams.map(({ codec_type, codec_name }) => `${codec_type}:${codec_name ?? '?'}`);
  for (const wanted of ['video:h264', 'audio:aac'])
    if (!codecs.includes(wanted))
      throw new CommandError(`The video has no ${wanted} stream, only ${codecs.join(', ')}.`);
  const seconds = format.duration ?? 0;
  if (Math.abs(seconds - durationSeconds) > toleranceSeconds)
    throw new CommandError(
      `The video is ${seconds.toFixed(1)} s long, the lesson ${durationSeconds.toFixed(1)} s.`,
    );
  return seconds;
}
