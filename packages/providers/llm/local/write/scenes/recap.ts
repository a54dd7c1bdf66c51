import type { Topic } from '@vividly/knowledge/library';
import type { Material } from '../lesson.ts';
import { levels } from '../lesson.ts';
import { phrases } from '../phrases.ts';
import { line, optionsOf, type SceneOption } from '../utterance.ts';

/** What to remember of each objective, and the way back to the opening question. */
export function recapOptions(
  { topic, wordsPerMinute, say }: Material,
  objectives: readonly Topic['objectives'][number][],
): SceneOption[] {
  const keywords = objectives.map(({ recap }) => recap.keyword);
  return levels.flatMap((level) =>
    optionsOf(
      {
        role: 'recap',
        heading: 'Recap',
        visual: { kind: 'recap', items: objectives.map(({ id, recap }) => ({ id, text: recap.keyword })) },
        visualDescription: `What to remember of ${topic.title}: ${keywords.join('; ')}.`,
      },
      [
        { utterance: line(say(phrases.recapLead)), worth: 0.4 },
        ...objectives.map(({ id, recap, lines }) => ({
          utterance: line(recap.say[level], recapSource(lines[level]), [id]),
          worth: 'always' as const,
        })),
        { utterance: line(say(phrases.closing)), worth: 0.4 },
      ],
      { wordsPerMinute, worth: 0, level },
    ),
  );
}

/** The recap says again what the objective's first sourced line rests on. */
function recapSource(lines: readonly { source?: string | undefined }[]): string | undefined {
  return lines.find(({ source }) => source !== undefined)?.source;
}
