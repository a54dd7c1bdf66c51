import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { MediaError } from '../errors.ts';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import { blackShare } from '../ffmpeg/picture.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { verifyOutput, type Expectation } from '../ffmpeg/verify.ts';
import { chapterMetadata, concatList, type Chapter } from './metadata.ts';

/** The parts of a lesson, all local files. */
export interface LessonParts {
  /** Scene videos without sound in order, encoded alike, each with its exact length. */
  scenes: readonly { path: string; durationMs: number }[];
  /** Mastered narration (AAC in mp4). */
  narration: string;
  /** SubRip file; becomes a soft subtitle track, in English, off until the viewer turns it on. */
  captions: string;
  chapters: readonly Chapter[];
  title: string;
}

/** Where the work is done, and how it is stopped. */
export interface JoinRun {
  /** Gets a few small files. */
  workDir: string;
  /** Appears only once it is complete and verified. */
  outPath: string;
  signal: AbortSignal;
  /** Time reached in the lesson, in ms. */
  onProgress?: (ms: number) => void;
}

/**
 * Puts a lesson together without encoding anything again: scenes one after another, narration, soft captions,
 * chapters, and the index at the front of the file. The result is verified: streams, length, sound and picture equally
 * long, chapters, not black. Throws `MediaError`.
 */
export async function joinLesson(parts: LessonParts, run: JoinRun): Promise<Probe> {
  const list = join(run.workDir, 'scenes.txt');
  const metadata = join(run.workDir, 'metadata.txt');
  await writeFile(list, concatList(parts.scenes));
  await writeFile(metadata, chapterMetadata(parts.title, parts.chapters));
  const expected: Expectation = {
    durationMs: parts.scenes.reduce((sum, scene) => sum + scene.durationMs, 0),
    streams: { video: 'h264', audio: 'aac', subtitle: 'mov_text' },
    chapters: parts.chapters.length,
  };
  const files = { list, metadata, narration: parts.narration, captions: parts.captions };
  return publish(
    (outPath) => lessonCommand(files, outPath),
    expected,
    run,
    async (path) => {
      if ((await blackShare(path, run)) > 0.5)
        throw new MediaError('media_invalid_output', `${path}: most of its picture is black`);
    },
  );
}

/** Narration alone with chapters, as m4a, verified like a lesson. Throws `MediaError`. */
export async function packAudio(
  parts: Pick<LessonParts, 'narration' | 'chapters' | 'title'> & { durationMs: number },
  run: JoinRun,
): Promise<Probe> {
  const metadata = join(run.workDir, 'audio-metadata.txt');
  await writeFile(metadata, chapterMetadata(parts.title, parts.chapters));
  const expected: Expectation = {
    durationMs: parts.durationMs,
    streams: { audio: 'aac' },
    chapters: parts.chapters.length,
  };
  return publish((outPath) => audioCommand({ metadata, narration: parts.narration }, outPath), expected, run);
}

/** Runs the command into a temporary name, verifies the file, and gives it its own name only then. */
async function publish(
  command: (outPath: string) => FfmpegCommand,
  expected: Expectation,
  { outPath, signal, onProgress }: JoinRun,
  check: (path: string) => Promise<void> = () => Promise.resolve(),
): Promise<Probe> {
  const partial = `${outPath}.part`;
  try {
    await runFfmpeg(argumentsOf(command(partial)), {
      signal,
      wallClockMs: 60_000 + expected.durationMs,
      ...(onProgress && { onProgress }),
    });
    const found = await verifyOutput(partial, expected, { signal });
    await check(partial);
    await rename(partial, outPath);
    return found;
  } finally {
    await rm(partial, { force: true });
  }
}

interface LessonFiles {
  list: string;
  metadata: string;
  narration: string;
  captions: string;
}

/** Copies scenes, narration, captions and chapters into one mp4. Pure. */
function lessonCommand(files: LessonFiles, outPath: string): FfmpegCommand {
  return (
    ffmpeg()
      .input(files.list)
      // The list is ours and names files of ours: absolute paths are safe.
      .inputOptions('-f', 'concat', '-safe', '0')
      .input(files.narration)
      .input(files.captions)
      .inputOptions('-f', 'srt')
      .input(files.metadata)
      .inputOptions('-f', 'ffmetadata')
      .outputOptions(
        '-map',
        '0:v:0',
        '-map',
        '1:a:0',
        '-map',
        '2:s:0',
        '-map_metadata',
        '3',
        '-map_chapters',
        '3',
      )
      .outputOptions('-c:v', 'copy', '-c:a', 'copy', '-c:s', 'mov_text')
      .outputOptions(
        '-metadata:s:a:0',
        'language=eng',
        '-metadata:s:s:0',
        'language=eng',
        '-disposition:s:0',
        '0',
      )
      .outputOptions('-movflags', '+faststart')
      .format('mp4')
      .output(outPath)
  );
}

/** Copies narration and chapters into an m4a. Pure. */
function audioCommand(files: Pick<LessonFiles, 'metadata' | 'narration'>, outPath: string): FfmpegCommand {
  return ffmpeg()
    .input(files.narration)
    .input(files.metadata)
    .inputOptions('-f', 'ffmetadata')
    .outputOptions('-map', '0:a:0', '-map_metadata', '1', '-map_chapters', '1')
    .outputOptions('-c', 'copy', '-metadata:s:a:0', 'language=eng', '-movflags', '+faststart')
    .format('ipod')
    .output(outPath);
}
