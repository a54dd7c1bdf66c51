import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Modality, PipelineStage } from '@vividly/db/enums';
import { PermanentError, TransientError } from '@vividly/engine';
import type { Library } from '@vividly/knowledge/library';
import type { PassageRetriever } from '@vividly/knowledge/retrieval';
import { qaReportSchema, type QaReport } from '@vividly/lesson';
import { contracts } from '@vividly/pipeline';
import { createLocalWriter } from '@vividly/providers';
import { openStages } from '../bench/stages.ts';
import type { QaLesson } from './lessons.ts';

/** What became of a lesson: its report, or why it was not finished; both when a hard rule stopped it. */
export interface QaResult {
  lesson: QaLesson;
  seconds: number;
  report: QaReport | null;
  error: { code: string; message: string } | null;
}

export interface QaBench {
  library: Library;
  retriever: PassageRetriever;
  /** Gets a directory for each lesson, gone when the lesson is judged. */
  directory: string;
  /** Shorter side of the picture, px. */
  height: number;
  /** Length asked for. */
  durationSeconds: number;
  signal: AbortSignal;
}

/** All that makes a lesson; telling of it makes nothing. */
const stages = Object.values(PipelineStage).filter((stage) => contracts[stage].onFailure === 'request');

/** Makes a lesson as workers make it, stage by stage in this process, and returns what the gate says. */
export async function judgeTopic(lesson: QaLesson, bench: QaBench): Promise<QaResult> {
  const { library, retriever, height, durationSeconds, signal } = bench;
  const { aspectRatio, ...presentation } = lesson.look;
  const root = await mkdtemp(join(bench.directory, 'lesson-'));
  const startedAt = performance.now();
  const result = (report: QaReport | null, error: QaResult['error']): QaResult => ({
    lesson,
    seconds: (performance.now() - startedAt) / 1000,
    report,
    error,
  });
  try {
    const run = openStages({
      root,
      height,
      presentation,
      signal,
      ports: { writers: [createLocalWriter(library)], retriever },
      asked: {
        query: `Explain ${lesson.title} using ${lesson.interest}`,
        interest: lesson.interest,
        gradeLevel: lesson.gradeLevel,
        durationSeconds,
        aspectRatio,
        modalities: [Modality.video, Modality.audio],
      },
    });
    for (const stage of stages) {
      signal.throwIfAborted();
      await run.run(stage);
    }
    const [done] = run.made(PipelineStage.video_processing);
    const { files } = contracts.video_processing.output.parse(done?.output);
    const report = files.find(({ kind }) => kind === 'qa_report');
    if (!report) throw new Error('the lesson has no QA report');
    const path = join(root, 'qa-report.json');
    await run.storage.download(report.file, path);
    return result(qaReportSchema.parse(JSON.parse(await readFile(path, 'utf8'))), null);
  } catch (error) {
    signal.throwIfAborted();
    return result(reportIn(error), explained(error));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function reportIn(error: unknown): QaReport | null {
  const gate = error instanceof PermanentError || error instanceof TransientError;
  return gate ? (qaReportSchema.safeParse(error.cause).data ?? null) : null;
}

function explained(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal_error';
  return { code, message };
}
