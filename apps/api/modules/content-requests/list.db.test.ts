import { ContentRequestStatus } from '@vividly/db';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';
import type { RequestView } from './schema.ts';

interface Page {
  items: RequestView[];
  nextCursor: string | null;
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

let api: Api;
/** Newest first. */
let ids: string[];
beforeAll(async () => {
  api = await startApi();
  const made: string[] = [];
  for (let number = 1; number <= 7; number += 1)
    made.push(await api.submit({ query: `Explain number ${String(number)}` }));
  await api.submit({ query: 'Explain theirs' }, { key: api.theirs.key });
  // Three of them in the same millisecond: their order is by id.
  for (const [index, id] of made.entries())
    await api.db.contentRequest.update({ where: { id }, data: { createdAt: day(index < 3 ? 1 : index) } });
  await api.call('POST', `${requestsPath}/${String(made[4])}/cancel`);
  await api.call('POST', `${requestsPath}/${String(made[5])}/cancel`);
  await api.drive(String(made[6]));
  ids = [...made.slice(3).reverse(), ...made.slice(0, 3).sort().reverse()];
});
afterAll(async () => api.close());

const list = async (query: string) => api.call<Page>('GET', `${requestsPath}${query}`);
const idsOf = ({ items }: Page) => items.map(({ id }) => id);

test('the newest come first, ours alone, as each is shown by itself', async () => {
  const { json } = await list('');
  expect(idsOf(json)).toEqual(ids);
  expect(json.nextCursor).toBeNull();
  const single = await api.call<RequestView>('GET', `${requestsPath}/${String(ids[0])}`);
  expect(json.items[0]).toEqual(single.json);
});

test.each([1, 2, 3, 6, 7])('pages of %i hold every request once, in order', async (limit) => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { json }: { json: Page } = await list(
      `?limit=${String(limit)}${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    expect(json.items.length).toBeLessThanOrEqual(limit);
    seen.push(...idsOf(json));
    cursor = json.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(ids);
});

test('a request made in between does not move the next page', async () => {
  const { json } = await list('?limit=2');
  const newest = await api.submit({ query: 'Explain the newcomer' });
  const next = await list(`?limit=2&cursor=${String(json.nextCursor)}`);
  expect(idsOf(next.json)).toEqual(ids.slice(2, 4));
  await api.db.contentRequest.delete({ where: { id: newest } });
});

test('status and createdAfter filter, also together and over pages', async () => {
  const { cancelled, completed } = ContentRequestStatus;
  expect(idsOf((await list(`?status=${cancelled}`)).json)).toEqual([ids[1], ids[2]]);
  expect(idsOf((await list(`?status=${cancelled}&status=${completed}`)).json)).toEqual(ids.slice(0, 3));
  expect(idsOf((await list(`?createdAfter=${day(1).toISOString()}`)).json)).toEqual(ids.slice(0, 4));
  expect(idsOf((await list('?createdAfter=2026-01-05T01:00:00%2B01:00')).json)).toEqual(ids.slice(0, 1));
  const first = await list(`?status=${cancelled}&createdAfter=${day(1).toISOString()}&limit=1`);
  expect(idsOf(first.json)).toEqual([ids[1]]);
  const second = await list(
    `?status=${cancelled}&createdAfter=${day(1).toISOString()}&limit=1&cursor=${String(first.json.nextCursor)}`,
  );
  expect([idsOf(second.json), second.json.nextCursor]).toEqual([[ids[2]], null]);
});

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=ten', 'limit'],
  ['limit=5&limit=6', 'limit'],
  ['cursor=nonsense', 'cursor'],
  ['cursor=WyJhIiwiYiJd', 'cursor'],
  ['status=lost', 'status'],
  ['createdAfter=yesterday', 'createdAfter'],
  ['page=2', 'page'],
])('?%s is refused, naming the parameter', async (query, path) => {
  const { status, json } = await api.call('GET', `${requestsPath}?${query}`);
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
});
