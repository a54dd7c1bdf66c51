import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ffmpeg, { type FfmpegCommand } from 'fluent-ffmpeg';
import { argumentsOf } from '../ffmpeg/arguments.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { verifyOutput, type Expectation } from '../ffmpeg/verify.ts';
import { together } from '../together.ts';
import { chapterMetadata, type Chapter } from './metadata.ts';
import { reelOptions, type Reel } from './reel.ts';
import { expectSamePackets, type Source } from './same-packets.ts';
import { hideSubtitles } from './track-flags.ts';

/** The parts of a lesson, all local files. */
export interface LessonParts {
  /** Scene videos without sound, encoded alike. */
  reel: Reel;
  /** Mastered narration (AAC in mp4). */
  narration: string;
  /** Becomes a soft subtitle track in English; null for a lesson without one. */
  captions: SoftCaptions | null;
  chapters: readonly Chapter[];
  title: string;
}

/** A SubRip file, and whether players show it unasked: where captions are burned in they would be read twice. */
export interface SoftCaptions {
  path: string;
  atFirst: 'shown' | 'hidden';
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
 * long, chapters, and the very packets of its parts, so that what was seen and heard of those holds for it.
 *
 * @returns what the file holds
 * @throws MediaError
 */
export async function joinLesson(parts: LessonParts, run: JoinRun): Promise<Probe> {
  const metadata = join(run.workDir, 'metadata.txt');
  await writeFile(metadata, chapterMetadata(parts.title, parts.chapters));
  const expected: Expectation = {
    durationMs: parts.reel.durationMs,
    streams: { video: 'h264', audio: 'aac', ...(parts.captions && { subtitle: 'mov_text' }) },
    chapters: parts.chapters.length,
  };
  const { reel, narration, captions } = parts;
  const files = { reel, metadata, narration, captions: captions?.path ?? null };
  return publish((outPath) => lessonCommand(files, outPath), expected, run, {
    amend: async (path) => {
      if (parts.captions?.atFirst === 'hidden') await hideSubtitles(path);
    },
    inspect: async (path) =>
      inspectJoined(path, expected, run, [
        { type: 'video', paths: reel.scenes },
        { type: 'audio', paths: [narration] },
      ]),
  });
}

/** Narration alone with chapters, as m4a, verified like a lesson; returns what it holds. Throws `MediaError`. */
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
  const command = (outPath: string) => audioCommand({ metadata, narration: parts.narration }, outPath);
  return publish(command, expected, run, {
    amend: () => Promise.resolve(),
    inspect: async (path) =>
      inspectJoined(path, expected, run, [{ type: 'audio', paths: [parts.narration] }]),
  });
}

async function inspectJoined(
  path: string,
  expected: Expectation,
  { signal }: JoinRun,
  sources: readonly Source[],
): Promise<Probe> {
  const [found] = await together(signal, (stop) => [
    verifyOutput(path, expected, { signal: stop }),
    ...sources.map(async (source) => expectSamePackets(path, source)),
  ]);
  return found;
}

/** What is done between writing a file and giving it its name. */
interface Finish<T> {
  amend: (path: string) => Promise<void>;
  /** Verifies the file; throws where it is not as it should be. */
  inspect: (path: string) => Promise<T>;
}

/** Runs the command into a temporary name, amends and verifies the file, and gives it its own name only then. */
async function publish<T>(
  command: (outPath: string) => FfmpegCommand,
  expected: Expectation,
  { outPath, signal, onProgress }: JoinRun,
  { amend, inspect }: Finish<T>,
): Promise<T> {
  const partial = `${outPath}.part`;
  try {
    await runFfmpeg(argumentsOf(command(partial)), {
      purpose: 'joining',
      signal,
      wallClockMs: 60_000 + expected.durationMs,
      ...(onProgress && { onProgress }),
    });
    await amend(partial);
    const seen = await inspect(partial);
    await rename(partial, outPath);
    return seen;
  } finally {
    await rm(partial, { force: true });
  }
}

interface LessonFiles {
  reel: Reel;
  metadata: string;
  narration: string;
  captions: string | null;
}

/** Copies scenes, narration, captions and chapters into one mp4. Pure. */
function lessonCommand({ reel, narration, metadata, captions }: LessonFiles, outPath: string): FfmpegCommand {
  const command = ffmpeg()
    .input(reel.list)
    .inputOptions(...reelOptions)
    .input(narration)
    .input(metadata)
    .inputOptions('-f', 'ffmetadata')
    .outputOptions('-map', '0:v:0', '-map', '1:a:0', '-map_metadata', '2', '-map_chapters', '2')
    .outputOptions('-c:v', 'copy', '-c:a', 'copy', '-metadata:s:a:0', 'language=eng')
    .outputOptions('-movflags', '+faststart')
    .format('mp4')
    .output(outPath);
  if (captions === null) return command;
  return command
    .input(captions)
    .inputOptions('-f', 'srt')
    .outputOptions('-map', '3:s:0', '-c:s', 'mov_text', '-metadata:s:s:0', 'language=eng');
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
