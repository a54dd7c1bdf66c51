import type { AppDeps } from '../../deps.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { editScriptEndpoint } from './edit-script.ts';
import { listRevisionsEndpoint } from './list.ts';
import { readScriptEndpoint } from './read-script.ts';

/** Scripts, and the revisions that editing them makes. */
export function revisionEndpoints(deps: AppDeps): Endpoint[] {
  return [readScriptEndpoint(deps), editScriptEndpoint(deps), listRevisionsEndpoint(deps)];
}
