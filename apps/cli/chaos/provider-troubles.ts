import {
  blockedPromptReply,
  clearDocument,
  foreignReply,
  hangReply,
  hangUpReply,
  internalErrorReply,
  invalidKeyReply,
  jsonReply,
  modelNotFoundReply,
  overloadedReply,
  rateLimitedReply,
  stoppedReply,
  textReply,
  truncatedReply,
  type Reply,
} from '@vividly/testing/gemini';
import { PipelineStage } from '@vividly/db/enums';
import { contracts } from '@vividly/pipeline';
import { providerErrors, type ProviderErrorCode } from '@vividly/providers';
import type { Kind } from './paced-gemini.ts';
import type { Setup } from './work.ts';

/** Workers that do not wait long for an answer, so that a provider that hangs is soon found out. */
export const impatient: Setup = { work: 'text', environment: { GEMINI_TIMEOUT_SECONDS: '5' } };

/** Which stage asks for what; each try of its task makes one call. */
export const stageOf = {
  understand: PipelineStage.validation,
  lesson: PipelineStage.script_generation,
} as const satisfies Record<Kind, PipelineStage>;

/** A way in which a provider behaves, and what has to come of it. */
export interface ProviderTrouble {
  name: string;
  /** What the calls ask for that meet it. */
  at: Kind;
  reply: Reply;
  /** So many calls in a row get the reply, then it answers as ever. */
  times: number;
  /** Calls that the provider gets in all. */
  calls: number;
  /** How the request fails; absent: it completes. */
  fails?: { code: ProviderErrorCode; retryable: boolean };
  /** Whether a circuit breaker counts it. */
  health: boolean;
  /** The provider is not called again for so long, in ms. */
  restMs?: number;
}

/** It passes: the request completes after as many calls more as there was trouble. */
function passing(name: string, at: Kind, reply: Reply, times = 1): ProviderTrouble {
  return { name, at, reply, times, calls: times + 1, health: false };
}

/** It passes too, but tells that the provider is unwell. */
function unwell(name: string, at: Kind, reply: Reply): ProviderTrouble {
  return { ...passing(name, at, reply), health: true };
}

/** It stays: the request fails after as many calls as its error allows. */
function lasting(name: string, at: Kind, reply: Reply, code: ProviderErrorCode): ProviderTrouble {
  const { retryable } = providerErrors[code];
  const calls = retryable ? contracts[stageOf[at]].maxAttempts : 1;
  return { name, at, reply, times: Infinity, calls, fails: { code, retryable }, health: false };
}

const askedRestSeconds = 3;
const noJson = textReply('Of course! Here is your lesson:');
const otherShape = jsonReply({ lesson: 'an object that nobody asked for' });

/** Every way that Gemini has of not answering. */
export const providerTroubles: readonly ProviderTrouble[] = [
  // First because it takes longest.
  unwell('hang', 'understand', hangReply),
  {
    ...unwell('too many requests', 'understand', rateLimitedReply({ retryAfter: String(askedRestSeconds) })),
    restMs: askedRestSeconds * 1_000,
  },
  unwell('internal error', 'lesson', internalErrorReply()),
  unwell('overloaded', 'understand', overloadedReply()),
  unwell('hang-up', 'lesson', hangUpReply),
  passing('page of a proxy', 'understand', foreignReply(200)),
  passing('answer of another format', 'lesson', otherShape),
  passing('truncated JSON', 'understand', truncatedReply(clearDocument())),
  passing('no JSON once', 'understand', noJson),
  passing('no JSON twice', 'lesson', noJson, 2),
  lasting('never JSON, understanding', 'understand', noJson, 'provider_invalid_output'),
  lasting('never JSON, writing', 'lesson', noJson, 'provider_invalid_output'),
  lasting('blocked prompt', 'understand', blockedPromptReply(), 'provider_content_blocked'),
  lasting('blocked answer', 'lesson', stoppedReply('SAFETY'), 'provider_content_blocked'),
  lasting('wrong key', 'understand', invalidKeyReply(), 'provider_unauthorized'),
  lasting('retired model', 'understand', modelNotFoundReply('gemini-2.5-flash'), 'provider_model_not_found'),
];
