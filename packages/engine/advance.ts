import {
  appendEvent,
  ContentRequestStatus,
  isTerminal,
  moveRequest,
  Prisma,
  StageStatus,
  type PipelineStage,
  type Transaction,
} from '@vividly/db';
import { contractsOf } from './catalogue.ts';
import { enterStage } from './claim-task.ts';
import type { EngineDeps, FinishedLesson } from './engine.ts';
import { failRequest } from './fail-task.ts';
import { lockRequest } from './lock.ts';
import { findResult } from './memo.ts';
import { countMetric } from './request-metrics.ts';
import { enqueue } from './outbox.ts';
import { recordProgress } from './progress.ts';
import { loadRequest, planContext, stageOrder, type LoadedRequest } from './snapshot.ts';
import { taskHash } from './task-hash.ts';

interface PreparedTask {
  part: string;
  input: Prisma.InputJsonValue;
  inputHash: string;
  output: Prisma.InputJsonValue | null;
}

/**
 * Takes a request as far as it can go without doing work: plans the next stage, takes the tasks whose results are
 * already stored, dispatches the rest, and completes the request after its last stage. Safe to call at any time and
 * from several processes at once; a request that has running or waiting tasks is left alone.
 */
export async function advance(deps: EngineDeps, requestId: string): Promise<void> {
  for (;;) {
    const request = await loadRequest(deps.db, requestId);
    if (!request || isTerminal(request.status) || request.awaitingClarification) return;
    const next = nextStage(request);
    if (next === null) return complete(deps, request);
    if (request.tasks.some((task) => task.stage === next)) return;
    // What a newer version wrote is left to workers that understand it.
    if (request.tasks.some((task) => task.payloadVersion > deps.stages[task.stage].contract.version)) return;
    let planning: Planning;
    try {
      planning = planStage(deps, request, next);
    } catch (error) {
      // Plans are pure: what throws now will throw again.
      return giveUp(deps, request, next, error);
    }
    const tasks = await findStored(deps, next, planning.tasks);
    const { lesson } = planning;
    const planned = await deps.db.$transaction(async (tx) => {
      if (!(await lockUnchanged(tx, request, next))) return 'changed';
      if (lesson) await publish(tx, request, lesson);
      return plan(tx, deps, request, next, tasks);
    });
    if (planned !== 'all found') return;
  }
}

/** The first stage that is neither done nor skipped (nor failed without harm); null after the last. */
function nextStage(request: LoadedRequest): PipelineStage | null {
  const open: StageStatus[] = [StageStatus.pending, StageStatus.in_progress];
  const status = new Map(request.stages.map((row) => [row.stage, row.status]));
  return stageOrder.find((stage) => open.includes(status.get(stage) ?? StageStatus.skipped)) ?? null;
}

/** Whether the lesson is finished before this stage: what follows may fail without failing the request. */
function isAfterLesson(deps: EngineDeps, stage: PipelineStage): boolean {
  return deps.stages[stage].contract.onFailure === 'note';
}

/** Locks the request; whether it is still as it was seen, with the stage not planned. */
async function lockUnchanged(tx: Transaction, seen: LoadedRequest, stage: PipelineStage): Promise<boolean> {
  const now = await lockRequest(tx, seen.id);
  if (now?.status !== seen.status || now.runEpoch !== seen.runEpoch) return false;
  return (await tx.stageTask.count({ where: { requestId: seen.id, stage } })) === 0;
}

interface Planning {
  tasks: { part: string; input: Prisma.InputJsonValue; inputHash: string }[];
  /** The finished lesson, when this is the first stage after it. */
  lesson: FinishedLesson | null;
}

/** The stage's tasks with their hashes. Pure. */
function planStage(deps: EngineDeps, request: LoadedRequest, stage: PipelineStage): Planning {
  const bound = deps.stages[stage];
  const context = planContext(request);
  const planned = bound.handler.plan(context);
  if (planned.length === 0) throw new Error(`stage ${stage} planned no task`);
  return {
    tasks: planned.map(({ part, input }) => ({
      part,
      input: input as Prisma.InputJsonValue,
      inputHash: taskHash(bound, input),
    })),
    lesson: isAfterLesson(deps, stage) && request.result === null ? deps.finish(context) : null,
  };
}

/** Adds to each task the stored result of its hash, if there is one. */
async function findStored(
  deps: EngineDeps,
  stage: PipelineStage,
  tasks: Planning['tasks'],
): Promise<PreparedTask[]> {
  const { memo } = deps.stages[stage].contract;
  return Promise.all(
    tasks.map(async (task) => ({
      ...task,
      output: memo === 'shared' ? await findResult(deps.db, task.inputHash, deps.missingFiles) : null,
    })),
  );
}

async function giveUp(
  deps: EngineDeps,
  request: LoadedRequest,
  stage: PipelineStage,
  error: unknown,
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await deps.db.$transaction(async (tx) => {
    if (!(await lockUnchanged(tx, request, stage))) return;
    const failure = { code: 'plan_failed', message, retryable: false };
    await failRequest(tx, request, stage, { reason: 'plan', failure });
  });
}

async function plan(
  tx: Transaction,
  deps: EngineDeps,
  request: LoadedRequest,
  stage: PipelineStage,
  tasks: PreparedTask[],
): Promise<'all found' | 'dispatched'> {
  const now = new Date();
  const requestId = request.id;
  const rows = await tx.stageTask.createManyAndReturn({
    data: tasks.map(({ part, input, inputHash, output }, position) => ({
      requestId,
      stage,
      part,
      position,
      input,
      inputHash,
      payloadVersion: deps.stages[stage].contract.version,
      ...(output === null ? {} : { status: StageStatus.completed, output, cached: true, completedAt: now }),
    })),
    select: { id: true, status: true },
  });
  await enterStage(tx, { requestId, status: request.status, stage, tasks: tasks.length }, now);
  const todo = rows.filter((row) => row.status === StageStatus.pending);
  await enqueue(
    tx,
    todo.map(({ id }) => id),
  );
  const allFound = todo.length === 0;
  await tx.requestStage.update({
    where: { requestId_stage: { requestId, stage } },
    data: {
      tasksTotal: tasks.length,
      tasksDone: tasks.length - todo.length,
      ...(allFound ? { status: StageStatus.completed, completedAt: now } : {}),
    },
  });
  if (allFound) await appendEvent(tx, requestId, 'stage.completed', { stage, cached: true });
  await recordProgress(tx, contractsOf(deps.stages), requestId, stage);
  return allFound ? 'all found' : 'dispatched';
}

/** Writes the lesson's result and artifacts. `cached` is true when no task did any work for this request. */
async function publish(tx: Transaction, request: LoadedRequest, lesson: FinishedLesson): Promise<void> {
  const cached = request.tasks.every((task) => task.cached);
  await tx.artifact.deleteMany({ where: { requestId: request.id } });
  await tx.artifact.createMany({
    data: lesson.artifacts.map(({ kind, key, bytes, sha256, contentType }) => ({
      requestId: request.id,
      kind,
      storageKey: key,
      bytes,
      sha256,
      contentType,
    })),
  });
  await tx.contentRequest.update({
    where: { id: request.id },
    data: { result: { ...lesson.result, cached } },
  });
}

async function complete(deps: EngineDeps, request: LoadedRequest): Promise<void> {
  const completedAt = new Date();
  const seconds = (completedAt.getTime() - request.createdAt.getTime()) / 1000;
  const completed = await deps.db.$transaction(async (tx) => {
    await lockRequest(tx, request.id);
    const now = await tx.contentRequest.findUniqueOrThrow({ where: { id: request.id } });
    if (now.status !== ContentRequestStatus.notifying || now.runEpoch !== request.runEpoch) return false;
    await moveRequest(tx, {
      requestId: request.id,
      from: now.status,
      to: ContentRequestStatus.completed,
      stage: now.currentStage,
      set: { completedAt, progressPercentage: 100, error: Prisma.DbNull },
    });
    const { cached, durationSeconds } = now.result as { cached: boolean; durationSeconds: number };
    await countMetric(tx, request.organizationId, {
      completed: 1,
      cached: cached ? 1 : 0,
      waitSeconds: seconds,
      lessonSeconds: durationSeconds,
    });
    return true;
  });
  if (completed)
    deps.onEvent?.({
      type: 'request.finished',
      requestId: request.id,
      status: ContentRequestStatus.completed,
      seconds,
    });
}
