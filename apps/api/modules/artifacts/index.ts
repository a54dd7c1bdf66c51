import type { AppDeps } from '../../deps.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { artifactBytesEndpoint } from './bytes.ts';
import { listArtifactsEndpoint } from './list.ts';

/** The files of a finished lesson. */
export function artifactEndpoints(deps: AppDeps): Endpoint[] {
  return [listArtifactsEndpoint(deps), artifactBytesEndpoint(deps)];
}
