import { StageStatus, type Prisma } from '@vividly/db';
import { withContext } from '@vividly/observability';
import { advance } from './advance.ts';
import { claimTask, type Claim } from './claim-task.ts';
import type { EngineDeps, UnfinishedTry } from './engine.ts';
import { classify, PermanentError, StopError } from './errors.ts';
import { execute, type RunScope, type Work } from './execute-task.ts';
import { failTask } from './fail-task.ts';
import { finishTask } from './finish-task.ts';
import { lockRequest } from './lock.ts';
import { claimHash, holderOf, waitForHash } from './memo.ts';
import { persist } from './persist.ts';
import type { Company } from './places.ts';
import { assertNotQuarantined } from './quarantine.ts';
import { loadRequest, planContext } from './snapshot.ts';
import type { BoundStage } from './stage.ts';
import { taskHash } from './task-hash.ts';

/** How long the outcome of a task is held while the database is away, in ms. */
const patienceMs = 10 * 60_000;

/**
 * Runs the task that a delivery names, from claim to stored result, and takes the request on when its stage is done.
 * Whatever happens is written to the database; a delivery that is not due any more is a no-op.
 * Throws only when the database cannot be reached for long; the lease then runs out and the reconciler takes over.
 */
export async function runTask(
  deps: EngineDeps,
  delivery: { taskId: string; dispatchNo: number },
  scope: RunScope,
): Promise<void> {
  const runIn = async (company: Company) =>
    scope.places.within(company, async () => {
      const claim = await claimTask(deps, delivery, company);
      if (claim === null || claim === 'suspect') return claim;
      const { stage, requestId, correlationId, taskId } = claim;
      // Every log line of the task, whoever writes it, carries these.
      await withContext({ requestId, correlationId, taskId, stage }, async () =>
        runClaimed(deps, claim, scope),
      );
      return null;
    });
  if ((await runIn('beside_others')) === 'suspect') await runIn('alone');
}

async function runClaimed(deps: EngineDeps, claim: Claim, scope: RunScope): Promise<void> {
  const { stage, part, requestId, taskId } = claim;
  const label = { stage, part, requestId, taskId };
  deps.onEvent?.({ type: 'task.started', ...label, attempt: claim.attempt, waitMs: claim.waitMs });
  const startedAt = Date.now();
  const controller = new AbortController();
  let inputHash: string | null = null;
  try {
    const bound = deps.stages[stage];
    const input = claim.input ?? (await planInput(deps, bound, claim));
    inputHash = taskHash(bound, input);
    const done = await obtain(deps, bound, { claim, input, inputHash, controller, scope });
    if (done === 'waiting') {
      deps.onEvent?.({ type: 'task.waiting', ...label, runMs: Date.now() - startedAt });
      return;
    }
    const finish = { ...done, inputHash };
    const outcome = await persist(patienceMs, async () => finishTask(deps, claim, finish));
    const runMs = Date.now() - startedAt;
    deps.onEvent?.(
      outcome === 'finished' || outcome === 'stage_finished'
        ? { type: 'task.completed', ...label, cached: done.source === 'found', runMs }
        : { type: 'task.fenced', ...label, runMs },
    );
    // Other tasks of the stage are still to come.
    if (outcome === 'finished') return;
  } catch (error) {
    const ended = await settle(deps, claim, inputHash, error, controller.signal);
    deps.onEvent?.({ ...ended, ...label, runMs: Date.now() - startedAt });
  }
  await advance(deps, requestId);
}

/** Writes down why a try ended without a result, and tells it. */
async function settle(
  deps: EngineDeps,
  claim: Claim,
  inputHash: string | null,
  error: unknown,
  signal: AbortSignal,
): Promise<UnfinishedTry> {
  const failure = classify(error, signal);
  const outcome = await persist(patienceMs, async () => failTask(deps, claim, inputHash, failure));
  if (outcome === 'fenced' || outcome === 'handed_back' || outcome === 'asked' || outcome === 'parked')
    return { type: `task.${outcome}` };
  const { code, message } = 'code' in failure ? failure : { code: failure.kind, message: '' };
  return { type: 'task.failed', code, message, final: outcome !== 'retrying' };
}

/** The input of a task that was written down without one: the first stage's, or one that waited for an answer. */
async function planInput(deps: EngineDeps, bound: BoundStage, claim: Claim): Promise<unknown> {
  const request = await loadRequest(deps.db, claim.requestId);
  const planned =
    request && bound.handler.plan(planContext(request)).find((task) => task.part === claim.part);
  if (!planned)
    throw new PermanentError('plan_changed', `stage ${claim.stage} no longer plans a part ${claim.part}`);
  const inputHash = taskHash(bound, planned.input);
  const { count } = await deps.db.stageTask.updateMany({
    where: { id: claim.taskId, runEpoch: claim.runEpoch, status: StageStatus.in_progress },
    data: {
      input: planned.input as Prisma.InputJsonValue,
      inputHash,
      payloadVersion: bound.contract.version,
    },
  });
  if (count !== 1) throw new StopError('fenced');
  return planned.input;
}

interface Obtained {
  output: Prisma.InputJsonValue;
  source: 'made' | 'found';
}

/** The task's output: found under its hash, made now, or awaited because another task is making it. */
async function obtain(deps: EngineDeps, bound: BoundStage, work: Work): Promise<Obtained | 'waiting'> {
  const { claim, inputHash } = work;
  await assertNotQuarantined(deps.db, inputHash);
  if (bound.contract.memo === 'never') return { output: await execute(deps, bound, work), source: 'made' };
  for (;;) {
    const held = { inputHash, stage: claim.stage, holder: holderOf(claim), leaseMs: deps.leaseMs };
    const memo = await claimHash(deps.db, held, deps.missingFiles);
    if (memo.state === 'found') return { output: memo.output as Prisma.InputJsonValue, source: 'found' };
    if (memo.state === 'ours') return { output: await execute(deps, bound, work), source: 'made' };
    const waiting = await deps.db.$transaction(async (tx) => {
      await lockRequest(tx, claim.requestId);
      return waitForHash(tx, claim.taskId, claim.runEpoch, inputHash);
    });
    if (waiting) return 'waiting';
  }
}
