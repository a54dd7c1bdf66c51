import { S3ServiceException } from '@aws-sdk/client-s3';
import { ProviderError, type ProviderErrorCode } from '../errors.ts';

/** S3's own error codes that mean something else than their HTTP status says. */
const byName: Record<string, ProviderErrorCode> = {
  NoSuchBucket: 'provider_bad_request',
  // The upload was damaged or cut off on its way: the same bytes may well arrive next time.
  BadDigest: 'storage_unavailable',
  IncompleteBody: 'storage_unavailable',
  RequestTimeout: 'storage_unavailable',
  CredentialsProviderError: 'provider_unauthorized',
};

const byStatus: Record<number, ProviderErrorCode> = {
  401: 'provider_unauthorized',
  403: 'provider_unauthorized',
  404: 'storage_missing',
  408: 'storage_unavailable',
  429: 'storage_unavailable',
};

/**
 * What a failed S3 call means. The message holds the service's error code and status, never its text, its request or
 * a cause: those carry access keys and signatures.
 */
export function s3Failure(action: string, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const { name, code } = error as { name?: string; code?: string };
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const reason = status === undefined ? (code ?? name ?? 'unknown error') : `${status} ${name}`;
  return new ProviderError(codeOf(name, status), 's3', `cannot ${action}: ${reason}`);
}

function codeOf(name: string | undefined, status: number | undefined): ProviderErrorCode {
  const known = byName[name ?? ''] ?? byStatus[status ?? 0];
  if (known !== undefined) return known;
  return status !== undefined && status >= 300 && status < 500
    ? 'provider_bad_request'
    : 'storage_unavailable';
}
