import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { Modality, PipelineStage, StageStatus, UserTier } from './enums.ts';
import { installationNumbers } from './installation-numbers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

/** Every number by name, with the labels that are not 0. */
async function read(): Promise<Record<string, Record<string, number>>> {
  const numbers = installationNumbers(database.db).map(async ({ name, read: of }) => {
    const labels = [...(await of())].filter(([, number]) => number !== 0);
    return [name, Object.fromEntries(labels)] as const;
  });
  return Object.fromEntries(await Promise.all(numbers));
}

test('an empty installation shows 0 for every stage and every outcome', async () => {
  const numbers = installationNumbers(database.db);
  const ofStages = numbers.filter(({ label }) => label === 'stage');
  expect(ofStages.length).toBe(4);
  for (const { read: of } of ofStages)
    expect([...(await of()).keys()].sort()).toEqual(Object.values(PipelineStage).sort());
  expect(Object.values(await read())).toEqual(numbers.map(() => ({})));
});

test('what waits, runs, lags and is done is counted', async () => {
  const { db } = database;
  const { id: organizationId } = await db.organization.create({ data: { slug: 'o', name: 'O' } });
  const request = {
    organizationId,
    correlationId: 'c',
    query: 'What is it?',
    durationSeconds: 60,
    aspectRatio: '16:9',
  };
  const modalities = [Modality.video];
  const { id: requestId } = await db.contentRequest.create({ data: { ...request, modalities } });
  const asked = await db.contentRequest.create({
    data: { ...request, modalities, requestMetadata: { clarification: { questions: ['Which?'] } } },
  });
  const stage = PipelineStage.video_generation;
  const later = new Date(Date.now() + 60_000);
  const leaseUntil = later;
  await db.stageTask.createMany({
    data: [
      { requestId, stage, part: 'due' },
      { requestId, stage, part: 'later', availableAt: later },
      { requestId, stage, part: 'waiting', waitingFor: 'hash' },
      { requestId, stage, part: 'running', status: StageStatus.in_progress, leaseUntil },
      { requestId: asked.id, stage, part: 'asked' },
    ],
  });
  const due = await db.stageTask.findFirstOrThrow({ where: { part: 'due' } });
  await db.outbox.create({
    data: {
      taskId: due.id,
      dispatchNo: 0,
      stage,
      requestId,
      organizationId,
      tier: UserTier.free,
      priority: 0,
      availableAt: new Date(Date.now() - 30_000),
    },
  });
  await db.providerCircuit.createMany({
    data: [
      { name: 'gemini/closed', budget: 10 },
      { name: 'gemini/open', budget: 7, openUntil: later },
    ],
  });
  const letter = {
    requestId,
    organizationId,
    stage,
    reason: 'failed',
    code: 'c',
    message: 'm',
    attempt: 3,
    losses: 0,
  };
  await db.deadLetter.createMany({
    data: [letter, letter, { ...letter, settlement: 'discarded', settledAt: new Date() }],
  });
  await db.requestMetric.create({
    data: {
      hour: new Date(0),
      organizationId,
      accepted: 3,
      completed: 2,
      waitSeconds: 40.5,
      lessonSeconds: 120,
    },
  });
  expect(await read()).toEqual({
    vividly_tasks_due: { video_generation: 1 },
    vividly_tasks_in_progress: { video_generation: 1 },
    vividly_outbox_lag_seconds: { video_generation: expect.closeTo(30, -1) },
    vividly_circuit_open: { 'gemini/open': 1 },
    vividly_dead_letters_open: { video_generation: 2 },
    vividly_requests: { accepted: 3, completed: 2 },
    vividly_request_time_seconds: { lesson: 120, wait: 40.5 },
  });
});
