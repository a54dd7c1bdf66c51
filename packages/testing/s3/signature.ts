import { createHash, createHmac } from 'node:crypto';

/**
 * AWS Signature Version 4, checked as the service checks it, for signed requests and for presigned URLs.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */

export interface SignedRequest {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface SigningKeys {
  accessKeyId: string;
  secretAccessKey: string;
}

interface Claim {
  accessKeyId: string;
  /** `<date>/<region>/s3/aws4_request` */
  scope: string;
  signedHeaders: string[];
  signature: string;
  /** ISO 8601 basic, e.g. 20261122T042500Z. */
  timestamp: string;
  payloadHash: string;
  /** Seconds after `timestamp`; only presigned URLs end. */
  expires: number | undefined;
}

/** S3's error code for what is wrong with the signature at `now` (ms since 1970), or undefined when it is right. */
export function signatureFault(request: SignedRequest, keys: SigningKeys, now: number): string | undefined {
  const claim = headerClaim(request) ?? presignedClaim(request);
  if (claim === undefined) return 'AccessDenied';
  if (claim.accessKeyId !== keys.accessKeyId) return 'InvalidAccessKeyId';
  if (claim.expires !== undefined && now > parseTimestamp(claim.timestamp) + claim.expires * 1000)
    return 'AccessDenied';
  const text = [
    'AWS4-HMAC-SHA256',
    claim.timestamp,
    claim.scope,
    sha256(canonicalRequest(request, claim)),
  ].join('\n');
  const key = claim.scope
    .split('/')
    .reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${keys.secretAccessKey}`);
  return hmac(key, text).toString('hex') === claim.signature ? undefined : 'SignatureDoesNotMatch';
}

function headerClaim({ headers }: SignedRequest): Claim | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      String(headers['authorization'] ?? ''),
    );
  if (match === null) return undefined;
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return {
    accessKeyId,
    scope,
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp: String(headers['x-amz-date']),
    payloadHash: String(headers['x-amz-content-sha256']),
    expires: undefined,
  };
}

function presignedClaim({ url }: SignedRequest): Claim | undefined {
  const query = (name: string) => url.searchParams.get(`X-Amz-${name}`) ?? '';
  const [accessKeyId = '', ...scope] = query('Credential').split('/');
  if (query('Signature') === '') return undefined;
  return {
    accessKeyId,
    scope: scope.join('/'),
    signedHeaders: query('SignedHeaders').split(';'),
    signature: query('Signature'),
    timestamp: query('Date'),
    payloadHash: 'UNSIGNED-PAYLOAD',
    expires: Number(query('Expires')),
  };
}

function canonicalRequest({ method, url, headers }: SignedRequest, claim: Claim): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&');
  const signed = claim.signedHeaders.map(
    (name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`,
  );
  return [
    method,
    url.pathname,
    query,
    signed.join(''),
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n');
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parseTimestamp(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
