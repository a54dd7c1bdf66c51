import { Client } from 'pg';
import { ContentRequestStatus, PipelineStage, poolConfig, StageStatus } from '@vividly/db';
import { until } from '@vividly/testing';
import { cancelRequest } from './cancel.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline, type ToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createHarness();
});
afterEach(async () => harness.close());

/** A pipeline whose script takes until it is released; `stopped` tells whether a running one was told to stop. */
function heldPipeline() {
  const held: { release: () => void; stopped: number } = { release: () => undefined, stopped: 0 };
  const released = new Promise<void>((resolve) => (held.release = resolve));
  const pipeline: ToyPipeline = createToyPipeline({
    script_generation: async ({ query }, { signal }) => {
      await Promise.race([
        released,
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            held.stopped += 1;
            reject(new Error('stopped'));
          });
        }),
      ]);
      return { made: query };
    },
  });
  return { pipeline, held };
}

/** Two requests for the same: the one that makes the script, and the one that waits for it. */
async function ownerAndWaiter(pipeline: ToyPipeline) {
  const { db } = harness.database;
  const owner = await harness.submit(pipeline);
  await until('the script is being written', async () =>
    Promise.resolve(pipeline.runs.script_generation === 1),
  );
  const waiter = await harness.submit(pipeline);
  await until(
    'the second one waits for it',
    async () =>
      (await db.stageTask.count({ where: { requestId: waiter.id, waitingFor: { not: null } } })) === 1,
  );
  return { owner, waiter };
}

test('the owner of shared work is cancelled: the work goes on for the one that waits, and is done once', async () => {
  const { pipeline, held } = heldPipeline();
  await harness.start(pipeline);
  const { owner, waiter } = await ownerAndWaiter(pipeline);
  const { db } = harness.database;
  await cancelRequest(db, { requestId: owner.id, organizationId: harness.organizationId });
  const renewed = async (before: Date | null) =>
    until('the claim is renewed', async () => {
      const { claimUntil } = await db.taskResult.findFirstOrThrow({
        where: { stage: PipelineStage.script_generation },
      });
      return claimUntil?.getTime() !== before?.getTime() && claimUntil;
    });
  // The first may have been on its way when the request was cancelled.
  await renewed(await renewed(await renewed(null)));
  held.release();
  const done = await harness.reaches(waiter.id, ContentRequestStatus.completed);
  expect(done.result).toMatchObject({ cached: false });
  expect(pipeline.runs.script_generation).toBe(1);
  expect(held.stopped).toBe(0);
  const tasks = await db.stageTask.findMany({
    where: { requestId: owner.id, stage: PipelineStage.script_generation },
  });
  expect(tasks.map(({ status, output }) => [status, output])).toEqual([[StageStatus.skipped, null]]);
});

test('a renewal that meets the cancellation half way goes on for the one that waits', async () => {
  const { pipeline, held } = heldPipeline();
  await harness.start(pipeline);
  const { owner, waiter } = await ownerAndWaiter(pipeline);
  const { db, url } = harness.database;
  const stopper = new Client(poolConfig(url));
  await stopper.connect();
  try {
    // The cancellation changes the tasks first and the stages then: here it stops between the two.
    await stopper.query('BEGIN');
    await stopper.query('SELECT 1 FROM request_stages WHERE request_id = $1 FOR UPDATE', [owner.id]);
    const cancelled = cancelRequest(db, { requestId: owner.id, organizationId: harness.organizationId });
    const waits = async (statement: string) =>
      until(`"${statement}" waits for a lock`, async () => {
        const waiting = await db.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ${`%${statement}%`}`;
        return waiting.length === 1;
      });
    await waits('UPDATE request_stages');
    await waits('UPDATE stage_tasks SET lease_until');
    await stopper.query('COMMIT');
    await cancelled;
  } finally {
    await stopper.end();
  }
  held.release();
  await harness.reaches(waiter.id, ContentRequestStatus.completed);
  expect(held.stopped).toBe(0);
  expect(pipeline.runs.script_generation).toBe(1);
});

test('the owner and the one that waits are cancelled: the work stops at once', async () => {
  const { pipeline, held } = heldPipeline();
  await harness.start(pipeline);
  const { owner, waiter } = await ownerAndWaiter(pipeline);
  const { db } = harness.database;
  const { organizationId } = harness;
  await cancelRequest(db, { requestId: owner.id, organizationId });
  await cancelRequest(db, { requestId: waiter.id, organizationId });
  await until('the work is stopped', async () => Promise.resolve(held.stopped === 1));
  await until(
    'the claim on it is gone',
    async () => (await db.taskResult.count({ where: { stage: PipelineStage.script_generation } })) === 0,
  );
  expect(pipeline.runs.script_generation).toBe(1);
});

test('a cancel reaches the worker by notification, long before its next heartbeat', async () => {
  const { pipeline, held } = heldPipeline();
  await harness.start(pipeline, { leaseMs: 60_000 });
  const { id } = await harness.submit(pipeline);
  await until('the script is being written', async () =>
    Promise.resolve(pipeline.runs.script_generation === 1),
  );
  await cancelRequest(harness.database.db, { requestId: id, organizationId: harness.organizationId });
  await until('the work is stopped', async () => Promise.resolve(held.stopped === 1), 10_000);
  expect(pipeline.runs.script_generation).toBe(1);
});

test('the owner’s worker dies: the others finish, and only that task is done again', async () => {
  const { pipeline } = heldPipeline();
  // A worker that never comes back: it holds its claim and renews nothing.
  const dead = await harness.start(pipeline, { workerId: 'dead', leaseMs: 1_200 });
  const { owner, waiter } = await ownerAndWaiter(pipeline);
  const { db } = harness.database;
  await db.$executeRaw`UPDATE stage_tasks SET run_epoch = run_epoch + 1 WHERE status = 'in_progress'`;
  await db.$executeRaw`UPDATE task_results SET claimed_by = 'dead' WHERE output IS NULL`;
  await dead.close();
  const successor = createToyPipeline();
  await harness.start(successor);
  await harness.reaches(owner.id, ContentRequestStatus.completed);
  await harness.reaches(waiter.id, ContentRequestStatus.completed);
  expect(successor.runs.script_generation).toBe(1);
  expect(successor.runs.validation).toBe(0);
});
