import { mkdir, mkdtemp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Modality, type PipelineStage } from '@vividly/db/enums';
import { taskHash, type PlanContext, type StageContract, type StageOutput } from '@vividly/engine';
import { createStages, type PipelineDeps } from '@vividly/pipeline';
import { createFileStorage, createFliteEngine, type ObjectStorage } from '@vividly/providers';
import type { z } from 'zod';

/** A task's part with what it left. */
export interface Part {
  part: string;
  output: unknown;
}

/** The stages of the pipeline, run by hand in this process: no queue, no database, and nothing that is stood in for. */
export interface Stages {
  storage: ObjectStorage;
  /** Says what a stage that does not run here has left. */
  put(stage: PipelineStage, made: readonly Part[]): void;
  made(stage: PipelineStage): readonly Part[];
  /**
   * Runs all tasks of a stage, as many at once as a worker does; one whose inputs are those of an earlier task is not
   * run again. Returns how many were.
   */
  run(stage: PipelineStage): Promise<number>;
}

export interface StageSettings {
  /** Gets everything that is made. */
  root: string;
  /** Shorter side of the picture, px. */
  height: number;
  /** As requests give it. */
  presentation: unknown;
  /** What runs here besides the voice, and what of the request differs from the measured lesson. */
  ports?: Partial<PipelineDeps>;
  asked?: Partial<PlanContext['request']>;
  signal: AbortSignal;
}

const absent = (port: string) => () => Promise.reject(new Error(`${port} is not part of a measurement`));

function depsOf(storage: ObjectStorage, height: number): PipelineDeps {
  return {
    writers: [
      {
        name: 'local',
        version: 'none',
        understand: absent('the writer'),
        write: absent('the writer'),
        repair: absent('the writer'),
      },
    ],
    voices: [createFliteEngine()],
    retriever: { version: 'none', retrieve: absent('the retriever') },
    storage,
    render: { height },
    announcer: { announce: absent('the announcer') },
  };
}

const request: PlanContext['request'] = {
  id: '0198a000-0000-7000-8000-000000000001',
  organizationId: '0198a000-0000-7000-8000-000000000002',
  correlationId: 'bench',
  query: "Explain Newton's third law using basketball",
  gradeLevel: 6,
  interest: 'basketball',
  modalities: [Modality.video],
  durationSeconds: 60,
  aspectRatio: '16:9',
  voice: null,
  presentation: {},
  editedScript: null,
  clarifications: [],
};

export function openStages({ root, height, presentation, ports, asked, signal }: StageSettings): Stages {
  const storage = createFileStorage({ root: join(root, 'storage') });
  const stages = createStages({ ...depsOf(storage, height), ...ports });
  const made = new Map<PipelineStage, readonly Part[]>();
  const known = new Map<string, unknown>();
  let tasks = 0;
  const context: PlanContext = {
    request: { ...request, ...asked, presentation },
    outputs: <O extends z.ZodType>(contract: StageContract<z.ZodType, O>): StageOutput<z.infer<O>>[] =>
      (made.get(contract.stage) ?? []).map(({ part, output }) => ({
        part,
        output: contract.output.parse(output),
        cached: false,
      })),
  };
  return {
    storage,
    put: (stage, parts) => void made.set(stage, parts),
    made: (stage) => made.get(stage) ?? [],
    async run(stage) {
      const bound = stages[stage];
      const planned = bound.handler.plan(context);
      const outputs: Part[] = [];
      let ran = 0;
      const waiting = planned.entries();
      const work = async (): Promise<void> => {
        for (const [index, { part, input }] of waiting) {
          const hash = taskHash(bound, input);
          if (!known.has(hash)) {
            ran += 1;
            tasks += 1;
            const storagePrefix = `tasks/${String(tasks)}`;
            await mkdir(root, { recursive: true });
            const workDir = await mkdtemp(join(root, 'work-'));
            const ids = {
              requestId: request.id,
              taskId: storagePrefix,
              correlationId: request.correlationId,
            };
            const task = { ...ids, stage, part, attempt: 1, signal, storagePrefix, workDir };
            known.set(hash, await bound.handler.run(input, task));
          }
          outputs[index] = { part, output: known.get(hash) };
        }
      };
      await Promise.all(
        Array.from({ length: bound.contract.concurrency(availableParallelism()) }, () => work()),
      );
      made.set(stage, outputs);
      return ran;
    },
  };
}
