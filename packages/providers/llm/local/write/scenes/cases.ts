import type { Material } from '../lesson.ts';
import { levels } from '../lesson.ts';
import { phrases } from '../phrases.ts';
import { line, optionsOf, type SceneOption } from '../utterance.ts';

/** The common mistake, named and corrected; what follows the correction can be left out. */
export function misconceptionOptions({ topic, wordsPerMinute }: Material): SceneOption[] {
  const { claim, correction, lines } = topic.misconception;
  return levels.flatMap((level) => {
    const corrected = lines[level].findIndex(({ show }) => show.includes('correction'));
    return optionsOf(
      {
        role: 'misconception',
        heading: 'Watch out',
        visual: {
          kind: 'correction',
          claim: { id: 'claim', text: claim },
          correction: { id: 'correction', text: correction },
        },
        visualDescription: `A wrong claim, crossed out: ${claim}. Below it what is right: ${correction}.`,
      },
      lines[level].map(({ say, source, show }, index) => ({
        utterance: line(say, source, show),
        worth: index > corrected ? 1.5 : 'always',
      })),
      { wordsPerMinute, worth: 6, level },
    );
  });
}

/** A worked example or a concrete case, without the interest. */
export function exampleOptions({ topic, wordsPerMinute, say }: Material): SceneOption[] {
  const { heading, visual, description, lines } = topic.example;
  return levels.flatMap((level) =>
    optionsOf(
      { role: 'example', heading, visual, visualDescription: description },
      [
        { utterance: line(say(phrases.exampleLead)), worth: 0.3 },
        ...lines[level].map((each) => ({
          utterance: line(each.say, each.source, each.show),
          worth: each.extra ? 1 : ('always' as const),
        })),
      ],
      { wordsPerMinute, worth: 6, level },
    ),
  );
}
