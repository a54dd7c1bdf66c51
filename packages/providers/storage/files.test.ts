import { mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeObjectStorage } from './conformance.ts';
import { createFileStorage } from './files.ts';

describeObjectStorage('files', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
  return {
    storage: createFileStorage({ root }),
    damage: (key, bytes) => writeFile(join(root, key), bytes),
    close: () => rm(root, { recursive: true }),
  };
});

describe('file storage on a bad disk', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
    await writeFile(join(root, 'in.bin'), 'a new lesson');
  });
  afterEach(() => rm(root, { recursive: true }));

  // The kernel's own full disk: every write to this device fails with ENOSPC.
  const fullDisk = () => open('/dev/full', 'w');
  const fault = { code: 'storage_unavailable', provider: 'files', retryable: true, message: /ENOSPC/ };

  test('no space: storage_unavailable, the old object stays, nothing half-written is left', async () => {
    const healthy = createFileStorage({ root: join(root, 'store') });
    const before = await healthy.put('a/b.txt', join(root, 'in.bin'), 'text/plain');
    const full = createFileStorage({ root: join(root, 'store'), open: fullDisk });
    const { message, ...rest } = fault;
    await expect(full.put('a/b.txt', join(root, 'in.bin'), 'text/plain')).rejects.toMatchObject({
      ...rest,
      message: expect.stringMatching(message),
    });
    await expect(full.put('a/c.txt', join(root, 'in.bin'), 'text/plain')).rejects.toMatchObject(rest);
    await expect(full.check()).rejects.toMatchObject(rest);
    expect(await readdir(join(root, 'store/a'))).toEqual(['b.txt']);
    expect(await readdir(join(root, 'store/.tmp'))).toEqual([]);
    await healthy.download(before, join(root, 'out.bin'));
  });

  test('a root that cannot be made fails the check and the put', async () => {
    const storage = createFileStorage({ root: join(root, 'in.bin') });
    await expect(storage.check()).rejects.toMatchObject({ code: 'storage_unavailable', retryable: true });
    await expect(storage.put('a', join(root, 'in.bin'), 'text/plain')).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});

test('a directory under a key is no object', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
  const storage = createFileStorage({ root });
  await writeFile(join(root, 'in.bin'), 'x');
  await storage.put('a/b', join(root, 'in.bin'), 'text/plain');
  expect(await storage.stat('a')).toBeNull();
  expect(await storage.stat('a/b/c')).toBeNull();
  await expect(storage.read('a')).rejects.toMatchObject({ code: 'storage_missing' });
  await rm(root, { recursive: true });
});

test('ten puts of one key at once leave one whole object', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
  const storage = createFileStorage({ root: join(root, 'store') });
  const puts = Array.from({ length: 10 }, async (_, index) => {
    const path = join(root, `${index}.bin`);
    await writeFile(path, Buffer.alloc(200_000 + index, index));
    return storage.put('same/key', path, 'application/octet-stream');
  });
  const files = await Promise.all(puts);
  const kept = await storage.stat('same/key');
  const winner = files.find((file) => file.bytes === kept?.bytes);
  expect(winner).toBeDefined();
  if (winner !== undefined) await storage.download(winner, join(root, 'out.bin'));
  expect(await readdir(join(root, 'store/.tmp'))).toEqual([]);
  await rm(root, { recursive: true });
});

test('the check removes what a killed process left in the middle of a put, and nothing that may be one now', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
  const storage = createFileStorage({ root });
  await storage.check();
  const [forgotten, current] = ['forgotten', 'current'].map((name) => join(root, '.tmp', name));
  for (const path of [forgotten, current]) await writeFile(path ?? '', 'half');
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(forgotten ?? '', hoursAgo, hoursAgo);
  await storage.check();
  expect(await readdir(join(root, '.tmp'))).toEqual(['current']);
  await rm(root, { recursive: true });
});

test('has no signed URLs', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-root-'));
  const file = { key: 'a', bytes: 1, sha256: '0'.repeat(64), contentType: 'text/plain' };
  expect(await createFileStorage({ root }).signedUrl(file, 60)).toBeNull();
  await rm(root, { recursive: true });
});
