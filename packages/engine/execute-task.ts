import type { Prisma } from '@vividly/db';
import type { Claim } from './claim-task.ts';
import type { EngineDeps } from './engine.ts';
import { PermanentError, StopError } from './errors.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Places } from './places.ts';
import type { RunningTasks } from './running-tasks.ts';
import type { BoundStage } from './stage.ts';
import { withWorkDir } from './work-dir.ts';

/** Work that does not end so long after it was told to is left behind, in ms: its place is needed. */
const deafMs = 3_000;

/** What a process gives to each of its tasks. */
export interface RunScope {
  /** Fires when this process must stop: running tasks are handed back at once, without using up a try. */
  shutdown: AbortSignal;
  running: RunningTasks;
  places: Places;
}

/** One claimed task and what it is run with. */
export interface Work {
  claim: Claim;
  input: unknown;
  inputHash: string;
  controller: AbortController;
  scope: RunScope;
}

/** Runs the handler under lease, wall clock and shutdown, in a directory of its own, and checks what it returns. */
export async function execute(
  deps: EngineDeps,
  bound: BoundStage,
  work: Work,
): Promise<Prisma.InputJsonValue> {
  const output = await withWorkDir(async (workDir) => runHandler(deps, bound, work, workDir));
  work.controller.signal.throwIfAborted();
  const checked = bound.contract.output.safeParse(output);
  if (!checked.success)
    throw new PermanentError(
      'stage_output_invalid',
      `stage ${bound.contract.stage} returned what its contract forbids: ${checked.error.message}`,
    );
  return checked.data as Prisma.InputJsonValue;
}

async function runHandler(
  deps: EngineDeps,
  bound: BoundStage,
  work: Work,
  workDir: string,
): Promise<unknown> {
  const { claim, controller, inputHash } = work;
  const { shutdown, running } = work.scope;
  const stop = () => {
    controller.abort(new StopError('shutdown'));
  };
  if (shutdown.aborted) stop();
  shutdown.addEventListener('abort', stop, { once: true });
  const clock = setTimeout(() => {
    controller.abort(new StopError('timeout'));
  }, bound.contract.timeoutMs);
  const heartbeat = startHeartbeat(deps, claim, inputHash, controller);
  const leave = running.add(claim.requestId, heartbeat);
  // What was told between the claim and now, nobody heard.
  heartbeat.check();
  try {
    controller.signal.throwIfAborted();
    const { requestId, taskId, correlationId, stage, part, attempt } = claim;
    const handling = bound.handler.run(work.input, {
      requestId,
      taskId,
      correlationId,
      stage,
      part,
      attempt,
      signal: controller.signal,
      storagePrefix: `tasks/${inputHash}/${taskId}-${String(claim.runEpoch)}`,
      workDir,
    });
    return await orAbandoned(handling, controller.signal);
  } finally {
    leave();
    heartbeat.stop();
    clearTimeout(clock);
    shutdown.removeEventListener('abort', stop);
  }
}

/** Settles as `work` does, but not later than `deafMs` after `signal` stopped it: then it rejects with the signal's reason. */
async function orAbandoned<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abandon: NodeJS.Timeout | undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    const onAbort = () => {
      abandon = setTimeout(() => {
        reject(signal.reason as Error);
      }, deafMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(abandon);
  }
}
