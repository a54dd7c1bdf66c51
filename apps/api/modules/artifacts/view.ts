import type { Prisma } from '@vividly/db';
import { contentRequestsPath } from '../../http/paths.ts';
import type { ArtifactView } from '../content-requests/schema.ts';

type ArtifactRow = Prisma.ArtifactGetPayload<object>;

/** A file of a lesson as clients see it. */
export function artifactView({ requestId, kind, bytes, sha256, contentType }: ArtifactRow): ArtifactView {
  return { kind, url: `${contentRequestsPath}/${requestId}/artifacts/${kind}`, bytes, sha256, contentType };
}
