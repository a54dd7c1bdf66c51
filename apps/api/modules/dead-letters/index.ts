import type { AppDeps } from '../../deps.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { listDeadLettersEndpoint, readDeadLetterEndpoint } from './read.ts';
import { discardEndpoint, redriveEndpoint } from './settle.ts';

/** Work that failed for good, for admins. */
export function deadLetterEndpoints(deps: AppDeps): Endpoint[] {
  return [
    listDeadLettersEndpoint(deps),
    readDeadLetterEndpoint(deps),
    redriveEndpoint(deps),
    discardEndpoint(deps),
  ];
}
