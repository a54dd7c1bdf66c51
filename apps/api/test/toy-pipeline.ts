import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Modality, PipelineStage, StageStatus, type Database } from '@vividly/db';
import {
  bindStage,
  contractsOf,
  createPlaces,
  createRunningTasks,
  defaultRetryPolicies,
  runTask,
  type BoundStage,
  type EngineDeps,
  type PlanContext,
  type StageCatalogue,
  type TaskContext,
} from '@vividly/engine';
import type { LessonScript, StoredFile } from '@vividly/lesson';
import type { WrittenScript } from '@vividly/pipeline';
import type { ObjectStorage } from '@vividly/providers/storage';
import { shortLesson } from '../../../packages/pipeline/test/lesson.ts';

/** A pipeline whose stages do nothing but what a test says, run by the real engine over real files. */

const inputSchema = z.object({
  query: z.string(),
  part: z.string(),
  answers: z.array(z.string()),
  edited: z.unknown().optional(),
});
const fileSchema = z.object({
  key: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  contentType: z.string(),
});
const outputSchema = z.object({ files: z.record(z.string(), fileSchema) });
type ToyRun = (context: TaskContext, answers: string[]) => Promise<void>;

/** What stages do besides succeeding; tests change it while requests run. */
export type Behaviour = Partial<Record<PipelineStage, ToyRun>>;

/** What the last critical stage leaves: kind → content type and bytes. */
export type LessonFiles = Readonly<Record<string, { contentType: string; body: Buffer }>>;

/** What it leaves unless a test brings files of its own. */
export const lessonFiles = {
  video: {
    contentType: 'video/mp4',
    body: Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) & 0xff)),
  },
  captions_vtt: {
    contentType: 'text/vtt',
    body: Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nPush, and it pushes back: →\n'),
  },
  poster: { contentType: 'image/png', body: Buffer.from('89504e470d0a1a0a', 'hex') },
} satisfies LessonFiles;

const scenes: Partial<Record<PipelineStage, number>> = { video_generation: 2 };
const needs: Partial<Record<PipelineStage, Modality[]>> = {
  speech_synthesis: [Modality.audio, Modality.video],
  video_generation: [Modality.video],
  video_processing: [Modality.audio, Modality.video],
};

/** What all toy stages work with. */
interface Toys {
  storage: ObjectStorage;
  behaviour: Behaviour;
  lesson: LessonFiles;
}

function toyStage(stage: PipelineStage, { storage, behaviour, lesson }: Toys): BoundStage {
  const partsOf = scenes[stage];
  return bindStage<typeof inputSchema, typeof outputSchema>(
    {
      stage,
      title: `Title of ${stage}`,
      version: 1,
      input: inputSchema,
      output: outputSchema,
      weight: 10,
      onFailure: stage === PipelineStage.notification ? 'note' : 'request',
      memo: stage === PipelineStage.notification ? 'never' : 'shared',
      maxAttempts: 3,
      timeoutMs: 20_000,
      deadlineMs: 60_000,
      concurrency: () => 1,
      modalities: needs[stage] ?? Object.values(Modality),
    },
    {
      revision: 'toy',
      plan: ({ request }) =>
        Array.from({ length: partsOf ?? 1 }, (_, index) => ({
          part: partsOf === undefined ? 'main' : `scene-${String(index + 1)}`,
          input: {
            query: request.query,
            part: String(index),
            answers: request.clarifications.map(({ answer }) => answer),
            ...(stage === PipelineStage.script_generation && { edited: request.editedScript }),
          },
        })),
      async run({ answers }, context) {
        await behaviour[stage]?.(context, answers);
        const last = stage === PipelineStage.video_processing;
        return { files: last ? await storeLesson(storage, lesson, context) : {} };
      },
    },
  );
}

async function storeLesson(
  storage: ObjectStorage,
  lesson: LessonFiles,
  { workDir, storagePrefix }: TaskContext,
): Promise<Record<string, StoredFile>> {
  const files: Record<string, StoredFile> = {};
  for (const [kind, { body, contentType }] of Object.entries(lesson)) {
    const path = join(workDir, kind);
    await writeFile(path, body);
    files[kind] = await storage.put(`${storagePrefix}/${kind}`, path, contentType);
  }
  return files;
}

/** The engine over the toy stages. */
export function toyEngine(db: Database, toys: Toys): EngineDeps {
  const { storage } = toys;
  const names = Object.values(PipelineStage);
  const stages = Object.fromEntries(names.map((stage) => [stage, toyStage(stage, toys)])) as StageCatalogue;
  return {
    db,
    stages,
    files: { list: () => storage.list('tasks'), remove: async (key) => storage.delete(key) },
    missingFiles: async (output) => missing(storage, outputSchema.parse(output).files),
    finish: (context) => finish(context, stages),
    retryPolicies: defaultRetryPolicies,
    leaseMs: 30_000,
    workerId: 'test',
  };
}

async function missing(storage: ObjectStorage, files: Record<string, StoredFile>): Promise<string[]> {
  const found = await Promise.all(
    Object.values(files).map(async ({ key }) => ((await storage.stat(key)) ? [] : [key])),
  );
  return found.flat();
}

function finish(context: PlanContext, stages: StageCatalogue): ReturnType<EngineDeps['finish']> {
  const outputs = context.outputs(contractsOf(stages).video_processing) as {
    output: z.infer<typeof outputSchema>;
  }[];
  const files = Object.assign({}, ...outputs.map(({ output }) => output.files)) as Record<string, StoredFile>;
  return {
    result: {
      title: 'Push and push back: Newton’s third law',
      durationSeconds: 90.5,
      sources: [
        {
          passageId: 'newtons-third-law/definition',
          title: 'Pairs of forces',
          sentences: [{ id: 's1', text: 'Push.' }],
        },
      ],
      providers: { understanding: 'local', llm: 'local:1', speech: 'flite:slt', renderer: 'slides:1' },
    },
    artifacts: Object.entries(files).map(([kind, file]) => ({ kind, ...file })),
  };
}

/** The script of a toy lesson: a real one, written by the stage of that name, or edited. */
export function toyScriptOf(engine: EngineDeps, context: PlanContext): WrittenScript | null {
  const { editedScript } = context.request;
  const [written] = context.outputs(contractsOf(engine.stages).script_generation);
  if (editedScript === null && !written) return null;
  const script = editedScript === null ? shortLesson : (editedScript as { script: LessonScript }).script;
  return { script, writtenBy: 'toy:1', wordsPerMinute: 160 };
}

/** Runs the tasks that are due for a request, one after the other, until none is left or `tasks` were run. */
export async function drive(engine: EngineDeps, requestId: string, tasks = Infinity): Promise<void> {
  const scope = {
    shutdown: new AbortController().signal,
    running: createRunningTasks(),
    places: createPlaces(1),
  };
  for (let ran = 0; ran < tasks; ran += 1) {
    const [due] = await engine.db.stageTask.findMany({
      where: {
        requestId,
        status: StageStatus.pending,
        request: { awaitingClarification: false, completedAt: null },
      },
      orderBy: { position: 'asc' },
      take: 1,
    });
    if (!due) return;
    await runTask(engine, { taskId: due.id, dispatchNo: due.dispatchNo }, scope);
  }
}
