import type { LessonBrief } from '../../port.ts';
import type { GeminiPrompt } from '../client.ts';
import { dataPart } from './data-part.ts';
import { lessonFigures, lessonRules } from './lesson-rules.ts';

/** Asks for a lesson draft. */
export function writePrompt(brief: LessonBrief): Pick<GeminiPrompt, 'systemInstruction' | 'parts'> {
  return {
    systemInstruction: lessonRules,
    parts: [`Write one lesson.\n${lessonFigures(brief)}`, ...briefParts(brief)],
  };
}

/** What the lesson is about and what it rests on, as data. */
export function briefParts({ query, topic, interest, passages }: LessonBrief): string[] {
  return [
    dataPart('What the learner asked, the topic, and the interest to explain it with:', {
      query,
      topic: topic.title,
      interest: interest?.name ?? null,
    }),
    passages.length === 0
      ? 'There are no passages: write only what is certain, and name none.'
      : dataPart(
          'The passages, with the ids to name them by:',
          passages.map(({ id, angle, title, text }) => ({ id, angle, title, text })),
        ),
  ];
}
