import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PipelineStage } from '@vividly/db/enums';
import type { Made } from './context.ts';

/** Inputs and outputs of a stage as they were once written to the database. */
export interface FrozenStage {
  inputs: unknown[];
  outputs: unknown[];
}

const directory = join(
  dirname(createRequire(import.meta.url).resolve('@vividly/pipeline/package.json')),
  'frozen',
);

/** The frozen payloads of `stage`. */
export function frozen(stage: PipelineStage): FrozenStage {
  return JSON.parse(readFileSync(join(directory, `${stage}.json`), 'utf8')) as FrozenStage;
}

/** What the stages given left of the frozen lesson. */
export function frozenLesson(stages: readonly PipelineStage[] = Object.values(PipelineStage)): Made {
  const tasks = stages.map((stage): [PipelineStage, { part: string; output: unknown }[]] => [
    stage,
    frozen(stage).outputs.map((output, index) => ({ part: String(index), output })),
  ]);
  return Object.fromEntries(tasks);
}
