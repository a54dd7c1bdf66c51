import type { AppDeps } from '../../deps.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { cancelEndpoint } from './cancel.ts';
import { answerEndpoint } from './clarification.ts';
import { createRequestEndpoint } from './create.ts';
import { listRequestsEndpoint } from './list.ts';
import { readRequestEndpoint } from './read.ts';
import { createRequestReader } from './reader.ts';
import { retryEndpoint } from './retry.ts';

/** Asking for lessons and following them. */
export function contentRequestEndpoints(deps: AppDeps): Endpoint[] {
  const reader = createRequestReader(deps.db, deps.contracts);
  return [
    createRequestEndpoint(deps, reader),
    listRequestsEndpoint(reader),
    readRequestEndpoint(reader),
    answerEndpoint(deps, reader),
    cancelEndpoint(deps, reader),
    retryEndpoint(deps, reader),
  ];
}
