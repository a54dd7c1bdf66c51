import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { verifyOutput } from '../ffmpeg/verify.ts';
import type { Probe } from '../ffmpeg/probe.ts';

export interface Chapter {
  title: string;
  startMs: number;
  endMs: number;
}

/** The parts of a lesson, all local files. */
export interface LessonParts {
  /** Scene videos without sound in order, encoded alike, each with its exact length. */
  scenes: readonly { path: string; durationMs: number }[];
  /** Mastered narration (AAC in mp4). */
  narration: string;
  /** SubRip file; becomes a soft subtitle track. */
  captions: string;
  chapters: readonly Chapter[];
  title: string;
}

/** Where the work is done, and how it is stopped. */
export interface JoinRun {
  workDir: string;
  outPath: string;
  signal: AbortSignal;
}

/**
 * Puts a lesson together without encoding anything again: scenes one after another, narration, soft captions,
 * chapters, and the index at the front of the file. The result is verified. Throws `MediaError`.
 */
export async function joinLesson(parts: LessonParts, { workDir, outPath, signal }: JoinRun): Promise<Probe> {
  const list = join(workDir, 'scenes.txt');
  const metadata = join(workDir, 'metadata.txt');
  await writeFile(list, concatList(parts.scenes));
  await writeFile(metadata, chapterMetadata(parts.title, parts.chapters));
  const durationMs = parts.scenes.reduce((sum, scene) => sum + scene.durationMs, 0);
  const args = joinArguments({ list, metadata, narration: parts.narration, captions: parts.captions, outPath });
  await runFfmpeg(args, { signal, wallClockMs: 60_000 + durationMs, stallMs: 60_000 });
  return verifyOutput(outPath, { durationMs, streams: { video: 'h264', audio: 'aac', subtitle: 'mov_text' } });
}

/** Narration alone with chapters, as m4a. The result is verified. Throws `MediaError`. */
export async function packAudio(
  parts: Pick<LessonParts, 'narration' | 'chapters' | 'title'> & { durationMs: number },
  { workDir, outPath, signal }: JoinRun,
): Promise<Probe> {
  const metadata = join(workDir, 'audio-metadata.txt');
  await writeFile(metadata, chapterMetadata(parts.title, parts.chapters));
  const args = ['-i', parts.narration, '-i', metadata, '-map', '0:a:0', '-map_metadata', '1', '-map_chapters', '1'];
  const output = ['-c', 'copy', '-movflags', '+faststart', '-f', 'ipod', outPath];
  await runFfmpeg([...args, ...output], { signal, wallClockMs: 60_000 + parts.durationMs, stallMs: 60_000 });
  return verifyOutput(outPath, { durationMs: parts.durationMs, streams: { audio: 'aac' } });
}

/** The concat demuxer's list. Variable-rate files need their lengths said. Pure. */
export function concatList(scenes: readonly { path: string; durationMs: number }[]): string {
  const lines = scenes.map(
    ({ path, durationMs }) => `file '${path.replaceAll("'", String.raw`'\''`)}'\nduration ${(durationMs / 1000).toFixed(6)}`,
  );
  return `ffconcat version 1.0\n${lines.join('\n')}\n`;
}

/** Title and chapters in ffmpeg's metadata format, with its special characters escaped. Pure. */
export function chapterMetadata(title: string, chapters: readonly Chapter[]): string {
  const escape = (text: string) => text.replace(/[=;#\\\n]/g, (character) => `\\${character}`);
  const blocks = chapters.map(
    (chapter) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${String(Math.round(chapter.startMs))}\nEND=${String(Math.round(chapter.endMs))}\ntitle=${escape(chapter.title)}\n`,
  );
  return `;FFMETADATA1\ntitle=${escape(title)}\n${blocks.join('')}`;
}

/** Arguments that copy scenes, narration, captions and chapters into one mp4. Pure. */
export function joinArguments(files: {
  list: string;
  metadata: string;
  narration: string;
  captions: string;
  outPath: string;
}): string[] {
  return [
    ...['-f', 'concat', '-safe', '0', '-i', files.list],
    ...['-i', files.narration],
    ...['-f', 'srt', '-i', files.captions],
    ...['-f', 'ffmetadata', '-i', files.metadata],
    ...['-map', '0:v:0', '-map', '1:a:0', '-map', '2:s:0', '-map_metadata', '3', '-map_chapters', '3'],
    ...['-c:v', 'copy', '-c:a', 'copy', '-c:s', 'mov_text'],
    ...['-metadata:s:s:0', 'language=eng', '-metadata:s:a:0', 'language=eng'],
    ...['-movflags', '+faststart', '-f', 'mp4', files.outPath],
  ];
}
