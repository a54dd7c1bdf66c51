import type { Readable } from 'node:stream';
import type { StoredFile } from '@vividly/lesson';

export interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

export interface ListedObject {
  key: string;
  modifiedAt: Date;
}

/**
 * Keeps files under keys such as `tasks/<hash>/<epoch>/scene.mp4`. A key is written once and never changed; a put is
 * atomic (a reader sees the whole file or none). Adapters: files, s3. Throws `ProviderError` (storage_*).
 */
export interface ObjectStorage {
  readonly name: 'files' | 's3';
  /** Uploads a local file; returns what is needed to notice that it is gone or changed. Replaces an equal key. */
  put(key: string, path: string, contentType: string): Promise<StoredFile>;
  /** Size of the object, or null when there is none. */
  stat(key: string): Promise<{ bytes: number } | null>;
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Copies the object to a local path, verifying size and sha256 (`storage_corrupt` otherwise). */
  download(file: StoredFile, path: string): Promise<void>;
  /** A URL that serves the object to a browser for `seconds`; null when the adapter has none and the API must stream it. */
  signedUrl(file: StoredFile, seconds: number): Promise<string | null>;
  /** Removes the object; a missing key is no error. */
  delete(key: string): Promise<void>;
  /** Every object below `folder` (a valid key), in no order, with when it was written. */
  list(folder: string): AsyncIterable<ListedObject>;
  /** Throws when the storage cannot be written to now. */
  check(): Promise<void>;
}
