import type { AppDeps } from '../../deps.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { listVoicesEndpoint } from './list.ts';
import { voiceSampleEndpoint } from './sample.ts';

/** The voices that lessons can have. */
export function voiceEndpoints(deps: AppDeps): Endpoint[] {
  return [listVoicesEndpoint(deps), voiceSampleEndpoint(deps)];
}
