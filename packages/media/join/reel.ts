import { writeFile } from 'node:fs/promises';

/** Scene videos one after another. */
export interface Reel {
  /** Path of the list by which ffmpeg reads them. */
  list: string;
  /** Paths of the videos. */
  scenes: readonly string[];
  durationMs: number;
}

/** A scene's video with its exact length. */
export interface ReelScene {
  path: string;
  durationMs: number;
}

/** Options of ffmpeg for the list. It is ours and names files of ours: absolute paths are safe. */
export const reelOptions = ['-f', 'concat', '-safe', '0'] as const;

/** Puts scenes one after another by writing `list`. */
export async function createReel(scenes: readonly ReelScene[], list: string): Promise<Reel> {
  await writeFile(list, concatList(scenes));
  return {
    list,
    scenes: scenes.map(({ path }) => path),
    durationMs: scenes.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

/** The concat demuxer's list. Variable-rate files need their lengths said. Paths are absolute. Pure. */
export function concatList(scenes: readonly ReelScene[]): string {
  const lines = scenes.map(
    ({ path, durationMs }) => `file ${quoted(path)}\nduration ${(durationMs / 1000).toFixed(6)}\n`,
  );
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/** As in a shell: nothing is special between single quotes. https://ffmpeg.org/ffmpeg-utils.html#Quoting-and-escaping */
function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
