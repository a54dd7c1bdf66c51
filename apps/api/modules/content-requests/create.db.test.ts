import { Prisma, ContentRequestStatus, Modality, PipelineStage, StageStatus, UserTier } from '@vividly/db';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';
import type { RequestView } from './schema.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => api.close());

const post = async (json: unknown, headers: Record<string, string> = {}) =>
  api.call<RequestView>('POST', requestsPath, { json, headers });

test('a request is accepted with its defaults, stored with its work, and found where Location says', async () => {
  const { status, headers, json } = await post(
    { query: '  Explain gravity  ' },
    { 'x-request-id': 'from-the-client' },
  );
  expect(status).toBe(202);
  expect(headers.get('location')).toBe(`${requestsPath}/${json.id}`);
  expect(headers.get('retry-after')).toBe('2');
  expect(json).toMatchObject({
    status: ContentRequestStatus.pending,
    correlationId: 'from-the-client',
    currentStage: null,
    progressPercentage: 0,
    awaitingClarification: false,
    metadata: {},
    input: { query: 'Explain gravity', modalities: ['video'], durationSeconds: 90, aspectRatio: '16:9' },
  });
  expect(json.stages.map(({ stage, status: stageStatus }) => [stage, stageStatus])).toEqual(
    Object.values(PipelineStage).map((stage) => [stage, StageStatus.pending]),
  );
  const followed = await api.call<RequestView>('GET', headers.get('location') ?? '');
  expect(followed.json).toEqual(json);
  const row = await api.db.contentRequest.findUniqueOrThrow({
    where: { id: json.id },
    include: { tasks: true },
  });
  expect(row).toMatchObject({
    ...{ organizationId: api.ours.organizationId, userId: api.ours.userId },
    correlationId: 'from-the-client',
  });
  expect(row.tasks).toHaveLength(1);
  expect(await api.db.outbox.count({ where: { task: { requestId: json.id } } })).toBe(1);
});

test('everything that can be asked for is kept', async () => {
  const body = {
    query: 'Warum fällt der Apfel? 🍎',
    gradeLevel: 7,
    interest: 'ski jumping',
    modalities: [Modality.text, Modality.audio],
    durationSeconds: 600,
    aspectRatio: '9:16',
    voice: 'slt',
    priority: 9,
    metadata: { course: 'ph-7', tags: ['a', 1, null, { deep: true }] },
  };
  const { status, json } = await post(body);
  expect(status).toBe(202);
  const { metadata, ...input } = body;
  expect(json).toMatchObject({ metadata, input });
  expect(json.stages.find(({ stage }) => stage === PipelineStage.video_generation)?.status).toBe(
    StageStatus.skipped,
  );
});

test('the tier of the learner and the priority stand with the request', async () => {
  const { userId } = api.ours;
  await api.db.user.update({ where: { id: userId }, data: { tier: UserTier.pro } });
  const stored = async (id: string) => api.db.contentRequest.findUniqueOrThrow({ where: { id } });
  const urgent = await post({ query: 'Explain gravity', priority: 7 });
  expect(await stored(urgent.json.id)).toMatchObject({ tier: UserTier.pro, priority: 7 });
  const usual = await post({ query: 'Explain gravity' });
  expect(usual.json).toMatchObject({ input: { priority: 0 } });
  expect(await stored(usual.json.id)).toMatchObject({ priority: 0 });
});

test('look, sound and delivery are kept, with the branding of the organization as it was', async () => {
  const asked = {
    theme: 'high_contrast',
    captions: 'soft',
    music: 'calm',
    frameRate: 'constant',
    renditions: [720, 480],
    hls: true,
  };
  const branding = { name: 'Hillside School', accent: '#0B6E66', font: null, logo: null };
  const { organizationId } = api.ours;
  await api.db.organization.update({ where: { id: organizationId }, data: { branding } });
  const { json } = await post({ query: 'Explain gravity', ...asked });
  expect(json.input).toMatchObject(asked);
  expect(json.input).not.toHaveProperty('brand');
  await api.db.organization.update({ where: { id: organizationId }, data: { branding: Prisma.DbNull } });
  const stored = async (id: string) => api.db.contentRequest.findUniqueOrThrow({ where: { id } });
  expect((await stored(json.id)).presentation).toEqual({ ...asked, brand: branding });
  const usual = await post({ query: 'Explain gravity' });
  expect(usual.json.input).toMatchObject({
    ...{ theme: 'auto', captions: 'burned', music: 'none', frameRate: 'auto', renditions: [], hls: false },
  });
});

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

test.each([
  ['no query', {}, 'query', /required/],
  ['a query of another type', { query: 5 }, 'query', /expected string/],
  ['a short query', { query: 'abcd' }, 'query', /5 to 500/],
  ['blanks around a short query', { query: '   abc   ' }, 'query', /5 to 500/],
  ['four characters that are eight code units', { query: '🏀🏀🏀🏀' }, 'query', /5 to 500/],
  ['a long query', { query: 'x'.repeat(501) }, 'query', /5 to 500/],
  ['a NUL in the query', { query: 'Explain \0 gravity' }, 'query', /control/],
  ['half a surrogate pair', { query: 'Explain \ud83c gravity' }, 'query', /control/],
  ['grade 0', { gradeLevel: 0 }, 'gradeLevel', />=1/],
  ['grade 13', { gradeLevel: 13 }, 'gradeLevel', /<=12/],
  ['grade 7.5', { gradeLevel: 7.5 }, 'gradeLevel', /int/],
  ['a long interest', { interest: 'x'.repeat(101) }, 'interest', /1 to 100/],
  ['an empty interest', { interest: ' ' }, 'interest', /1 to 100/],
  ['no modality', { modalities: [] }, 'modalities', />=1/],
  ['an unknown modality', { modalities: ['hologram'] }, 'modalities.0', /expected one of/],
  ['a repeated modality', { modalities: ['video', 'video'] }, 'modalities', /repeat/],
  ['an unknown theme', { theme: 'neon' }, 'theme', /expected one of/],
  ['a size that is not made', { renditions: [144] }, 'renditions.0', /expected one of/],
  ['a repeated size', { renditions: [720, 720] }, 'renditions', /repeat/],
  ['a stream of a sound', { modalities: ['audio'], hls: true }, 'modalities', /must hold `video`/],
  ['29 seconds', { durationSeconds: 29 }, 'durationSeconds', />=30/],
  ['601 seconds', { durationSeconds: 601 }, 'durationSeconds', /<=600/],
  ['another aspect ratio', { aspectRatio: '4:3' }, 'aspectRatio', /expected one of/],
  ['priority -1', { priority: -1 }, 'priority', />=0/],
  ['priority 10', { priority: 10 }, 'priority', /<=9/],
  ['a voice that is an option', { voice: '--help' }, 'voice', /letter or digit/],
  ['metadata that is a list', { metadata: [1] }, 'metadata', /expected record/],
  ['metadata that is large', { metadata: { a: 'x'.repeat(8_200) } }, 'metadata', /8192 bytes/],
  ['metadata that is deep', { metadata: nested(6) }, 'metadata', /5 levels/],
  ['a NUL in metadata', { metadata: { a: ['\0'] } }, 'metadata', /NUL/],
  ['a NUL in a key of metadata', { metadata: { a: { '\0': 1 } } }, 'metadata', /NUL/],
  ['a misspelt field', { intrest: 'chess' }, 'intrest', /not known here; known are query, gradeLevel/],
])('%s is refused, naming the field', async (_case, fields, path, message) => {
  const { status, json } = await post({
    query: 'Explain gravity',
    ...fields,
    ...(Object.keys(fields).length === 0 && { query: undefined }),
  });
  expect(status).toBe(400);
  expect(json).toMatchObject({
    code: 'validation_failed',
    errors: [{ path, message: expect.stringMatching(message) }],
  });
});

test('metadata deeper than any stack is refused like any other', async () => {
  const deep = `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`;
  const { status, json } = await api.call('POST', requestsPath, {
    body: `{"query":"Explain gravity","metadata":${deep}}`,
    headers: { 'content-type': 'application/json' },
  });
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'validation_failed', errors: [{ path: 'metadata' }] });
});

test('every fault is named at once', async () => {
  const { json } = await post({ query: 'x', gradeLevel: 99, foo: 1, bar: 2 });
  const { errors } = json as unknown as { errors: { path: string }[] };
  expect(errors.map(({ path }) => path).sort()).toEqual(['bar', 'foo', 'gradeLevel', 'query']);
});

test.each([
  ['metadata of five levels', { metadata: nested(5) }],
  ['a query of 500 characters that are 1000 code units', { query: '🏀'.repeat(500) }],
  ['a prototype in metadata', { metadata: JSON.parse('{"__proto__":{"a":1},"b":2}') }],
])('%s is accepted', async (_case, fields) => {
  expect((await post({ query: 'Explain gravity', ...fields })).status).toBe(202);
});

test.each([undefined, null, [], 'text', 5].map((body) => [JSON.stringify(body), body]))(
  'the body %s is refused',
  async (_shown, body) => {
    const { status, json } = await api.call('POST', requestsPath, { json: body });
    expect(status).toBe(400);
    expect(['validation_failed', 'malformed_json']).toContain(json['code']);
  },
);
