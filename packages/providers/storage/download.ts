import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { StoredFile } from '@vividly/lesson';
import { ProviderError } from '../errors.ts';
import { openNew, writeAtomically } from './atomic-write.ts';
import type { ObjectStorage } from './port.ts';

/**
 * Copies an object to the local `path`, which appears only when size and sha256 are those of `file`
 * (`storage_corrupt` otherwise). A failing stream or local disk is `storage_unavailable`.
 */
export async function downloadVerified(
  storage: ObjectStorage['name'],
  source: Readable,
  file: StoredFile,
  path: string,
): Promise<void> {
  const paths = { temporary: `${path}.${randomUUID()}.part`, target: path, keep: 'scratch' } as const;
  try {
    await writeAtomically(
      source,
      paths,
      (digest) => {
        if (digest.bytes === file.bytes && digest.sha256 === file.sha256) return;
        const found = `${digest.bytes} bytes with sha256 ${digest.sha256}`;
        const expected = `${file.bytes} bytes with sha256 ${file.sha256}`;
        throw new ProviderError(
          'storage_corrupt',
          storage,
          `${file.key} holds ${found}; expected ${expected}`,
        );
      },
      openNew,
    );
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? 'the transfer broke off';
    throw new ProviderError(
      'storage_unavailable',
      storage,
      `could not copy ${file.key} to ${path}: ${reason}`,
    );
  }
}
