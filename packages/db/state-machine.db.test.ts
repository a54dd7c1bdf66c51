import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import type { ContentRequestStatus, StageStatus } from './enums.ts';
import { requestMoves, stageMoves } from './state-machine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

test('Postgres allows exactly the moves of the request table', async () => {
  const rows = await database.db.$queryRaw<{ from: ContentRequestStatus; to: ContentRequestStatus }[]>`
    SELECT a."from", b."to" FROM unnest(enum_range(NULL::content_request_status)) a("from"),
      unnest(enum_range(NULL::content_request_status)) b("to")
    WHERE content_request_move_allowed(a."from", b."to")`;
  const allowed = Object.entries(requestMoves).flatMap(([from, targets]) =>
    targets.map((to) => `${from} → ${to}`),
  );
  expect(rows.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(allowed.sort());
});

test('Postgres allows exactly the moves of the stage table', async () => {
  const rows = await database.db.$queryRaw<{ from: StageStatus; to: StageStatus }[]>`
    SELECT a."from", b."to" FROM unnest(enum_range(NULL::stage_status)) a("from"),
      unnest(enum_range(NULL::stage_status)) b("to")
    WHERE stage_move_allowed(a."from", b."to")`;
  const allowed = Object.entries(stageMoves).flatMap(([from, targets]) =>
    targets.map((to) => `${from} → ${to}`),
  );
  expect(rows.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(allowed.sort());
});
