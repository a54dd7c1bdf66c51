import { z } from 'zod';
import { MediaError } from '../errors.ts';
import { told } from './programs.ts';
import { supervise } from './supervise.ts';

const WALL_CLOCK_MS = 20_000;

/** ffprobe writes figures as text and says `N/A` where a stream has none. */
const figure = z.coerce.number();
const whereKnown = figure.optional().catch(undefined);
const outputSchema = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string().optional(),
      pix_fmt: z.string().optional(),
      width: whereKnown,
      height: whereKnown,
      duration: whereKnown,
      nb_frames: whereKnown,
      nb_read_packets: whereKnown,
      sample_rate: whereKnown,
      avg_frame_rate: z.string().optional(),
      tags: z.object({ language: z.string().optional() }).optional(),
      disposition: z.object({ default: z.int() }).default({ default: 0 }),
    }),
  ),
  format: z.object({ duration: figure, size: figure, format_name: z.string() }),
  chapters: z
    .array(
      z.object({
        start_time: figure,
        end_time: figure,
        tags: z.object({ title: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

export interface ProbedStream {
  type: string;
  codec: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
  pixelFormat?: string;
  /** How many packets the file's index tells of, and how many there are: fewer in a file that was cut off. */
  packetsTold?: number;
  packetsThere?: number;
  /** Average; a variable-rate track has fewer than its time base. */
  framesPerSecond?: number;
  sampleRate?: number;
  /** ISO 639-2, e.g. `eng`. */
  language?: string;
  /** Players use or show it without being asked. */
  enabled: boolean;
}

/** What a media file holds, as ffprobe sees it. */
export interface Probe {
  format: string;
  durationSeconds: number;
  bytes: number;
  streams: ProbedStream[];
  chapters: { title: string; startMs: number; endMs: number }[];
}

/**
 * Reads a media file's streams, lengths and chapters, and goes through all of its packets without decoding them.
 * @throws MediaError media_invalid_output when it is none; media_aborted, media_timeout, media_not_installed
 */
export async function probe(
  path: string,
  { signal }: { signal: AbortSignal } = new AbortController(),
): Promise<Probe> {
  const parsed = outputSchema.safeParse(await readJson(path, signal));
  if (!parsed.success)
    throw new MediaError('media_invalid_output', `${path} has no streams or no length`, {
      cause: parsed.error,
    });
  const { streams, format, chapters } = parsed.data;
  return {
    format: format.format_name,
    durationSeconds: format.duration,
    bytes: format.size,
    chapters: chapters.map(({ start_time, end_time, tags }) => ({
      title: tags?.title ?? '',
      startMs: start_time * 1000,
      endMs: end_time * 1000,
    })),
    streams: streams.map((stream) =>
      known({
        type: stream.codec_type,
        codec: stream.codec_name ?? 'unknown',
        width: stream.width,
        height: stream.height,
        durationSeconds: stream.duration,
        packetsTold: stream.nb_frames,
        packetsThere: stream.nb_read_packets,
        pixelFormat: stream.pix_fmt,
        framesPerSecond: ratio(stream.avg_frame_rate),
        sampleRate: stream.sample_rate,
        language: stream.tags?.language,
        enabled: stream.disposition.default === 1,
      }),
    ),
  };
}

async function readJson(path: string, signal: AbortSignal): Promise<unknown> {
  const chunks: Buffer[] = [];
  const what = ['-show_format', '-show_streams', '-show_chapters', '-count_packets'];
  const limits = { signal, wallClockMs: WALL_CLOCK_MS, stallMs: WALL_CLOCK_MS };
  try {
    await told('probing', async () =>
      supervise('ffprobe', ['-v', 'error', '-print_format', 'json', ...what, '-i', path], {
        ...limits,
        onStdout: (chunk) => chunks.push(chunk),
      }),
    );
  } catch (error) {
    // The file is to blame, not the run.
    if (error instanceof MediaError && error.code === 'media_failed')
      throw new MediaError('media_invalid_output', `ffprobe cannot read ${path}: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

/** "30000/1001" as a number; undefined for "0/0". */
function ratio(text: string | undefined): number | undefined {
  const [over = 0, under = 0] = (text ?? '').split('/').map(Number);
  return under > 0 ? over / under : undefined;
}

type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without the keys that are undefined. */
function known<T extends object>(object: T): Known<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Known<T>;
}
