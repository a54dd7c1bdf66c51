import { ProviderError } from '../errors.ts';
import type { ByteRange, ObjectStorage } from './port.ts';

const segment = /^[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}$/;

/**
 * Throws `provider_bad_request` unless `key` is one to twenty segments of letters, digits and `. _ - =`, joined by
 * `/`, none starting with a dot. So no key leaves the storage's root, meets its temporary files, or needs escaping
 * in a path, a URL or a signature.
 */
export function assertKey(key: string, storage: ObjectStorage['name']): void {
  const segments = key.split('/');
  if (segments.length > 20 || !segments.every((each) => segment.test(each)))
    throw new ProviderError(
      'provider_bad_request',
      storage,
      `${JSON.stringify(key)} is not a valid storage key`,
    );
}

/** Throws `provider_bad_request` unless `range` names at least one byte. S3 would serve the whole object instead. */
export function assertRange(key: string, range: ByteRange, storage: ObjectStorage['name']): void {
  if (range.start < 0 || range.end < range.start) throw rangeFault(key, range, storage);
}

/** The object ends before the range starts, or the range is none. */
export function rangeFault(key: string, range: ByteRange, storage: ObjectStorage['name']): ProviderError {
  return new ProviderError(
    'provider_bad_request',
    storage,
    `${key} has no bytes ${range.start} to ${range.end}`,
  );
}
