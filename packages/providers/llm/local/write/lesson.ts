import type { Level, Topic } from '@vividly/knowledge/library';
import type { Analogy } from './analogy.ts';
import { phraseFor } from './phrases.ts';
import { properNouns } from './proper-nouns.ts';

/** What every scene of one lesson is written from. */
export interface Material {
  topic: Topic;
  analogy: Analogy;
  wordsPerMinute: number;
  /** This lesson's way to say one thing. */
  say: (choices: readonly string[]) => string;
  /** A label as it stands inside a sentence: lower case unless it is a name. */
  inSentence: (label: string) => string;
}

export const levels: readonly Level[] = ['early', 'middle', 'high'];

/** Gathers what the scenes of a lesson share. */
export function materialFor(topic: Topic, analogy: Analogy, wordsPerMinute: number): Material {
  const key = `${topic.slug} ${analogy.interest ?? ''}`;
  const names = properNouns(topic);
  return {
    topic,
    analogy,
    wordsPerMinute,
    say: (choices) => phraseFor(key, choices),
    inSentence: (label) =>
      label
        .split(' ')
        .map((word) =>
          names.has(word) || !/^\p{Lu}\p{Ll}*[^\p{L}]*$/u.test(word) ? word : word.toLowerCase(),
        )
        .join(' '),
  };
}
