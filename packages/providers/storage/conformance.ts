import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ObjectStorage } from './port.ts';

interface StorageUnderTest {
  storage: ObjectStorage;
  /** Changes the bytes stored under `key` behind the adapter's back. */
  damage(key: string, bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

const key = 'tasks/0f3a/1/scene.mp4';
// More than one chunk of any stream, and no repeating pattern.
const content = Buffer.from(
  Array.from({ length: 300_001 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff),
);

/** What every `ObjectStorage` keeps to. Each adapter's test file runs it against the real adapter. */
export function describeObjectStorage(
  name: ObjectStorage['name'],
  start: () => Promise<StorageUnderTest>,
): void {
  describe(`${name} keeps the storage contract`, () => {
    let under: StorageUnderTest;
    let scratch: string;
    const local = (file: string) => join(scratch, file);

    beforeEach(async () => {
      under = await start();
      scratch = await mkdtemp(join(tmpdir(), 'vividly-storage-'));
      await writeFile(local('in.bin'), content);
    });
    afterEach(async () => {
      await under.close();
      await rm(scratch, { recursive: true });
    });

    const put = () => under.storage.put(key, local('in.bin'), 'video/mp4');

    test('says what it is', () => {
      expect(under.storage.name).toBe(name);
    });

    test('a put object has its size, its sha256 and its bytes', async () => {
      const file = await put();
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(file).toEqual({ key, bytes: content.length, sha256, contentType: 'video/mp4' });
      expect(await under.storage.stat(key)).toEqual({ bytes: content.length });
      expect((await buffer(await under.storage.read(key))).equals(content)).toBe(true);
    });

    test('a second put replaces the object', async () => {
      await put();
      await writeFile(local('in.bin'), 'other');
      expect((await put()).bytes).toBe(5);
      expect((await buffer(await under.storage.read(key))).toString()).toBe('other');
    });

    test.each([
      { range: { start: 0, end: 0 }, length: 1 },
      { range: { start: 10, end: 99_999 }, length: 99_990 },
      { range: { start: 300_000, end: 300_000 }, length: 1 },
      { range: { start: 299_000, end: 10_000_000 }, length: 1_001 },
    ])('reads bytes $range.start to $range.end', async ({ range, length }) => {
      await put();
      const part = await buffer(await under.storage.read(key, range));
      expect(part.length).toBe(length);
      expect(part.equals(content.subarray(range.start, range.end + 1))).toBe(true);
    });

    test.each([
      { start: 300_001, end: 300_002 },
      { start: 9, end: 8 },
      { start: -1, end: 8 },
    ])('refuses bytes $start to $end', async (range) => {
      await put();
      const fault = { name: 'ProviderError', code: 'provider_bad_request', provider: name, retryable: false };
      await expect(under.storage.read(key, range)).rejects.toMatchObject(fault);
    });

    test('downloads into a local file and leaves nothing else', async () => {
      const file = await put();
      await under.storage.download(file, local('out.bin'));
      expect((await readFile(local('out.bin'))).equals(content)).toBe(true);
      expect((await readdir(scratch)).sort()).toEqual(['in.bin', 'out.bin']);
    });

    test.each([
      { what: 'other bytes of the same size', damaged: Buffer.alloc(content.length, 1) },
      { what: 'fewer bytes', damaged: content.subarray(0, 1000) },
    ])('a download of $what is storage_corrupt and leaves no file', async ({ damaged }) => {
      const file = await put();
      await under.damage(key, damaged);
      const fault = { code: 'storage_corrupt', provider: name, retryable: false };
      await expect(under.storage.download(file, local('out.bin'))).rejects.toMatchObject(fault);
      expect(await readdir(scratch)).toEqual(['in.bin']);
    });

    test('a download into a directory that is not there is storage_unavailable', async () => {
      const file = await put();
      const fault = { code: 'storage_unavailable', provider: name, retryable: true };
      await expect(under.storage.download(file, local('nowhere/out.bin'))).rejects.toMatchObject(fault);
    });

    test('a missing object is null to stat, storage_missing to read and download, nothing to delete', async () => {
      const missing = { code: 'storage_missing', provider: name, retryable: false };
      const file = { key, bytes: 5, sha256: '0'.repeat(64), contentType: 'video/mp4' };
      expect(await under.storage.stat(key)).toBeNull();
      await expect(under.storage.read(key)).rejects.toMatchObject(missing);
      await expect(under.storage.download(file, local('out.bin'))).rejects.toMatchObject(missing);
      await expect(under.storage.delete(key)).resolves.toBeUndefined();
    });

    test('a deleted object is gone', async () => {
      await put();
      await under.storage.delete(key);
      expect(await under.storage.stat(key)).toBeNull();
    });

    test('lists what lies below a folder, with when it was written, and nothing else', async () => {
      const since = Date.now() - 2_000;
      const keys = ['tasks/a/1/x.bin', 'tasks/a/2/y.bin', 'tasks/b/1/z.bin', 'tasks-of-others/x.bin'];
      for (const each of keys) await under.storage.put(each, local('in.bin'), 'video/mp4');
      const listed = async (folder: string) => {
        const found = [];
        for await (const object of under.storage.list(folder)) found.push(object);
        return found;
      };
      const all = await listed('tasks');
      expect(all.map(({ key: each }) => each).sort()).toEqual(keys.slice(0, 3));
      for (const { modifiedAt } of all) expect(modifiedAt.getTime()).toBeGreaterThan(since);
      expect((await listed('tasks/a')).map(({ key: each }) => each).sort()).toEqual(keys.slice(0, 2));
      expect(await listed('nothing')).toEqual([]);
    });

    test('deleting an object leaves its neighbours', async () => {
      for (const each of ['tasks/a/1/x.bin', 'tasks/a/1/y.bin'])
        await under.storage.put(each, local('in.bin'), 'video/mp4');
      await under.storage.delete('tasks/a/1/x.bin');
      expect(await under.storage.stat('tasks/a/1/y.bin')).not.toBeNull();
      await under.storage.delete('tasks/a/1/y.bin');
      await put();
      expect(await under.storage.stat(key)).not.toBeNull();
    });

    test.each(['missing.bin', 'empty.bin'])('refuses to store %s', async (file) => {
      await writeFile(local('empty.bin'), '');
      const fault = { code: 'provider_bad_request', provider: name, retryable: false };
      await expect(under.storage.put(key, local(file), 'video/mp4')).rejects.toMatchObject(fault);
      expect(await under.storage.stat(key)).toBeNull();
    });

    test.each([
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      'a/../../b',
      './a',
      'a/.tmp/b',
      '.tmp/x',
      'a\\b',
      'a\0b',
      'a b',
      'é',
      'x'.repeat(201),
    ])('refuses the key %j in every call', async (bad) => {
      const fault = { code: 'provider_bad_request', provider: name };
      const file = { key: bad, bytes: 5, sha256: '0'.repeat(64), contentType: 'video/mp4' };
      await expect(under.storage.put(bad, local('in.bin'), 'video/mp4')).rejects.toMatchObject(fault);
      await expect(under.storage.stat(bad)).rejects.toMatchObject(fault);
      await expect(under.storage.read(bad)).rejects.toMatchObject(fault);
      await expect(under.storage.download(file, local('out.bin'))).rejects.toMatchObject(fault);
      await expect(under.storage.delete(bad)).rejects.toMatchObject(fault);
    });

    test('the check passes while objects can be written', async () => {
      await expect(under.storage.check()).resolves.toBeUndefined();
    });
  });
}
