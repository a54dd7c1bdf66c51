import ffmpeg from 'fluent-ffmpeg';
import { z } from 'zod';
import { MediaError } from '../errors.ts';

const number = z.coerce.number();
/** ffprobe says `N/A` where a stream has no such figure. */
const whereKnown = number.optional().catch(undefined);
const probeSchema = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string().optional(),
      pix_fmt: z.string().optional(),
      width: whereKnown,
      height: whereKnown,
      duration: whereKnown,
    }),
  ),
  format: z.object({ duration: number, size: number, format_name: z.string() }),
  chapters: z.array(z.unknown()).default([]),
});

export interface ProbedStream {
  type: string;
  codec: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
  pixelFormat?: string;
}

/** What a media file holds, as ffprobe sees it. */
export interface Probe {
  format: string;
  durationSeconds: number;
  bytes: number;
  streams: ProbedStream[];
  chapters: number;
}

/** Reads a media file's streams and lengths. Throws `media_invalid_output` when it is none. */
export async function probe(path: string): Promise<Probe> {
  const raw = await new Promise<unknown>((resolve, reject) => {
    ffmpeg.ffprobe(path, ['-show_chapters'], (error: unknown, data) => {
      if (error === null || error === undefined) resolve(data);
      else reject(new MediaError('media_invalid_output', `ffprobe cannot read ${path}`, { cause: error }));
    });
  });
  const parsed = probeSchema.safeParse(raw);
  if (!parsed.success) throw new MediaError('media_invalid_output', `${path} has no streams or no length`);
  const { streams, format, chapters } = parsed.data;
  return {
    format: format.format_name,
    durationSeconds: format.duration,
    bytes: format.size,
    chapters: chapters.length,
    streams: streams.map((stream) => ({
      type: stream.codec_type,
      codec: stream.codec_name ?? 'unknown',
      ...(stream.width === undefined ? {} : { width: stream.width }),
      ...(stream.height === undefined ? {} : { height: stream.height }),
      ...(stream.duration === undefined ? {} : { durationSeconds: stream.duration }),
      ...(stream.pix_fmt === undefined ? {} : { pixelFormat: stream.pix_fmt }),
    })),
  };
}
