import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanContext, StageContract, StageHandler, TaskContext } from '@vividly/engine';
import { createFileStorage, createFliteEngine, type ObjectStorage } from '@vividly/providers';
import type { StoredFile } from '@vividly/lesson';
import type { z } from 'zod';
import type { PipelineDeps } from '../ports.ts';
import { request } from './context.ts';

/** A place to run stages by hand: storage, directories and ports that are real where they are programs. */
export interface Workbench {
  storage: ObjectStorage;
  /** Directory that `storage` keeps its files in, under their keys. */
  storageRoot: string;
  /** Everything the stages work with; the ports that a test has not given refuse to be called. */
  deps: PipelineDeps;
  /** What a task is given, with a directory of its own. */
  task(stage: StageContract['stage'], part?: string): Promise<TaskContext>;
  /** Runs all that `handler` plans, one part after another; inputs and outputs must satisfy the contract. */
  run<I extends z.ZodType, O extends z.ZodType>(
    contract: StageContract<I, O>,
    handler: StageHandler<z.infer<I>, z.infer<O>>,
    context: PlanContext,
  ): Promise<{ part: string; output: z.infer<O> }[]>;
  /** A local copy of a stored file, verified. */
  fetch(file: StoredFile): Promise<string>;
  close(): Promise<void>;
}

const uncalled = (port: string) => () => Promise.reject(new Error(`${port} is not part of this test`));

/** Opens a workbench in a new directory; close it to remove everything. */
export async function openWorkbench(given: Partial<PipelineDeps> = {}): Promise<Workbench> {
  const root = await mkdtemp(join(tmpdir(), 'vividly-pipeline-'));
  const storageRoot = join(root, 'storage');
  const storage = createFileStorage({ root: storageRoot });
  const directory = () => mkdtemp(join(root, 'work-'));
  const bench: Workbench = {
    storage,
    storageRoot,
    deps: {
      writers: [
        {
          name: 'local',
          version: 'none',
          understand: uncalled('the writer'),
          write: uncalled('the writer'),
          repair: uncalled('the writer'),
        },
      ],
      voices: [createFliteEngine()],
      retriever: { version: 'none', retrieve: uncalled('the retriever') },
      storage,
      render: { height: 360 },
      announcer: { announce: uncalled('the announcer') },
      ...given,
    },
    async task(stage, part = 'main') {
      const workDir = await directory();
      const storagePrefix = `tasks/${stage}/${part}`;
      const { signal } = new AbortController();
      const ids = { requestId: request.id, taskId: `${stage}-${part}`, correlationId: request.correlationId };
      return { ...ids, stage, part, attempt: 1, signal, storagePrefix, workDir };
    },
    async run(contract, handler, context) {
      const made = [];
      for (const { part, input } of handler.plan(context)) {
        const parsed = contract.input.parse(JSON.parse(JSON.stringify(input)));
        const output = await handler.run(parsed, await bench.task(contract.stage, part));
        made.push({ part, output: contract.output.parse(output) });
      }
      return made;
    },
    async fetch(file) {
      const path = join(await directory(), file.key.replaceAll('/', '-'));
      await storage.download(file, path);
      return path;
    },
    close: () => rm(root, { recursive: true }),
  };
  return bench;
}
