import type { z } from 'zod';
import type { Modality, PipelineStage } from '@vividly/db/enums';

/** What a stage is, as data. Its queue, worker, metric labels, env names, progress weight and docs derive from this. */
export interface StageContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  stage: PipelineStage;
  /** Shown to people while it runs. */
  title: string;
  /** Raise it when the same input may now give another result: it is part of every task's hash. */
  version: number;
  input: I;
  output: O;
  /** Share of the progress bar, relative to the other stages. */
  weight: number;
  /** `request`: its failure fails the request. `note`: its failure is recorded and the request goes on. */
  onFailure: 'request' | 'note';
  /** `shared`: results are kept under their hash and used again. `never`: it runs for every request. */
  memo: 'shared' | 'never';
  /** Tries of one task before a transient failure becomes final. */
  maxAttempts: number;
  /** Wall clock of one try, in ms; then it is a transient failure. */
  timeoutMs: number;
  /** The stage fails the request when it is not done so long after it began, waits and retries included, in ms. */
  deadlineMs: number;
  /** Tasks of this stage that one worker process runs at once by default. */
  concurrency: (cores: number) => number;
  /** It runs when the request wants at least one of these; otherwise it is skipped. */
  modalities: readonly Modality[];
}

/** The request as stages see it. */
export interface RequestSnapshot {
  id: string;
  organizationId: string;
  correlationId: string;
  query: string;
  gradeLevel: number | null;
  interest: string | null;
  modalities: readonly Modality[];
  durationSeconds: number;
  aspectRatio: string;
  voice: string | null;
  /** As the pipeline defines it: how the lesson is to look, sound and be delivered. */
  presentation: unknown;
  /** As the pipeline defines it: the script that the learner's side edited; null for one that is to be written. */
  editedScript: unknown;
  /** Clarifying questions with their answers, oldest first. */
  clarifications: { questions: string[]; answer: string }[];
}

/** A finished task of a stage, with its output as the contract types it. */
export interface StageOutput<O> {
  part: string;
  output: O;
  cached: boolean;
}

/** What a plan may read: the request, and what earlier stages made. */
export interface PlanContext {
  request: RequestSnapshot;
  /** Outputs of an earlier stage in planned order; empty when it was skipped. Throws when one breaks the contract. */
  outputs<O extends z.ZodType>(contract: StageContract<z.ZodType, O>): StageOutput<z.infer<O>>[];
}

/** One task to be done: `part` names it within the stage, `input` is all that it depends on. */
export interface PlannedTask<I> {
  part: string;
  input: I;
}

/** What a running task is given besides its input. */
export interface TaskContext {
  requestId: string;
  taskId: string;
  correlationId: string;
  stage: PipelineStage;
  part: string;
  attempt: number;
  /** Fires on cancel, lost lease, timeout and shutdown; work must stop soon after. */
  signal: AbortSignal;
  /** Where this try keeps its files in storage; no other try ever writes there. */
  storagePrefix: string;
  /** An empty local directory, removed after the task. */
  workDir: string;
}

/** A stage at work. `revision` names what else decides the result (provider and its version). */
export interface StageHandler<I = unknown, O = unknown> {
  revision: string;
  /** Pure: the stage's tasks as a function of what came before. At least one. */
  plan(context: PlanContext): PlannedTask<I>[];
  run(input: I, context: TaskContext): Promise<O>;
}

/** A contract with its handler, bound together by `bindStage` so that the types of both agree. */
export interface BoundStage {
  contract: StageContract;
  handler: StageHandler;
}

/** Ties a handler to its contract: input and output types must be the contract's. */
export function bindStage<I extends z.ZodType, O extends z.ZodType>(
  contract: StageContract<I, O>,
  handler: StageHandler<z.infer<I>, z.infer<O>>,
): BoundStage {
  return {
    contract,
    handler: {
      revision: handler.revision,
      plan: (context) => handler.plan(context),
      run: async (input, context) => handler.run(contract.input.parse(input), context),
    },
  };
}

/** Every stage of the pipeline: a mapped type over the schema's enum, so a missing stage does not compile. */
export type StageCatalogue = Readonly<Record<PipelineStage, BoundStage>>;
export type ContractCatalogue = Readonly<Record<PipelineStage, StageContract>>;
