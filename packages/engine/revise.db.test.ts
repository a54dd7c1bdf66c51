import { ContentRequestStatus, PipelineStage, StageStatus, UserTier, type ContentRequest } from '@vividly/db';
import { contractsOf } from './catalogue.ts';
import { lockLesson, reviseRequest } from './revise.ts';
import { createHarness, type Harness } from './test/harness.ts';
import { createToyPipeline, type ToyPipeline } from './test/toy-pipeline.ts';

let harness: Harness;
let userId: string;
beforeAll(async () => {
  harness = await createHarness();
  const learner = { organizationId: harness.organizationId, email: 'toys@example.org', name: 'Toys' };
  userId = (await harness.database.db.user.create({ data: learner })).id;
});
afterAll(async () => harness.close());

const revise = async (pipeline: ToyPipeline, base: ContentRequest, script: string) =>
  harness.database.db.$transaction(async (tx) => {
    await lockLesson(tx, base.lessonId ?? base.id);
    return reviseRequest(tx, contractsOf(pipeline.stages), base, {
      userId,
      correlationId: 'edit',
      tier: UserTier.pro,
      editedScript: { script },
      beginsAt: PipelineStage.script_generation,
    });
  });
const stored = async (id: string) =>
  harness.database.db.contentRequest.findUniqueOrThrow({
    where: { id },
    include: { tasks: { orderBy: { stage: 'asc' } }, stages: { orderBy: { stage: 'asc' } } },
  });

test('a revision takes over what was found out, and begins at the stage of the edit', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline, { interest: 'chess', priority: 3, client: { course: 'c' } });
  const first = await harness.reaches(id, ContentRequestStatus.completed);
  const before = { ...pipeline.runs };
  const { id: editId } = await revise(pipeline, first, 'edited once');
  await harness.reaches(editId, ContentRequestStatus.completed);

  expect(pipeline.runs).toEqual({
    ...before,
    script_generation: before.script_generation + 1,
    notification: before.notification + 1,
  });
  const second = await stored(editId);
  expect(second).toMatchObject({
    ...{ lessonId: id, revision: 2, editedScript: { script: 'edited once' } },
    ...{ userId, tier: UserTier.pro, correlationId: 'edit' },
    ...{ query: first.query, interest: 'chess', priority: 3, requestMetadata: first.requestMetadata },
  });
  const [understood, found, written] = second.tasks;
  expect([understood, found].map((task) => task?.cached)).toEqual([true, true]);
  expect(understood?.output).toEqual((await stored(id)).tasks[0]?.output);
  expect(written).toMatchObject({ cached: false, input: { edited: { script: 'edited once' } } });
  expect(second.stages.map(({ status }) => status)).toEqual(second.stages.map(() => StageStatus.completed));
  expect(await stored(id)).toMatchObject({ updatedAt: first.updatedAt, revision: 1, lessonId: null });
});

test('revisions count on from the newest, and the first request names the lesson', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline, { query: 'Explain blocks' });
  const first = await harness.reaches(id, ContentRequestStatus.completed);
  const second = await revise(pipeline, first, 'two');
  const third = await revise(pipeline, second, 'three');
  expect([second, third].map(({ lessonId, revision }) => [lessonId, revision])).toEqual([
    [id, 2],
    [id, 3],
  ]);
  await harness.reaches(third.id, ContentRequestStatus.completed);
});

test('there is one revision of a number, whoever writes it', async () => {
  const pipeline = createToyPipeline();
  await harness.start(pipeline);
  const { id } = await harness.submit(pipeline, { query: 'Explain dolls' });
  const first = await harness.reaches(id, ContentRequestStatus.completed);
  await revise(pipeline, first, 'mine');
  const count = await harness.database.db.contentRequest.count();
  await expect(revise(pipeline, first, 'yours')).rejects.toThrow('Unique constraint');
  expect(await harness.database.db.contentRequest.count()).toBe(count);
});

test('nothing begins where something before the edit is missing', async () => {
  const pipeline = createToyPipeline();
  const { id } = await harness.submit(pipeline, { query: 'Explain kites' });
  const open = await stored(id);
  await expect(revise(pipeline, open, 'too early')).rejects.toThrow('has not finished validation');
  expect(await harness.database.db.contentRequest.count({ where: { lessonId: id } })).toBe(0);
});
