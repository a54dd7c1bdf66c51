import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Type and codec of each stream that a lesson has; players take no notice of others. */
const wanted = ['video:h264', 'audio:aac', 'subtitle:mov_text'];
/** Of the length that was told. */
const allowedShare = 0.01;

interface Probed {
  streams?: { codec_type?: string; codec_name?: string }[];
  format?: { duration?: string };
}

/** What is wrong with a published video, each the rest of a sentence; it is played to its end, as a viewer would. */
export async function videoFaults(path: string, seconds: number): Promise<string[]> {
  const probed = await probe(path);
  if (probed === null) return ['cannot be read by ffprobe'];
  const streams = (probed.streams ?? []).map(
    ({ codec_type: type, codec_name: codec }) => `${type ?? ''}:${codec ?? ''}`,
  );
  const missing = wanted.filter((stream) => !streams.includes(stream));
  const lasts = Number(probed.format?.duration);
  const errors = await playingErrors(path);
  return [
    ...(missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`]),
    ...(Math.abs(lasts - seconds) <= seconds * allowedShare
      ? []
      : [`lasts ${String(lasts)} s instead of ${String(seconds)} s`]),
    ...(errors === '' ? [] : [`cannot be played to its end: ${errors}`]),
  ];
}

async function probe(path: string): Promise<Probed | null> {
  try {
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-of',
      'json',
      '-show_format',
      '-show_streams',
      path,
    ]);
    return JSON.parse(stdout) as Probed;
  } catch {
    return null;
  }
}

/** The first line that ffmpeg says when it decodes all of the file; empty when it has nothing to say. */
async function playingErrors(path: string): Promise<string> {
  const args = ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-map', '0:a', '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', args).catch((error: unknown) => ({ stderr: String(error) }));
  return stderr.trim().split('\n')[0] ?? '';
}
