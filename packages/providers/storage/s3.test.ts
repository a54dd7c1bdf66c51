import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeS3, type FakeS3, type S3Failure } from '@vividly/testing/s3';
import { describeObjectStorage } from './conformance.ts';
import { createS3Storage, type S3StorageOptions } from './s3.ts';

function storageAt(fake: FakeS3, options: Partial<S3StorageOptions> = {}) {
  const { bucket, region, url, credentials } = fake;
  return createS3Storage({ bucket, region, endpoint: url, credentials, forcePathStyle: true, ...options });
}

describeObjectStorage('s3', async () => {
  const fake = await startFakeS3();
  return {
    storage: storageAt(fake, { prefix: 'vividly/' }),
    async damage(key, bytes) {
      const object = fake.objects.get(`vividly/${key}`);
      if (object === undefined) throw new Error(`nothing under ${key}`);
      object.body = bytes;
    },
    close: () => fake.close(),
  };
});

describe('s3', () => {
  let fake: FakeS3;
  let scratch: string;
  beforeEach(async () => {
    fake = await startFakeS3();
    scratch = await mkdtemp(join(tmpdir(), 'vividly-s3-'));
    await writeFile(join(scratch, 'in.txt'), 'a lesson');
  });
  afterEach(async () => {
    await fake.close();
    await rm(scratch, { recursive: true });
  });
  const input = () => join(scratch, 'in.txt');

  test('keeps type and sha256 with the object, under the prefix', async () => {
    const file = await storageAt(fake, { prefix: 'p/' }).put('a/b.txt', input(), 'text/plain');
    const stored = fake.objects.get('p/a/b.txt');
    expect(stored?.body.toString()).toBe('a lesson');
    expect(stored?.contentType).toBe('text/plain');
    expect(stored?.metadata).toEqual({ sha256: file.sha256 });
  });

  test('a signed URL serves the object without a header, and no other object', async () => {
    const storage = storageAt(fake);
    const file = await storage.put('a.txt', input(), 'text/plain');
    await storage.put('b.txt', input(), 'text/plain');
    const url = (await storage.signedUrl(file, 60)) ?? '';
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain',
      'a lesson',
    ]);
    expect((await fetch(url.replace('a.txt', 'b.txt'))).status).toBe(403);
    expect((await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).status).toBe(403);
    const range = await fetch(url, { headers: { range: 'bytes=2-4' } });
    expect([range.status, await range.text()]).toEqual([206, 'les']);
  });

  const faults: { failure: S3Failure; code: string; retryable: boolean }[] = [
    {
      failure: { kind: 'error', status: 500, code: 'InternalError' },
      code: 'storage_unavailable',
      retryable: true,
    },
    {
      failure: { kind: 'error', status: 503, code: 'SlowDown' },
      code: 'storage_unavailable',
      retryable: true,
    },
    {
      failure: { kind: 'error', status: 429, code: 'TooManyRequests' },
      code: 'storage_unavailable',
      retryable: true,
    },
    {
      failure: { kind: 'error', status: 400, code: 'BadDigest' },
      code: 'storage_unavailable',
      retryable: true,
    },
    {
      failure: { kind: 'error', status: 400, code: 'RequestTimeout' },
      code: 'storage_unavailable',
      retryable: true,
    },
    {
      failure: { kind: 'error', status: 400, code: 'InvalidRequest' },
      code: 'provider_bad_request',
      retryable: false,
    },
    {
      failure: { kind: 'error', status: 403, code: 'AccessDenied' },
      code: 'provider_unauthorized',
      retryable: false,
    },
    {
      failure: { kind: 'error', status: 404, code: 'NoSuchBucket' },
      code: 'provider_bad_request',
      retryable: false,
    },
    { failure: { kind: 'hang_up' }, code: 'storage_unavailable', retryable: true },
    { failure: { kind: 'hang' }, code: 'storage_unavailable', retryable: true },
  ];
  test.each(faults)('$failure → $code, asked once', async ({ failure, code, retryable }) => {
    const storage = storageAt(fake, { idleTimeoutMs: 200 });
    fake.fail(failure);
    await expect(storage.put('a.txt', input(), 'text/plain')).rejects.toMatchObject({
      provider: 's3',
      code,
      retryable,
    });
    expect(fake.calls).toEqual(['PUT a.txt']);
    fake.fail(failure);
    await expect(storage.read('a.txt')).rejects.toMatchObject({ provider: 's3', code, retryable });
  });

  test('a download that stalls half way is storage_unavailable and leaves no file', async () => {
    const storage = storageAt(fake, { idleTimeoutMs: 200 });
    const file = await storage.put('a.txt', input(), 'text/plain');
    fake.fail({ kind: 'stall' });
    const fault = { code: 'storage_unavailable', retryable: true };
    await expect(storage.download(file, join(scratch, 'out.txt'))).rejects.toMatchObject(fault);
    expect(await readdir(scratch)).toEqual(['in.txt']);
  });

  test('an unreachable service is storage_unavailable', async () => {
    const storage = storageAt(fake);
    await fake.close();
    await expect(storage.check()).rejects.toMatchObject({ code: 'storage_unavailable', retryable: true });
    await expect(storage.check()).rejects.toThrow(/^cannot write to bucket lessons: /);
  });

  test('the check fails without the bucket, and when objects cannot be written', async () => {
    await expect(storageAt(fake, { bucket: 'elsewhere' }).check()).rejects.toMatchObject({ provider: 's3' });
    fake.fail({ kind: 'error', status: 503, code: 'SlowDown' });
    await expect(storageAt(fake).check()).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  test.each([
    { credentials: { accessKeyId: 'FAKEACCESSKEY', secretAccessKey: 'wrong-secret-0123456789' } },
    { credentials: { accessKeyId: 'UNKNOWNKEY', secretAccessKey: 'fake-secret-access-key-0123456789' } },
  ])('wrong credentials are provider_unauthorized, and no error holds them', async ({ credentials }) => {
    const storage = storageAt(fake, { credentials });
    const errors = await Promise.all(
      [
        storage.put('a.txt', input(), 'text/plain'),
        storage.read('a.txt'),
        storage.stat('a.txt'),
        storage.delete('a.txt'),
        storage.check(),
      ].map((call) =>
        call.then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'provider_unauthorized', retryable: false });
      const { message, stack, cause } = error as Error;
      const everything = [message, stack, JSON.stringify(error), String(cause)].join('\n');
      expect(everything).not.toContain(credentials.secretAccessKey);
      expect(everything).not.toContain(credentials.accessKeyId);
    }
  });
});
