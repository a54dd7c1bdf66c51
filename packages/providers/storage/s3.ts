import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { assertKey, assertRange } from './address.ts';
import { downloadVerified } from './download.ts';
import type { ByteRange, ObjectStorage } from './port.ts';
import { s3Failure } from './s3-failure.ts';
import { openSource } from './source-file.ts';

export interface S3StorageOptions {
  bucket: string;
  region: string;
  /** Base URL of an S3-compatible service; absent for AWS itself. */
  endpoint?: string;
  /** Absent: the SDK finds them where the process runs (environment, instance or pod role). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** `host/bucket/key` in place of `bucket.host/key`; most S3-compatible services need it. */
  forcePathStyle: boolean;
  /** Put before every key, e.g. `vividly/`. */
  prefix?: string;
  /** Ends a call on a connection that is silent for so long. */
  idleTimeoutMs?: number;
}

/**
 * Keeps objects in an S3 bucket, one request per object (up to 5 GB). Each carries its sha256 as metadata and as the
 * checksum that S3 verifies on arrival. The SDK does not retry: the engine does.
 */
export function createS3Storage(options: S3StorageOptions): ObjectStorage {
  const idleTimeoutMs = options.idleTimeoutMs ?? 30_000;
  const client = new S3Client({
    region: options.region,
    forcePathStyle: options.forcePathStyle,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    maxAttempts: 1,
    // Checksums in trailers make uploads chunked, which many S3-compatible services refuse. We send our own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // The SDK would write warnings to the console; every failure reaches the caller as an error.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    requestHandler: { connectionTimeout: Math.min(idleTimeoutMs, 5_000), socketTimeout: idleTimeoutMs },
  });

  function at(key: string): { Bucket: string; Key: string } {
    assertKey(key, 's3');
    return { Bucket: options.bucket, Key: `${options.prefix ?? ''}${key}` };
  }

  async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw s3Failure(action, error);
    }
  }

  async function read(key: string, range?: ByteRange): Promise<Readable> {
    if (range !== undefined) assertRange(key, range, 's3');
    const asked = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
    const answer = await attempt(`read ${key}`, () =>
      client.send(new GetObjectCommand({ ...at(key), ...asked })),
    );
    // In Node the SDK's body is the response stream itself.
    return answer.Body as Readable;
  }

  return {
    name: 's3',

    async put(key, path, contentType) {
      const place = at(key);
      const source = await openSource(path, 's3');
      try {
        const { size } = await source.stat();
        const hash = createHash('sha256');
        for await (const chunk of source.createReadStream({ start: 0, autoClose: false }))
          hash.update(chunk as Buffer);
        const digest = hash.digest();
        const sha256 = digest.toString('hex');
        await attempt(`store ${key}`, () =>
          client.send(
            new PutObjectCommand({
              ...place,
              Body: source.createReadStream({ start: 0, autoClose: false }),
              ContentLength: size,
              ContentType: contentType,
              ChecksumSHA256: digest.toString('base64'),
              Metadata: { sha256 },
            }),
          ),
        );
        return { key, bytes: size, sha256, contentType };
      } finally {
        await source.close();
      }
    },

    async stat(key) {
      try {
        const answer = await client.send(new HeadObjectCommand(at(key)));
        return { bytes: answer.ContentLength ?? 0 };
      } catch (error) {
        const failure = s3Failure(`look for ${key}`, error);
        if (failure.code === 'storage_missing') return null;
        throw failure;
      }
    },

    read,

    async download(file, path) {
      await downloadVerified('s3', await read(file.key), file, path);
    },

    signedUrl: (file, seconds) =>
      attempt(`sign a URL for ${file.key}`, () =>
        getSignedUrl(client, new GetObjectCommand(at(file.key)), { expiresIn: seconds }),
      ),

    async delete(key) {
      await attempt(`delete ${key}`, () => client.send(new DeleteObjectCommand(at(key))));
    },

    async *list(folder) {
      const { Bucket, Key } = at(folder);
      const prefixLength = (options.prefix ?? '').length;
      let from: string | undefined;
      do {
        const page = await attempt(`list ${folder}`, () =>
          client.send(new ListObjectsV2Command({ Bucket, Prefix: `${Key}/`, ContinuationToken: from })),
        );
        for (const { Key: key, LastModified: modifiedAt } of page.Contents ?? [])
          if (key !== undefined && modifiedAt !== undefined)
            yield { key: key.slice(prefixLength), modifiedAt };
        from = page.NextContinuationToken;
      } while (from !== undefined);
    },

    async check() {
      const probe = at('vividly-check');
      await attempt(`write to bucket ${options.bucket}`, async () => {
        await client.send(new HeadBucketCommand({ Bucket: options.bucket }));
        await client.send(new PutObjectCommand({ ...probe, Body: 'probe' }));
      });
    },
  };
}
