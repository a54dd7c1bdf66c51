import type { Response } from 'express';
import type { UserRole, UserTier } from '@vividly/db/enums';

/** Who calls, as the API key tells. */
export interface Caller {
  organizationId: string;
  userId: string;
  role: UserRole;
  tier: UserTier;
  apiKeyId: string;
}

/** What the server knows about one HTTP request beyond the request itself. */
export interface RequestState {
  /** Of the X-Request-Id header, or made here; in every answer and log line. */
  requestId: string;
  /** Path template of the matched route, for logs and metrics. */
  route: string | null;
  caller: Caller | null;
}

const states = new WeakMap<Response, RequestState>();

/** Attaches the state to a response; done once, by the first middleware. */
export function beginState(res: Response, state: RequestState): void {
  states.set(res, state);
}

/** The state of the request that `res` answers. */
export function stateOf(res: Response): RequestState {
  const state = states.get(res);
  if (!state) throw new Error('the request id middleware has not run');
  return state;
}

/** The authenticated caller; only routes behind `authenticate` may ask. */
export function callerOf(res: Response): Caller {
  const { caller } = stateOf(res);
  if (!caller) throw new Error('the route is not behind authentication');
  return caller;
}
