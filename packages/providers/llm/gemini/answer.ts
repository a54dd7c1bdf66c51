import { z } from 'zod';
import { ProviderError } from '../../errors.ts';

const partSchema = z.object({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  inlineData: z.object({ mimeType: z.string(), data: z.string() }).optional(),
});
type AnswerPart = z.infer<typeof partSchema>;

/** What we read of a GenerateContentResponse. https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse */
const responseSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(partSchema).optional() }).optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  modelVersion: z.string().optional(),
});

/** Reasons that the same prompt will meet again. Every other early stop (length, recitation, …) may pass next time. */
const blocked = new Set(['SAFETY', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII', 'IMAGE_SAFETY']);

/** A complete answer: its parts without the model's thoughts, and what really ran. */
export interface GeminiAnswer {
  parts: AnswerPart[];
  /** The model asked for, with `@version` when an alias resolved to another. */
  ranOn: string;
}

/**
 * Reads a response body. Throws `provider_content_blocked` when prompt or answer were refused, and
 * `provider_invalid_output` when there is no complete answer.
 */
export function readAnswer(body: unknown, model: string): GeminiAnswer {
  const invalid = (reason: string) =>
    new ProviderError('provider_invalid_output', 'gemini', `${model}: ${reason}`);
  const parsed = responseSchema.safeParse(body);
  if (!parsed.success) throw invalid(`not a Gemini response: ${z.prettifyError(parsed.error)}`);
  const { candidates, promptFeedback, modelVersion } = parsed.data;
  const reason = promptFeedback?.blockReason;
  if (reason !== undefined) throw blockedError(model, `the prompt was blocked (${reason})`);
  const candidate = candidates?.[0];
  if (candidate === undefined) throw invalid('no answer');
  const { finishReason = 'STOP' } = candidate;
  if (blocked.has(finishReason)) throw blockedError(model, `the answer was blocked (${finishReason})`);
  if (finishReason === 'MAX_TOKENS') throw invalid('the answer was cut off at the output limit (MAX_TOKENS)');
  if (finishReason !== 'STOP') throw invalid(`the answer stopped early (${finishReason})`);
  const parts = (candidate.content?.parts ?? []).filter((part) => part.thought !== true);
  if (parts.length === 0) throw invalid('an empty answer');
  const ranOn = modelVersion === undefined || modelVersion === model ? model : `${model}@${modelVersion}`;
  return { parts, ranOn };
}

function blockedError(model: string, reason: string): ProviderError {
  return new ProviderError('provider_content_blocked', 'gemini', `${model}: ${reason}`);
}
