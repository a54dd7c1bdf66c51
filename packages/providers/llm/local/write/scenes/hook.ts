import type { Topic } from '@vividly/knowledge/library';
import { countScreenWords, limits, screenEcho, type VisualOf } from '@vividly/lesson';
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
        visual: titleVisual(topic, topic.question[level]),
        visualDescription: `The title of the lesson: ${topic.title}.`,
      },
      [{ utterance: line(topic.question[level]), worth: 'always' }, ...placed],
      { wordsPerMinute, worth: 0, level },
    ),
  );
}

/** The title, with the short question below it unless it is too long or would repeat the spoken one (rule 3). */
function titleVisual({ title, questionShort }: Topic, question: string): VisualOf<'title'> {
  const texts = [title, questionShort];
  const fits =
    questionShort.length <= subtitleChars &&
    countScreenWords(texts) <= limits.screenWordsMax &&
    screenEcho(texts, question) < limits.overlapBelow;
  return { kind: 'title', title, ...(fits && { subtitle: questionShort }) };
}
