import { readFile } from 'node:fs/promises';
import { Modality } from '@vividly/db';
import { contextOf } from '../../../packages/pipeline/test/context.ts';
import { process, type Processed } from '../../../packages/pipeline/test/processing.ts';
import { speak } from '../../../packages/pipeline/test/speech.ts';
import { openWorkbench } from '../../../packages/pipeline/test/workbench.ts';
import { videoGeneration } from '../../../packages/pipeline/stages/video_generation/contract.ts';
import { createVideoHandler } from '../../../packages/pipeline/stages/video_generation/handler.ts';
import type { LessonFiles } from './toy-pipeline.ts';

/** A real lesson, as the pipeline's own stages made it. */
export interface MadeLesson {
  files: LessonFiles;
  path: Processed['path'];
  /** Where its scenes begin, in s. */
  starts: number[];
  seconds: number;
  close(): Promise<void>;
}

/** Speaks, draws and joins the short lesson, with a stream. */
export async function makeLesson(height: number): Promise<MadeLesson> {
  const bench = await openWorkbench({ render: { height } });
  const asked = { modalities: [Modality.video], presentation: { hls: true } };
  const made = await speak(bench);
  const drawn = await bench.run(videoGeneration, createVideoHandler(bench.deps), contextOf(made, asked));
  const { output, path } = await process(bench, { ...made, video_generation: drawn }, asked);
  const files = await Promise.all(
    output.files.map(async ({ kind, file: { contentType } }) => {
      return [kind, { contentType, body: await readFile(path(kind)) }] as const;
    }),
  );
  const ends = made.speech.reduce<number[]>(
    (sums, { durationMs }) => [...sums, (sums.at(-1) ?? 0) + durationMs / 1000],
    [],
  );
  return {
    files: Object.fromEntries(files),
    path,
    starts: [0, ...ends.slice(0, -1)],
    seconds: ends.at(-1) ?? 0,
    close: () => bench.close(),
  };
}
