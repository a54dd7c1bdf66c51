import { Modality } from '@vividly/db/enums';
import { submitRequest } from '@vividly/engine';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { createEventAnnouncer } from './announcer.ts';
import { contracts } from './contracts.ts';
import { request } from './test/context.ts';

const message = { title: 'Push and push back', durationSeconds: 31.3, text: 'Your lesson is ready.' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function submitted(): Promise<string> {
  const organization = await database.db.organization.upsert({
    where: { slug: 'school' },
    create: { slug: 'school', name: 'School' },
    update: {},
  });
  const { query, gradeLevel, interest, durationSeconds, aspectRatio, voice, correlationId } = request;
  const { id } = await database.db.$transaction((tx) =>
    submitRequest(tx, contracts, {
      organizationId: organization.id,
      userId: null,
      correlationId,
      query,
      gradeLevel,
      interest,
      modalities: [Modality.video],
      durationSeconds,
      aspectRatio,
      voice,
      presentation: {},
      tier: 'free',
      priority: 0,
      client: {},
    }),
  );
  return id;
}

const events = async (requestId: string) =>
  database.db.requestEvent.findMany({
    where: { requestId },
    orderBy: { seq: 'asc' },
    select: { seq: true, type: true, data: true },
  });

test('appends one event with the message, numbered after those before', async () => {
  const id = await submitted();
  const before = await events(id);
  await createEventAnnouncer(database.db).announce(id, message);
  const after = await events(id);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length)).toEqual([
    { seq: before.length + 1, type: 'lesson.ready', data: message },
  ]);
});

test('announcing again tells nobody twice, not even at the same time', async () => {
  const id = await submitted();
  const announcer = createEventAnnouncer(database.db);
  await Promise.all(Array.from({ length: 5 }, () => announcer.announce(id, message)));
  await announcer.announce(id, message);
  expect((await events(id)).filter(({ type }) => type === 'lesson.ready')).toHaveLength(1);
});

test('each request is told of its own lesson', async () => {
  const [one, other] = [await submitted(), await submitted()];
  const announcer = createEventAnnouncer(database.db);
  await announcer.announce(one, message);
  await announcer.announce(other, { ...message, title: 'Other' });
  expect((await events(other)).at(-1)).toMatchObject({ type: 'lesson.ready', data: { title: 'Other' } });
});

test('a request that is not there is an error, and nothing is written', async () => {
  const unknown = '0198a000-0000-7000-8000-00000000ffff';
  await expect(createEventAnnouncer(database.db).announce(unknown, message)).rejects.toThrow(
    `there is no request ${unknown}`,
  );
  expect(await events(unknown)).toEqual([]);
});
