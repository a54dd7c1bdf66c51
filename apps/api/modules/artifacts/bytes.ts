import { pipeline } from 'node:stream/promises';
import { create as contentDisposition } from 'content-disposition';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Prisma } from '@vividly/db';
import { extensionOf } from '@vividly/lesson';
import { ProviderError, type ByteRange } from '@vividly/providers/storage';
import type { AppDeps } from '../../deps.ts';
import { isNotModified } from '../../http/conditional.ts';
import { endpoint, type Endpoint } from '../../http/endpoint.ts';
import { Problem } from '../../http/problems.ts';
import { stateOf } from '../../http/request-state.ts';
import { requestParams, requestPath } from '../content-requests/read.ts';
import { requestKeyOf, requestNotFound, type RequestKey } from '../content-requests/reader.ts';
import { artifactFileName } from './file-name.ts';
import { wantedRange } from './range.ts';

/** How long a signed URL serves, in seconds: long enough to watch the longest lesson twice. */
const signedSeconds = 3_600;

const params = requestParams.extend({
  kind: z.string().meta({
    description:
      'Kind of the artifact, as the list names it; with the extension of its files for players that go by it.',
    examples: [
      'video',
      'audio',
      'captions_vtt',
      'captions_srt',
      'script',
      'transcript',
      'poster',
      'video.mp4',
    ],
  }),
});

/** GET /content-requests/{id}/artifacts/{kind}: the bytes, or the way to them. */
export function artifactBytesEndpoint(deps: AppDeps): Endpoint {
  return endpoint({
    method: 'get',
    path: `${requestPath}/artifacts/{kind}`,
    access: 'api_key',
    operationId: 'getArtifact',
    tag: 'Artifacts',
    summary: 'Get a file of a lesson',
    description: 'Single byte ranges are served; several at once give the whole file.',
    params,
    answers: {
      200: {
        description: 'The file.',
        content: { '*/*': { schema: z.string().meta({ format: 'binary' }) } },
        headers: {
          ETag: 'Strong: the SHA-256 of the file.',
          'Accept-Ranges': '`bytes`',
          'Content-Disposition': 'A name to save it under.',
        },
      },
      206: {
        description: 'The bytes that `Range` names.',
        content: { '*/*': { schema: z.string().meta({ format: 'binary' }) } },
        headers: { 'Content-Range': 'Which bytes of how many.' },
      },
      302: {
        description: 'The file is served by the storage itself, for a while.',
        headers: { Location: 'A signed URL.' },
      },
      304: { description: 'The client has this file already.' },
    },
    problems: [
      'request_not_found',
      'artifact_not_found',
      'artifact_gone',
      'range_not_satisfiable',
      'storage_unavailable',
    ],
    async handle(req, res) {
      const key = requestKeyOf(req, res);
      const artifact = await findArtifact(deps, key, String(req.params['kind']));
      await serve(deps, req, res, artifact);
    },
  });
}

interface FoundArtifact {
  row: Prisma.ArtifactGetPayload<object>;
  title: string;
}

/** @param name the kind; or the kind and the extension of its files, for players that go by it: `video.mp4` */
async function findArtifact({ db }: AppDeps, key: RequestKey, name: string): Promise<FoundArtifact> {
  const [kind = '', extension, ...more] = name.split('.');
  const request = await db.contentRequest.findFirst({
    where: { id: key.requestId, organizationId: key.organizationId },
    select: { result: true, artifacts: { where: { kind } } },
  });
  if (!request) throw requestNotFound(key.requestId);
  const [row] = request.artifacts;
  const named =
    more.length === 0 && (extension === undefined || extension === extensionOf(row?.contentType ?? ''));
  if (!row || !named)
    throw new Problem('artifact_not_found', `Content request ${key.requestId} has no artifact ${name}.`);
  const { title } = (request.result ?? {}) as { title?: string };
  return { row, title: title ?? 'lesson' };
}

async function serve(
  deps: AppDeps,
  req: Request,
  res: Response,
  { row, title }: FoundArtifact,
): Promise<void> {
  const { storage } = deps;
  const { storageKey: key, bytes, sha256, contentType, kind } = row;
  const stored = await storage.stat(key);
  if (stored?.bytes !== bytes) throw gone(deps, res, row);
  const etag = `"${sha256}"`;
  res.set({ 'Cache-Control': 'private, no-cache', ETag: etag, 'Accept-Ranges': 'bytes' });
  if (isNotModified(req, etag)) {
    res.status(304).end();
    return;
  }
  const signedUrl =
    req.method === 'GET' && !pointsAtOthers(contentType)
      ? await storage.signedUrl({ key, bytes, sha256, contentType }, signedSeconds)
      : null;
  if (signedUrl !== null) {
    // The URL is a key of its own for as long as it serves.
    res.set('Cache-Control', 'private, no-store').removeHeader('ETag');
    res.status(302).location(signedUrl).end();
    return;
  }
  const range =
    req.method === 'GET'
      ? wantedRange({ range: req.get('range'), ifRange: req.get('if-range') }, { bytes, etag })
      : ({ kind: 'whole' } as const);
  if (range.kind === 'unsatisfiable')
    throw new Problem('range_not_satisfiable', `The file has ${String(bytes)} bytes.`, {
      headers: { 'Content-Range': `bytes */${String(bytes)}` },
    });
  res.set({
    'Content-Type': contentType,
    'Content-Disposition': dispositionOf(artifactFileName(title, kind, contentType)),
  });
  if (range.kind === 'part')
    res
      .status(206)
      .set('Content-Range', `bytes ${String(range.start)}-${String(range.end)}/${String(bytes)}`);
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: bytes - 1 };
  res.set('Content-Length', String(end - start + 1));
  if (req.method === 'HEAD') res.end();
  else await send(deps, res, row, { start, end });
}

/**
 * Files that name others by URIs relative to their own, such as the pictures of `thumbnails_vtt`: from a signed URL of
 * the storage those would lead nowhere, so they are served from here.
 */
function pointsAtOthers(contentType: string): boolean {
  return ['text/vtt', 'application/vnd.apple.mpegurl'].includes(contentType.split(';', 1)[0] ?? '');
}

/** To be shown where it can be, and saved under this name; in ASCII for programs that know nothing else. */
function dispositionOf(fileName: string): string {
  const fallback = fileName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/g, '_');
  return contentDisposition(fileName, { type: 'inline', fallback });
}

/** Sends the bytes at the client's pace; a client that leaves ends the reading. */
async function send(
  deps: AppDeps,
  res: Response,
  row: FoundArtifact['row'],
  range: ByteRange,
): Promise<void> {
  const source = await deps.storage.read(row.storageKey, range).catch((error: unknown) => {
    throw error instanceof ProviderError && error.code === 'storage_missing' ? gone(deps, res, row) : error;
  });
  try {
    await pipeline(source, res);
  } catch (error) {
    // The status is out; a cut connection is how the client learns that the file is not whole.
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    deps.logger.error(
      { err: error, requestId: stateOf(res).requestId, storageKey: row.storageKey },
      'an artifact broke off',
    );
    res.destroy();
  }
}

/** Storage lost a file that it acknowledged: an operator must know. */
function gone({ logger }: AppDeps, res: Response, row: FoundArtifact['row']): Problem {
  const { requestId: contentRequestId, kind, storageKey, bytes } = row;
  logger.error(
    { requestId: stateOf(res).requestId, contentRequestId, kind, storageKey, bytes },
    'an artifact is missing from storage, or has another size',
  );
  return new Problem(
    'artifact_gone',
    `The ${kind} of content request ${contentRequestId} is no longer stored.`,
  );
}
