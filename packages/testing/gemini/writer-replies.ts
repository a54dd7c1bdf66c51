import { lessonDocument } from './lesson-document.ts';
import { invalidArgumentReply, jsonReply, type Reply } from './replies.ts';
import type { RecordedCall } from './server.ts';

/** What the lesson writer asked a model for, told from the response schema that it sent. */
export type WriterCall = { kind: 'understand' } | { kind: 'lesson'; passageIds: string[] };

interface WireSchema {
  properties?: Record<string, WireSchema>;
  items?: WireSchema;
  enum?: string[];
}

/** Reads a call of the lesson writer; undefined for any other call. A lesson is asked for to write and to repair. */
export function writerCall({ body }: RecordedCall): WriterCall | undefined {
  const schema = body.generationConfig?.responseSchema as WireSchema | undefined;
  if (schema?.properties?.['outcome'] !== undefined) return { kind: 'understand' };
  const sentence = schema?.properties?.['scenes']?.items?.properties?.['sentences']?.items;
  if (sentence === undefined) return undefined;
  return { kind: 'lesson', passageIds: sentence.properties?.['passages']?.items?.enum ?? [] };
}

/** What a model answers when a question is clear: Newton's third law with basketball, for grade 6. */
export function clearDocument(topicSlug: string | null = null): object {
  return {
    reasoning: 'The learner names one law and an interest.',
    outcome: 'clear',
    topicTitle: 'Newton’s third law',
    topicSlug,
    interest: 'basketball',
    gradeLevel: 6,
    questions: [],
    message: null,
    confidence: 0.95,
  };
}

/** What a model answers when a question is vague. */
export function vagueDocument(questions: readonly string[]): object {
  const nothing = { topicTitle: null, topicSlug: null, interest: null, gradeLevel: null, message: null };
  return { reasoning: 'Several topics fit.', outcome: 'vague', ...nothing, questions, confidence: 0.9 };
}

/** What a model answers when there is nothing to learn. */
export function outOfScopeDocument(message: string): object {
  const nothing = { topicTitle: null, topicSlug: null, interest: null, gradeLevel: null };
  return {
    reasoning: 'Nothing to learn.',
    outcome: 'out_of_scope',
    ...nothing,
    questions: [],
    message,
    confidence: 0.9,
  };
}

/**
 * A script for `FakeGemini.reply` that takes a whole pipeline through: every question is clear, every lesson is
 * `lessonDocument`, citing the passages that were offered.
 */
export function replyAsWriter(call: RecordedCall): Reply {
  const asked = writerCall(call);
  switch (asked?.kind) {
    case 'understand':
      return jsonReply(clearDocument());
    case 'lesson':
      return jsonReply(lessonDocument(asked.passageIds));
    case undefined:
      return invalidArgumentReply('fake Gemini: not a call of the lesson writer');
  }
}
