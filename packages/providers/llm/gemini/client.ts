import { GoogleGenerativeAI, type SafetySetting } from '@google/generative-ai';
import type { CallGuard } from '../../call-guard.ts';
import { ProviderError } from '../../errors.ts';
import { readAnswer, type GeminiAnswer } from './answer.ts';
import { geminiFailure } from './failure.ts';
import { observeExchange } from './response-observer.ts';

export interface GeminiClientOptions {
  apiKey: string;
  /** Tried in order: a model that does not exist (404) gives way to the next. */
  models: readonly string[];
  /** Absent: Google's own service. */
  baseUrl?: string;
  /** Longest wait for one model's whole answer. */
  timeoutMs: number;
  /** Asked before each call of a model, under `gemini/<model>`. */
  guard: CallGuard;
}

export interface GeminiPrompt {
  systemInstruction?: string;
  /** The user's turn, one text each. */
  parts: readonly string[];
  /** As the REST format has it; may hold more than the client library's types know. */
  generationConfig: Readonly<Record<string, unknown>>;
  safetySettings?: readonly SafetySetting[];
}

export interface GeminiClient {
  /**
   * Asks the first model that exists. Throws `ProviderError`, the guard's error when the model is not to be called, or
   * the reason of `signal` when that is aborted; never asks one model twice.
   */
  generate(prompt: GeminiPrompt, options: { signal: AbortSignal }): Promise<GeminiAnswer>;
}

/** Calls Gemini through Google's client library: one attempt, bounded in time, errors without secrets. */
export function createGeminiClient({
  apiKey,
  models,
  baseUrl,
  timeoutMs,
  guard,
}: GeminiClientOptions): GeminiClient {
  const library = new GoogleGenerativeAI(apiKey);

  async function ask(model: string, prompt: GeminiPrompt, caller: AbortSignal): Promise<GeminiAnswer> {
    caller.throwIfAborted();
    // The library's own `timeout` leaves its timer running after the call: a signal of ours instead.
    const timeout = AbortSignal.timeout(timeoutMs);
    const { systemInstruction, parts, generationConfig, safetySettings = [] } = prompt;
    return observeExchange(async (seen) => {
      try {
        const { response } = await library
          .getGenerativeModel(
            {
              model,
              // The types of the library are older than the service.
              generationConfig,
              safetySettings: [...safetySettings],
              ...(systemInstruction === undefined ? {} : { systemInstruction }),
            },
            baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') },
          )
          .generateContent(
            { contents: [{ role: 'user', parts: parts.map((text) => ({ text })) }] },
            { signal: AbortSignal.any([caller, timeout]) },
          );
        return readAnswer(response, model);
      } catch (error) {
        if (caller.aborted) throw caller.reason;
        if (timeout.aborted)
          throw new ProviderError(
            'provider_timeout',
            'gemini',
            `${model} gave no answer within ${timeoutMs} ms`,
          );
        throw geminiFailure(error, { model, apiKey, seen, now: Date.now() });
      }
    });
  }

  return {
    async generate(prompt, { signal }) {
      const gone: string[] = [];
      for (const model of models) {
        try {
          return await guard(`gemini/${model}`, async () => ask(model, prompt, signal));
        } catch (error) {
          if (!(error instanceof ProviderError) || error.code !== 'provider_model_not_found') throw error;
          gone.push(error.message);
        }
      }
      const named = models.join(', ') || 'an empty list';
      const message = `no configured Gemini model exists (${named}): ${gone.join('; ')}`;
      throw new ProviderError('provider_model_not_found', 'gemini', message);
    },
  };
}
