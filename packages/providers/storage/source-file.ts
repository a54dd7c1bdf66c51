import { type FileHandle, open } from 'node:fs/promises';
import { ProviderError } from '../errors.ts';
import type { ObjectStorage } from './port.ts';

/**
 * Opens the local file of a put. A file that cannot be read or is empty is the caller's mistake
 * (`provider_bad_request`), not the storage's failure. The caller closes the handle.
 */
export async function openSource(path: string, storage: ObjectStorage['name']): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    throw new ProviderError('provider_bad_request', storage, `cannot read ${path} to store it`, { cause });
  }
  const { size } = await handle.stat();
  if (size > 0) return handle;
  await handle.close();
  throw new ProviderError('provider_bad_request', storage, `${path} is empty and will not be stored`);
}
