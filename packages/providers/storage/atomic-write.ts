import { createHash } from 'node:crypto';
import { type FileHandle, open as openFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

/** Size in bytes and hex sha256 of what was written. */
interface Digest {
  bytes: number;
  sha256: string;
}

/** Opens a file for writing that must not exist yet. */
export type OpenNew = (path: string) => Promise<FileHandle>;

export const openNew: OpenNew = (path) => openFile(path, 'wx');

/**
 * Streams `source` into `temporary`, then renames that to `target` when `accept` does not throw. Whatever fails,
 * `target` is untouched and `temporary` is gone. Both paths are on one file system.
 * `durable` files survive a power cut once this resolves; `scratch` files need not.
 */
export async function writeAtomically(
  source: Readable,
  file: { temporary: string; target: string; keep: 'durable' | 'scratch' },
  accept: (digest: Digest) => void,
  open: OpenNew,
): Promise<Digest> {
  try {
    const handle = await open(file.temporary);
    let digest: Digest;
    try {
      digest = await writeHashed(source, handle);
      if (file.keep === 'durable') await handle.sync();
    } finally {
      await handle.close();
    }
    accept(digest);
    await rename(file.temporary, file.target);
    if (file.keep === 'durable') await syncDirectory(dirname(file.target));
    return digest;
  } catch (error) {
    source.destroy();
    await rm(file.temporary, { force: true });
    throw error;
  }
}

async function writeHashed(source: Readable, handle: FileHandle): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    await handle.writeFile(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** A rename is on disk only once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await openFile(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
