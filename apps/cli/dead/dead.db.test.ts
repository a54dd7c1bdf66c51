import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { ContentRequestStatus, PipelineStage, StageStatus, type Database } from '@vividly/db';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { installationAt } from '../installation.ts';
import { createProgram, everyCommand } from '../program.ts';

let database: TestDatabase;
let db: Database;
let root: string;
let organizationId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ db } = database);
  ({ id: organizationId } = await db.organization.create({ data: { slug: 'o', name: 'O' } }));
  root = mkdtempSync(join(tmpdir(), 'vividly-dead-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});
afterEach(async () => db.contentRequest.deleteMany());

/** Runs `vividly dead ARGS` and returns what it prints, what it says, and its exit code. */
async function dead(...args: string[]) {
  const printed: string[] = [];
  const said: string[] = [];
  let code: number | undefined;
  const program = createProgram({
    version: '1.2.3',
    context: () => ({
      installation: installationAt(root),
      environment: { DATABASE_URL: database.url, USER: 'ada' },
      signal: new AbortController().signal,
      print: (line) => printed.push(line),
      say: (line) => said.push(line),
    }),
    finish: (exitCode) => (code = exitCode),
  });
  for (const command of everyCommand(program))
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync(['dead', ...args], { from: 'user' });
  return { code, printed, said, last: printed.at(-1) };
}

const stage = PipelineStage.script_generation;

/** A letter of a request in the given status. */
async function letter(status: ContentRequestStatus = ContentRequestStatus.failed, code = 'disk_full') {
  const { id: requestId } = await db.contentRequest.create({
    data: {
      ...{
        organizationId,
        correlationId: 'c',
        query: 'What is it?',
        durationSeconds: 60,
        aspectRatio: '16:9',
      },
      status,
      ...(status === ContentRequestStatus.failed
        ? { error: { code, message: 'no space', stage, retryable: false } }
        : { result: { title: 'It' } }),
      stages: { create: { stage, status: StageStatus.failed } },
      tasks: { create: { stage, part: 'main', status: StageStatus.failed, attempt: 3 } },
    },
  });
  const message = 'no space\u001b[2J left\non the device';
  const what = { stage, part: 'main', reason: 'failed', code, message, attempt: 3, losses: 0 };
  return db.deadLetter.create({
    data: { requestId, organizationId, ...what, stderr: 'line 1\nENOSPC\u0007' },
  });
}
const settlementOf = async ({ id }: { id: string }) => {
  const { settlement, settledBy } = await db.deadLetter.findUniqueOrThrow({ where: { id } });
  return [settlement, settledBy];
};

describe('list', () => {
  test('shows what is open, newest first, in one line each', async () => {
    const [old, young] = [await letter(), await letter(undefined, 'task_timeout')];
    const { code, printed } = await dead('list');
    expect(code).toBe(exitCodes.ok);
    expect(printed).toHaveLength(4);
    expect(printed[0]).toMatch(/^ID +WHEN \(UTC\) +STAGE +REASON +TRIES +CODE +MESSAGE$/);
    expect(printed[1]).toMatch(
      new RegExp(`^${young.id.slice(-12)}  .*task_timeout  no space \\[2J left on the device$`),
    );
    expect(printed[2]).toMatch(
      new RegExp(`^${old.id.slice(-12)}  \\S+ \\S+  script_generation  failed  3 .*disk_full`),
    );
    expect(printed[3]).toMatch(/^2 open dead letters: /);
  });

  test('narrows, counts nothing, and tells the settled ones with --all', async () => {
    const [gone] = [await letter(), await letter()];
    await dead('discard', gone.id);
    expect((await dead('list', '--code', 'task_timeout')).printed).toEqual(['0 open dead letters']);
    expect((await dead('list', '--stage', 'validation')).printed).toEqual(['0 open dead letters']);
    const { printed } = await dead('list', '--all');
    expect(printed[2]).toMatch(/ discarded /);
    expect(printed[3]).toBe('2 dead letters');
  });

  test('--json has all that is known', async () => {
    const { id, requestId } = await letter();
    const { printed } = await dead('list', '--json');
    expect(JSON.parse(printed.join('\n'))).toMatchObject({
      total: 1,
      items: [{ id, requestId, attempt: 3 }],
    });
  });
});

test('show tells everything, for the whole id or an end of it, and nothing that a terminal obeys', async () => {
  const { id, requestId } = await letter();
  for (const part of [id, id.slice(-6), id.slice(0, 23), id.slice(-12).toUpperCase()]) {
    const text = (await dead('show', part)).printed.join('\n');
    expect(text).toContain(`id            ${id}\nrequest       ${requestId}`);
    expect(text).toMatch(/The last that the program said:\nline 1\nENOSPC\u{fffd}$/u);
    expect(text).not.toContain('\u001b');
  }
});

test('an end that none or several have is refused', async () => {
  const [one, other] = [await letter(), await letter()];
  await expect(dead('show', 'ffffffffffff')).rejects.toThrow('There is no dead letter ffffffffffff.');
  const shared = one.id.slice(0, 8);
  const call = dead('discard', shared);
  await expect(call).rejects.toThrow(CommandError);
  await expect(call).rejects.toThrow(
    `${shared} fits several dead letters: ${[one.id, other.id].sort().join(', ')}.`,
  );
  expect(await settlementOf(one)).toEqual([null, null]);
});

describe('redrive', () => {
  test('tries the request again and says that a worker is needed', async () => {
    const { id, requestId } = await letter();
    const { code, printed, said } = await dead('redrive', id.slice(-8));
    expect(code).toBe(exitCodes.ok);
    expect(printed).toEqual([`${id} redriven`, '1 redriven']);
    expect(said.join('\n')).toMatch(/No stack runs in this checkout.*vividly up/);
    expect(await settlementOf({ id })).toEqual(['redriven', 'cli:ada']);
    const request = await db.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
    expect(request.status).toBe(ContentRequestStatus.pending);
  });

  test('fails for one that is settled or has nothing to try again, and says why', async () => {
    const [settled, noted] = [await letter(), await letter(ContentRequestStatus.completed)];
    await dead('discard', settled.id);
    const { code, last, said } = await dead('redrive', settled.id, noted.id);
    expect([code, last]).toEqual([exitCodes.failed, '0 redriven, 2 not']);
    expect(said.sort()).toEqual(
      [
        `${settled.id} was settled before`,
        `${noted.id} has no failed request to try again; it can be discarded`,
      ].sort(),
    );
  });

  test('--all takes every open one, each request once, and leaves what cannot be tried again', async () => {
    const [first, other, noted] = [
      await letter(),
      await letter(undefined, 'task_timeout'),
      await letter(ContentRequestStatus.completed),
    ];
    await db.deadLetter.create({ data: { ...first, id: randomUUID() } });
    const narrowed = await dead('redrive', '--all', '--code', 'task_timeout');
    expect(narrowed.last).toBe('1 redriven');
    expect(await settlementOf(other)).toEqual(['redriven', 'cli:ada']);
    const { code, last } = await dead('redrive', '--all', '--stage', stage);
    expect([code, last]).toEqual([exitCodes.ok, '2 redriven, 1 not']);
    expect(await settlementOf(first)).toEqual(['redriven', 'cli:ada']);
    expect(await settlementOf(noted)).toEqual([null, null]);
  });
});

test('discard settles those that are named, or all', async () => {
  const [first, second, third] = [await letter(), await letter(), await letter()];
  expect((await dead('discard', first.id, second.id, second.id.slice(-8))).last).toBe('2 discarded');
  expect((await dead('discard', '--all')).last).toBe('1 discarded');
  for (const each of [first, second, third])
    expect(await settlementOf(each)).toEqual(['discarded', 'cli:ada']);
});

test('neither ids nor --all is a mistake of usage', async () => {
  await expect(dead('discard')).rejects.toThrow(CommanderError);
});

test('a database without the tables says what to do', async () => {
  const empty = await createTestDatabase('empty');
  const { url } = database;
  database.url = empty.url;
  await expect(dead('list')).rejects.toThrow('run ./vividly migrate');
  database.url = url;
  await empty.drop();
});
