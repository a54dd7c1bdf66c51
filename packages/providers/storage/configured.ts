import { createFileStorage } from './files.ts';
import type { ObjectStorage } from './port.ts';
import { createS3Storage } from './s3.ts';

/** The storage part of a process's environment. */
export interface StorageSettings {
  STORAGE_PROVIDER: 'files' | 's3';
  STORAGE_DIR: string;
  S3_BUCKET?: string | undefined;
  S3_REGION: string;
  S3_ENDPOINT?: string | undefined;
  S3_PREFIX?: string | undefined;
  S3_FORCE_PATH_STYLE: boolean;
  S3_ACCESS_KEY_ID?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** The storage that the environment names. */
export function createStorage(settings: StorageSettings): ObjectStorage {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  const adapters: Record<StorageSettings['STORAGE_PROVIDER'], () => ObjectStorage> = {
    files: () => createFileStorage({ root: settings.STORAGE_DIR }),
    s3: () =>
      createS3Storage({
        bucket: settings.S3_BUCKET ?? '',
        region: settings.S3_REGION,
        forcePathStyle: settings.S3_FORCE_PATH_STYLE,
        ...(settings.S3_ENDPOINT === undefined ? {} : { endpoint: settings.S3_ENDPOINT }),
        ...(settings.S3_PREFIX === undefined ? {} : { prefix: settings.S3_PREFIX }),
        ...(accessKeyId === undefined || secretAccessKey === undefined
          ? {}
          : { credentials: { accessKeyId, secretAccessKey } }),
      }),
  };
  return adapters[settings.STORAGE_PROVIDER]();
}
