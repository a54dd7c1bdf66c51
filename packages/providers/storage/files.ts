import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { ProviderError } from '../errors.ts';
import { assertKey, assertRange, rangeFault } from './address.ts';
import { openNew, writeAtomically, type OpenNew } from './atomic-write.ts';
import { downloadVerified } from './download.ts';
import type { ByteRange, ObjectStorage } from './port.ts';
import { openSource } from './source-file.ts';

export interface FileStorageOptions {
  /** Directory that holds everything; made when missing. Temporary files live in its `.tmp`. */
  root: string;
  /** How temporary files are opened; tests put a full disk in its place. */
  open?: OpenNew;
}

/** No put takes so long, in ms. */
const forgottenAfterMs = 3_600_000;

/** What the operating system says when a key has no file. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** What the operating system says when a folder is not empty, or was removed by another process. */
const kept = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY']);

/** No space, no rights, a broken disk: an operator can mend all of it, so the engine may try again. */
function unavailable(action: string, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return new ProviderError('storage_unavailable', 'files', `cannot ${action}: ${reason}`, { cause: error });
}

/**
 * Keeps objects as files under a directory, which may be a volume shared by several machines. A put is a temporary
 * file, fsynced and renamed; the check also removes those that were forgotten. Has no signed URLs.
 */
export function createFileStorage(options: FileStorageOptions): ObjectStorage {
  const root = resolve(options.root);
  const temporaries = join(root, '.tmp');

  function pathOf(key: string): string {
    assertKey(key, 'files');
    return join(root, key);
  }

  /** Size in bytes of the object's file, null when there is none. */
  async function sizeOf(key: string): Promise<number | null> {
    try {
      const found = await stat(pathOf(key));
      return found.isFile() ? found.size : null;
    } catch (error) {
      if (absent.has((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw unavailable(`look for ${key}`, error);
    }
  }

  /** A process that was killed in the middle of a put leaves its temporary file. */
  async function removeForgotten(): Promise<void> {
    const before = Date.now() - forgottenAfterMs;
    for (const name of await readdir(temporaries)) {
      const path = join(temporaries, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && found.mtimeMs < before) await rm(path, { force: true });
    }
  }

  async function read(key: string, range?: ByteRange): Promise<Readable> {
    if (range !== undefined) assertRange(key, range, 'files');
    const bytes = await sizeOf(key);
    if (bytes === null) throw new ProviderError('storage_missing', 'files', `there is no object ${key}`);
    if (range !== undefined && range.start >= bytes) throw rangeFault(key, range, 'files');
    try {
      const handle = await open(pathOf(key), 'r');
      return handle.createReadStream(range);
    } catch (error) {
      throw unavailable(`read ${key}`, error);
    }
  }

  return {
    name: 'files',

    async put(key, path, contentType) {
      const target = pathOf(key);
      const source = await openSource(path, 'files');
      try {
        await mkdir(temporaries, { recursive: true });
        await mkdir(dirname(target), { recursive: true });
        const file = { temporary: join(temporaries, randomUUID()), target, keep: 'durable' } as const;
        const digest = await writeAtomically(
          source.createReadStream(),
          file,
          () => {},
          options.open ?? openNew,
        );
        return { key, ...digest, contentType };
      } catch (error) {
        throw unavailable(`store ${key}`, error);
      } finally {
        await source.close();
      }
    },

    async stat(key) {
      const bytes = await sizeOf(key);
      return bytes === null ? null : { bytes };
    },

    read,

    async download(file, path) {
      await downloadVerified('files', await read(file.key), file, path);
    },

    signedUrl: () => Promise.resolve(null),

    async delete(key) {
      const path = pathOf(key);
      try {
        await rm(path, { force: true });
        // An object store has no folders: those of this one go with their last object.
        for (let dir = dirname(path); dir !== root; dir = dirname(dir)) await rmdir(dir);
      } catch (error) {
        if (kept.has((error as NodeJS.ErrnoException).code ?? '')) return;
        throw unavailable(`delete ${key}`, error);
      }
    },

    async *list(folder) {
      const from = pathOf(folder);
      try {
        for await (const entry of await opendir(from, { recursive: true })) {
          if (!entry.isFile()) continue;
          const path = join(entry.parentPath, entry.name);
          // Gone between the two looks: somebody else deleted it.
          const found = await stat(path).catch(() => null);
          if (found !== null)
            yield { key: relative(root, path).split(sep).join('/'), modifiedAt: found.mtime };
        }
      } catch (error) {
        if (!absent.has((error as NodeJS.ErrnoException).code ?? ''))
          throw unavailable(`list ${folder}`, error);
      }
    },

    async check() {
      try {
        await mkdir(temporaries, { recursive: true });
        await removeForgotten();
        const probe = join(temporaries, randomUUID());
        const handle = await (options.open ?? openNew)(probe);
        try {
          await handle.writeFile('probe');
        } finally {
          await handle.close();
          await rm(probe, { force: true });
        }
      } catch (error) {
        throw unavailable(`write to ${root}`, error);
      }
    },
  };
}
