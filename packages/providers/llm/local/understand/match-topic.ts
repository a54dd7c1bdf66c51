import { compareWords } from './fuzzy.ts';
import type { Alias, IndexedTopic, TopicIndex } from './topic-index.ts';
import { carriesMeaning, singular, type Word } from './words.ts';

/** A topic that a question names, and how surely. */
export interface TopicMatch {
  topic: IndexedTopic;
  /** 0 to 1. */
  confidence: number;
  /** Positions of the question's words that name it. */
  span: readonly number[];
}

/** A word written as in the library is surer than a guessed one. */
const typoCost = 0.08;
const confidences = { phrase: 0.97, words: 0.88, vocabulary: 0.62 } as const;
/** Share of a question's weight that one topic's vocabulary must speak of for the question to be about it. */
const vocabularyShare = 0.99;

/** Topics whose name or alias stands in the question, best first: as a phrase, or word by word in any order. */
export function namedTopics(words: readonly Word[], index: TopicIndex): TopicMatch[] {
  const matches = index.topics.flatMap((topic) => {
    const found = topic.aliases.flatMap((alias) => {
      const match = phraseMatch(words, alias, index) ?? keyMatch(words, alias, index);
      return match === undefined ? [] : [match];
    });
    const [best] = found.sort(bySpanThenConfidence);
    return best === undefined ? [] : [{ topic, ...best }];
  });
  return matches.sort((a, b) => bySpanThenConfidence(a, b) || (a.span[0] ?? 0) - (b.span[0] ?? 0));
}

type Found = Omit<TopicMatch, 'topic'>;

/** The more words name a topic the better ("law of gravitation" before "law"), then the surer. */
function bySpanThenConfidence(a: Found, b: Found): number {
  return b.span.length - a.span.length || b.confidence - a.confidence;
}

/** The alias stands in the question word for word, typing slips aside. */
function phraseMatch(
  words: readonly Word[],
  { words: alias, key }: Alias,
  index: TopicIndex,
): Found | undefined {
  for (let at = 0; at + alias.length <= words.length; at++) {
    let typos = 0;
    const agrees = alias.every((known, offset) => {
      const agreement = agreementAt(words, at + offset, known, index);
      if (agreement === 'typo') typos += 1;
      return agreement !== 'different';
    });
    if (agrees && typos < alias.length + 1)
      return { confidence: confidences.phrase - typos * typoCost, span: key.map((offset) => at + offset) };
  }
  return undefined;
}

/** Every word of the alias that carries its meaning stands somewhere in the question: two at least, or a title's. */
function keyMatch(words: readonly Word[], alias: Alias, index: TopicIndex): Found | undefined {
  if (alias.key.length < 2 && !alias.isTitle) return undefined;
  const span: number[] = [];
  let typos = 0;
  for (const offset of alias.key) {
    const known = alias.words[offset];
    if (known === undefined) return undefined;
    const at = words.findIndex(
      (_, place) => !span.includes(place) && agreementAt(words, place, known, index) !== 'different',
    );
    if (at < 0) return undefined;
    if (agreementAt(words, at, known, index) === 'typo') typos += 1;
    span.push(at);
  }
  return { confidence: confidences.words - typos * typoCost, span: span.sort((a, b) => a - b) };
}

/** A word that the library knows is never taken for a slip of another: "reaction" is no "fraction". */
function agreementAt(words: readonly Word[], at: number, known: Word, index: TopicIndex) {
  const typed = words[at];
  if (typed === undefined) return 'different';
  const agreement = compareWords(typed, known);
  return agreement === 'typo' && (index.known.has(typed.stem) || !carriesMeaning(typed))
    ? 'different'
    : agreement;
}

/**
 * The one topic whose texts speak of everything the question asks about: for questions in the learner's own words
 * ("why does a dropped stone fall"). Needs three telling words, and no other topic that fits as well.
 */
export function describedTopic(words: readonly Word[], index: TopicIndex): TopicMatch | undefined {
  const telling = words.flatMap((word, place) => (carriesMeaning(word) ? [{ stem: word.stem, place }] : []));
  const stems = [...new Set(telling.map(({ stem }) => stem))];
  const total = stems.reduce((sum, stem) => sum + index.weight(stem), 0);
  if (stems.length < 3) return undefined;
  const fitting = index.topics.filter(({ vocabulary }) => {
    const spoken = stems.filter((stem) => vocabulary.has(stem));
    return spoken.reduce((sum, stem) => sum + index.weight(stem), 0) >= vocabularyShare * total;
  });
  const [topic] = fitting;
  if (topic === undefined || fitting.length > 1) return undefined;
  return { topic, confidence: confidences.vocabulary, span: telling.map(({ place }) => place) };
}

/** The one topic that introduces the term which is all that a question asks about: "What does the numerator mean?" */
export function termTopic(words: readonly Word[], index: TopicIndex): TopicMatch | undefined {
  const span = words.flatMap((word, place) => (carriesMeaning(word) ? [place] : []));
  const [topic, ...others] = index.topics.filter(({ terms }) =>
    terms.some(
      (term) =>
        term.length === span.length &&
        term.every((known, offset) => isAsWritten(words[span[offset] ?? -1], known, index)),
    ),
  );
  if (topic === undefined || others.length > 0) return undefined;
  return { topic, confidence: confidences.vocabulary, span };
}

/** Topics for which a word of the question is one possible meaning, with the words that are; longest phrase first. */
export function broaderTopics(
  words: readonly Word[],
  index: TopicIndex,
): { topics: IndexedTopic[]; span: number[] } {
  const hits = index.topics.flatMap((topic) =>
    topic.broader
      .filter((phrase) => phrase.some(carriesMeaning))
      .flatMap((phrase) => {
        const at = words.findIndex((_, start) =>
          phrase.every((known, offset) => isAsWritten(words[start + offset], known, index)),
        );
        return at < 0 ? [] : [{ topic, span: phrase.map((_, offset) => at + offset) }];
      }),
  );
  const longest = Math.max(0, ...hits.map(({ span }) => span.length));
  const topics = new Set(hits.filter(({ span }) => span.length === longest).map(({ topic }) => topic));
  return { topics: [...topics], span: [...new Set(hits.flatMap(({ span }) => span))].sort((a, b) => a - b) };
}

/** Broad words and terms must be meant as written, number and spelling aside: an engine is not engineering. */
function isAsWritten(typed: Word | undefined, known: Word, index: TopicIndex): boolean {
  if (typed === undefined) return false;
  if (singular(typed) === singular(known)) return true;
  return compareWords(typed, known) === 'typo' && !index.known.has(typed.stem) && carriesMeaning(typed);
}
