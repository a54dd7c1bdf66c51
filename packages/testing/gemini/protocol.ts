/**
 * The parts of Gemini's REST format (v1beta) that our adapters use, as they travel on the wire.
 * Source: https://ai.google.dev/api/generate-content
 */

export interface WirePart {
  text?: string;
  /** A summary of the model's thinking, no part of the answer. */
  thought?: boolean;
  inlineData?: { mimeType: string; data: string };
}

export interface WireContent {
  role?: string;
  parts: WirePart[];
}

export interface GenerateContentBody {
  contents: WireContent[];
  systemInstruction?: WireContent;
  generationConfig?: Record<string, unknown> & { responseMimeType?: string; responseSchema?: unknown };
  safetySettings?: unknown[];
}

export interface WireCandidate {
  content?: WireContent;
  finishReason?: string;
  index: number;
  safetyRatings?: { category: string; probability: string; blocked?: boolean }[];
}

export interface GenerateContentReply {
  candidates?: WireCandidate[];
  promptFeedback?: { blockReason: string; safetyRatings?: unknown[] };
}

/** Google's error envelope: https://cloud.google.com/apis/design/errors */
export interface ErrorReply {
  error: { code: number; message: string; status: string; details?: Record<string, unknown>[] };
}

/** All text of a request in order: system instruction, then every content part. What a scripted function looks at. */
export function textOf(body: GenerateContentBody): string {
  return [...(body.systemInstruction?.parts ?? []), ...body.contents.flatMap((content) => content.parts)]
    .map((part) => part.text ?? '')
    .join('\n');
}
