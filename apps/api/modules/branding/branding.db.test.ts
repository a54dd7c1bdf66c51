import { UserRole } from '@vividly/db/enums';
import type { Brand } from '@vividly/lesson';
import { startApi, type Api } from '../../test/harness.ts';

const path = '/api/v1/organization/branding';
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#08f"/></svg>';
const uriOf = (type: string, bytes: Buffer | string): string =>
  `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await api.db.user.update({ where: { id: api.ours.userId }, data: { role: UserRole.admin } });
});
afterAll(async () => api.close());

const put = async (json: unknown, key = api.ours.key) => api.call('PUT', path, { json, key });
const get = async (key = api.ours.key) => api.call('GET', path, { key });

test('an organization begins with its name and the themes’ own look', async () => {
  const { status, json } = await get();
  expect(status).toBe(200);
  expect(json).toEqual({ name: 'ours', accent: null, font: null, logo: null });
});

test('branding is kept, its logo in storage, and lessons are asked for with it', async () => {
  const { status, json } = await put({
    name: 'Hillside School',
    accent: '#0B6E66',
    font: 'noto_sans',
    logo: uriOf('svg+xml', svg),
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    ...{ name: 'Hillside School', accent: '#0B6E66', font: 'noto_sans' },
    logo: { bytes: svg.length, contentType: 'image/svg+xml' },
  });
  expect((await get()).json).toEqual(json);
  const { id } = (
    await api.call<{ id: string }>('POST', '/api/v1/content-requests', { json: { query: 'Explain gravity' } })
  ).json;
  const { presentation } = await api.db.contentRequest.findUniqueOrThrow({ where: { id } });
  const { brand } = presentation as { brand: Brand };
  expect(brand).toMatchObject({ name: 'Hillside School', logo: { bytes: svg.length } });
  expect(await api.storage.stat(brand.logo?.key ?? '')).toEqual({ bytes: svg.length });
});

test('another organization sees its own', async () => {
  expect((await get(api.theirs.key)).json).toMatchObject({ name: 'theirs', logo: null });
});

test('only admins may change it', async () => {
  const { status, json } = await put({ name: 'Theirs' }, api.theirs.key);
  expect([status, json['code']]).toEqual([403, 'forbidden']);
});

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const wide = '<svg xmlns="http://www.w3.org/2000/svg" width="5000" height="2"></svg>';
test.each([
  ['text that calls itself a PNG', uriOf('png', 'no picture'), /no picture/],
  ['half a PNG', uriOf('png', png.subarray(0, 40)), /damaged|no picture/],
  ['one too wide', uriOf('svg+xml', wide), /5000 × 2 px/],
  ['one too large', uriOf('png', Buffer.alloc(65 * 1024, 1)), /at most 65536/],
])('a logo that is %s is refused with the reason, and nothing changes', async (_name, logo, reason) => {
  const before = (await get()).json;
  const { status, json } = await put({ name: 'New', logo });
  expect([status, json['code']]).toEqual([422, 'invalid_logo']);
  expect(json['detail']).toMatch(reason);
  expect((await get()).json).toEqual(before);
});

test.each([
  ['a colour in words', { accent: 'red' }, 'accent'],
  ['a font that does not ship', { font: 'comic' }, 'font'],
  ['a link for a logo', { logo: 'https://example.org/logo.png' }, 'logo'],
])('%s breaks its rule', async (_name, field, at) => {
  const { status, json } = await put({ name: 'New', ...field });
  expect(status).toBe(400);
  expect(JSON.stringify(json['errors'])).toContain(`"${at}"`);
});
