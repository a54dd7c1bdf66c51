import type { Material } from '../lesson.ts';
import { levels } from '../lesson.ts';
import { withInterest } from '../analogy.ts';
import { phrases } from '../phrases.ts';
import { line, optionsOf, type Piece, type SceneOption } from '../utterance.ts';

/** Longest subtitle that the picture of a title holds, in characters. */
const subtitleChars = 48;

/** The opening: the question, the learner's world, the title. */
export function hookOptions({ topic, analogy, wordsPerMinute, say }: Material): SceneOption[] {
  const { mapping, unmet } = analogy;
  const placed: Piece[] = [
    ...(unmet === undefined ? [] : [{ utterance: line(say(phrases.unmet(unmet))), worth: 6 }]),
    { utterance: line(withInterest(mapping.hook, analogy)), worth: 4 },
  ];
  return levels.flatMap((level) =>
    optionsOf(
      {
        role: 'hook',
        heading: topic.title,
        visual: {
          kind: 'title',
          title: topic.title,
          ...(topic.questionShort.length <= subtitleChars && { subtitle: topic.questionShort }),
        },
        visualDescription: `The title of the lesson: ${topic.title}.`,
      },
      [{ utterance: line(topic.question[level]), worth: 'always' }, ...placed],
      { wordsPerMinute, worth: 0, level },
    ),
  );
}
