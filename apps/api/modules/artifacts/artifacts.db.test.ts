import { rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Modality } from '@vividly/db';
import { createS3Storage } from '@vividly/providers/storage';
import { startFakeS3, until } from '@vividly/testing';
import { requestsPath, startApi, type Api } from '../../test/harness.ts';
import { lessonFiles } from '../../test/toy-pipeline.ts';

const { video, captions_vtt: captions } = lessonFiles;
const size = video.body.length;

let api: Api;
let id: string;
beforeAll(async () => {
  api = await startApi();
  id = await api.submit({ modalities: [Modality.video] });
  await api.drive(id);
});
afterAll(async () => api.close());

const artifact = async (kind: string, headers: Record<string, string> = {}, method = 'GET') =>
  api.call(method, `${requestsPath}/${id}/artifacts/${kind}`, { headers });

async function rowOf(requestId: string, kind: string) {
  return api.db.artifact.findUniqueOrThrow({ where: { requestId_kind: { requestId, kind } } });
}

test('the list names every file; it is empty before the lesson is finished', async () => {
  const { json } = await api.call<{ items: { kind: string; bytes: number }[] }>(
    'GET',
    `${requestsPath}/${id}/artifacts`,
  );
  expect(json.items.map(({ kind, bytes }) => [kind, bytes])).toEqual([
    ['captions_vtt', captions.body.length],
    ['poster', 8],
    ['video', size],
  ]);
  const unfinished = await api.submit({ query: 'Explain nothing yet' });
  const { json: empty } = await api.call('GET', `${requestsPath}/${unfinished}/artifacts`);
  expect(empty).toEqual({ items: [] });
});

test('the whole file comes with its type, size, strong ETag and a name', async () => {
  const { status, headers, bytes } = await artifact('video');
  expect(status).toBe(200);
  expect(bytes.equals(video.body)).toBe(true);
  const { sha256 } = await rowOf(id, 'video');
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(size),
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
    'content-disposition':
      'inline; filename="Push and push back Newton_s third law.mp4"; filename*=UTF-8\'\'Push%20and%20push%20back%20Newton%E2%80%99s%20third%20law.mp4',
    'x-content-type-options': 'nosniff',
  });
});

test('a kind may bear the extension of its file', async () => {
  const { status, headers, bytes } = await artifact('video.mp4');
  expect([status, headers.get('content-type')]).toEqual([200, 'video/mp4']);
  expect(bytes.equals(video.body)).toBe(true);
});

test('text says that it is UTF-8', async () => {
  const { headers, bytes } = await artifact('captions_vtt');
  expect(headers.get('content-type')).toBe('text/vtt; charset=utf-8');
  expect(bytes.equals(captions.body)).toBe(true);
});

test.each([
  ['bytes=0-0', 0, 0],
  ['bytes=0-99', 0, 99],
  ['bytes=100-', 100, size - 1],
  ['bytes=-100', size - 100, size - 1],
  [`bytes=${String(size - 1)}-`, size - 1, size - 1],
  [`bytes=10-${String(size * 2)}`, 10, size - 1],
  [`bytes=-${String(size * 2)}`, 0, size - 1],
])('Range %s gives bytes %i to %i', async (range, start, end) => {
  const { status, headers, bytes } = await artifact('video', { range });
  expect(status).toBe(206);
  expect(headers.get('content-range')).toBe(`bytes ${String(start)}-${String(end)}/${String(size)}`);
  expect(headers.get('content-length')).toBe(String(end - start + 1));
  expect(bytes.equals(video.body.subarray(start, end + 1))).toBe(true);
});

test.each([`bytes=${String(size)}-`, `bytes=${String(size + 5)}-${String(size + 9)}`, 'bytes=-0'])(
  'Range %s cannot be satisfied',
  async (range) => {
    const { status, headers, json } = await artifact('video', { range });
    expect(status).toBe(416);
    expect(headers.get('content-range')).toBe(`bytes */${String(size)}`);
    expect(headers.get('content-disposition')).toBeNull();
    expect(json).toMatchObject({ code: 'range_not_satisfiable' });
  },
);

test.each(['bytes=0-1,5-6', 'lines=0-1', 'bytes', 'bytes=a-b', 'bytes=5-2'])(
  'Range %s gives the whole file',
  async (range) => {
    const { status, bytes } = await artifact('video', { range });
    expect([status, bytes.length]).toEqual([200, size]);
  },
);

test('If-Range decides between the part and the whole', async () => {
  const etag = `"${(await rowOf(id, 'video')).sha256}"`;
  const statusWith = async (condition: string) =>
    (await artifact('video', { range: 'bytes=0-9', 'if-range': condition })).status;
  expect(await statusWith(etag)).toBe(206);
  expect(await statusWith('"another"')).toBe(200);
  expect(await statusWith(`W/${etag}`)).toBe(200);
  expect(await statusWith('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(200);
});

test('If-None-Match spares the bytes, before any range', async () => {
  const etag = `"${(await rowOf(id, 'video')).sha256}"`;
  for (const condition of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const { status, bytes, headers } = await artifact('video', {
      'if-none-match': condition,
      range: 'bytes=0-9',
    });
    expect([status, bytes.length, headers.get('etag')]).toEqual([304, 0, etag]);
  }
  expect((await artifact('video', { 'if-none-match': '"x"' })).status).toBe(200);
});

test('HEAD tells everything and sends nothing; it has no ranges', async () => {
  const { status, headers, bytes } = await artifact('video', { range: 'bytes=0-9' }, 'HEAD');
  expect([status, bytes.length, headers.get('content-length')]).toEqual([200, 0, String(size)]);
  expect(headers.get('accept-ranges')).toBe('bytes');
});

test('a kind that the lesson does not have is not found', async () => {
  for (const kind of [
    'audio',
    'nonsense',
    'video.vtt',
    'video.mp4.mp4',
    'audio.mp4',
    '..%2f..%2fetc%2fpasswd',
  ]) {
    const { status, json } = await artifact(kind);
    expect([status, json['code']]).toEqual([404, 'artifact_not_found']);
  }
});

test('a file that is gone or has another size answers 410 and is logged', async () => {
  const lost = await api.submit({ query: 'Explain what is lost', modalities: [Modality.video] });
  await api.drive(lost);
  const row = await rowOf(lost, 'poster');
  const path = join(api.storageRoot, row.storageKey);
  const ask = async () => api.call('GET', `${requestsPath}/${lost}/artifacts/poster`);
  await writeFile(path, 'short');
  expect((await ask()).json).toMatchObject({ code: 'artifact_gone' });
  await rm(path);
  api.logs.length = 0;
  const { status, json, headers } = await ask();
  expect([status, json['code']]).toEqual([410, 'artifact_gone']);
  expect(headers.get('etag')).toBeNull();
  expect(api.logs).toContainEqual({
    level: 'error',
    fields: expect.objectContaining({ contentRequestId: lost, kind: 'poster', storageKey: row.storageKey }),
    message: expect.stringContaining('missing from storage'),
  });
});

test('a client that leaves in the middle ends the reading without an error', async () => {
  api.logs.length = 0;
  const { port, hostname } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET ${requestsPath}/${id}/artifacts/video HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.ours.key}\r\n\r\n`,
  );
  await once(socket, 'data');
  socket.destroy();
  await until('the request is logged', async () =>
    api.logs.some(({ message }) => message === 'http request'),
  );
  expect(api.logs.filter(({ level }) => level !== 'info')).toEqual([]);
});

test('storage with signed URLs is redirected to, and serves the file', async () => {
  const s3 = await startFakeS3();
  const { bucket, region, credentials, url: endpoint } = s3;
  const storage = createS3Storage({ bucket, region, credentials, endpoint, forcePathStyle: true });
  const signed = await startApi({ deps: { storage } });
  try {
    const request = await signed.submit({ modalities: [Modality.video] });
    await signed.drive(request);
    const path = `${requestsPath}/${request}/artifacts/video`;
    const { status, headers } = await signed.call('GET', path);
    expect(status).toBe(302);
    expect(headers.get('cache-control')).toBe('private, no-store');
    const served = await fetch(headers.get('location') ?? '', { headers: { range: 'bytes=0-9' } });
    expect([served.status, (await served.arrayBuffer()).byteLength]).toEqual([206, 10]);
    // What it says of other files is relative to its own address.
    const text = await signed.call('GET', `${requestsPath}/${request}/artifacts/captions_vtt`);
    expect([text.status, text.bytes.equals(captions.body)]).toEqual([200, true]);
    const head = await signed.call('HEAD', path);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)]);
    s3.objects.clear();
    expect((await signed.call('GET', path)).json).toMatchObject({ code: 'artifact_gone' });
    s3.fail({ kind: 'error', status: 503, code: 'SlowDown' });
    const down = await signed.call('GET', path);
    expect([down.status, down.json['code'], down.headers.get('retry-after')]).toEqual([
      503,
      'storage_unavailable',
      '5',
    ]);
  } finally {
    await signed.close();
    await s3.close();
  }
});
