import type { Interest } from '@vividly/knowledge/library';
import { phraseAt, stem, tokens } from './words.ts';

/** An interest in the learner's words. */
export interface FoundInterest {
  name: string;
  slug: string | null;
  family: string | null;
  /** The words of the question that say it, with what introduces them. */
  said: string[];
}

/** What introduces an interest: "using basketball", "I love my guitar", "as a fan of chess". */
const introductions = [
  'using',
  'through',
  'via',
  'in terms of',
  'with the help of',
  'with examples from',
  'with an example from',
  'with a',
  'i love',
  'i like',
  'i enjoy',
  'i play',
  "i'm into",
  'im into',
  'i am into',
  'i adore',
  'my love of',
  'my passion for',
  'fan of',
  'who loves',
  'who likes',
  'based on',
  'themed around',
  'related to',
  'with',
  'like in',
  'for a lover of',
].map((phrase) => phrase.split(' '));

/** Words that end an interest that the library does not know. */
const ends = new Set([
  'and',
  'but',
  'so',
  'because',
  'please',
  'to',
  'for',
  'explain',
  'teach',
  'tell',
  'how',
  'what',
  'why',
  'in',
  'when',
  'can',
  'could',
]);
/** What "with …" may introduce that is no interest. */
const notInterests = new Set([
  'example',
  'examples',
  'picture',
  'pictures',
  'diagram',
  'diagrams',
  'words',
  'video',
  'detail',
  'details',
  'number',
  'numbers',
  'me',
  'my',
  'homework',
  'this',
  'it',
  'steps',
  'analogy',
  'analogies',
]);

const same = (a: string, b: string) => stem(a) === stem(b);

function known(
  words: readonly string[],
  interests: readonly Interest[],
): { interest: Interest; said: string[] } | null {
  let best: { interest: Interest; said: string[] } | null = null;
  for (const interest of interests)
    for (const name of [interest.name, interest.slug.replaceAll('-', ' '), ...interest.aliases]) {
      const phrase = tokens(name);
      const at = phraseAt(words, phrase, same);
      if (at >= 0 && phrase.length > (best?.said.length ?? 0))
        best = { interest, said: words.slice(at, at + phrase.length) };
    }
  return best;
}

/** An interest that the learner named in a field of its own. */
export function namedInterest(name: string, interests: readonly Interest[]): FoundInterest {
  const found = known(tokens(name), interests);
  if (!found) return { name: name.trim(), slug: null, family: null, said: [] };
  const { interest } = found;
  return { name: interest.name, slug: interest.slug, family: interest.family, said: found.said };
}

/**
 * The interest in a question: a library interest anywhere in it, or whatever an introduction ("using …") names, kept
 * as the learner's own where the library does not know it. `topicWords` are the subject and never an interest.
 */
export function findInterest(
  words: readonly string[],
  topicWords: readonly string[],
  interests: readonly Interest[],
): FoundInterest | null {
  const rest = words.filter((word) => !topicWords.includes(word));
  const found = known(rest, interests);
  if (found) {
    const { interest, said } = found;
    return { name: interest.name, slug: interest.slug, family: interest.family, said };
  }
  for (const introduction of introductions) {
    const at = phraseAt(rest, introduction, (a, b) => a === b);
    if (at < 0) continue;
    const after = rest
      .slice(at + introduction.length)
      .filter((word) => !['my', 'the', 'playing', 'some'].includes(word));
    const end = after.findIndex((word) => ends.has(word));
    const own = after.slice(0, end < 0 ? 3 : Math.min(end, 3));
    if (own.length === 0 || own.some((word) => notInterests.has(word))) continue;
    return { name: own.join(' '), slug: null, family: null, said: [...introduction, ...own] };
  }
  return null;
}
