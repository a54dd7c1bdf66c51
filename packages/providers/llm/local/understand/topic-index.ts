import type { Topic } from '@vividly/knowledge/library';
import { carriesMeaning, wordsIn, type Word } from './words.ts';

/** A way to ask for a topic. */
export interface Alias {
  words: Word[];
  /** Positions in `words` of those that carry its meaning. */
  key: number[];
  isTitle: boolean;
}

/** A topic as questions are compared with it. */
export interface IndexedTopic {
  topic: Topic;
  aliases: Alias[];
  broader: Word[][];
  /** Terms that its objectives introduce. */
  terms: Word[][];
  /** Stems of everything the topic's title, questions, objectives and lines speak of. */
  vocabulary: ReadonlySet<string>;
}

/** All topics, and how rare each stem is among them. */
export interface TopicIndex {
  topics: IndexedTopic[];
  /** Stems that any topic, alias or broad word of the library knows. */
  known: ReadonlySet<string>;
  /** Weight of a stem: ln(1 + topics / topics that speak of it); stems nobody knows weigh most. */
  weight: (stem: string) => number;
}

/** Indexes the library's topics for questions. */
export function indexTopics(topics: readonly Topic[]): TopicIndex {
  const indexed = topics.map((topic): IndexedTopic => {
    const aliases = [
      { ...aliasOf(topic.title), isTitle: true },
      ...[
        ...lastWords(topic.title),
        ...topic.aliases,
        topic.questionShort,
        ...Object.values(topic.question),
      ].map(aliasOf),
    ];
    const broader = topic.broader.map(wordsIn);
    const terms = topic.terms.map(({ term }) => wordsIn(term).filter(carriesMeaning));
    return { topic, aliases, broader, terms, vocabulary: vocabularyOf(topic) };
  });
  const known = new Set(
    indexed.flatMap(({ aliases, broader, vocabulary }) => [
      ...vocabulary,
      ...aliases.flatMap(({ words }) => words.map(({ stem }) => stem)),
      ...broader.flat().map(({ stem }) => stem),
    ]),
  );
  return {
    topics: indexed,
    known,
    weight: (stem) => {
      const speaking = indexed.filter(({ vocabulary }) => vocabulary.has(stem)).length;
      return Math.log(1 + indexed.length / Math.max(0.5, speaking));
    },
  };
}

/** What is left of a title that starts with a name: "third law" of "Newton's third law". */
function lastWords(title: string): string[] {
  const [first = '', ...rest] = title.split(' ');
  return first.endsWith("'s") && rest.length > 1 ? [rest.join(' ')] : [];
}

function aliasOf(text: string): Alias {
  const words = wordsIn(text);
  const key = words.flatMap((word, index) => (carriesMeaning(word) ? [index] : []));
  // "why do we have seasons" is about seasons; an alias of ordinary words alone counts as a whole.
  return { words, key: key.length > 0 ? key : words.map((_, index) => index), isTitle: false };
}

function vocabularyOf(topic: Topic): Set<string> {
  const texts = [
    topic.title,
    topic.questionShort,
    topic.teaser,
    ...topic.aliases,
    ...Object.values(topic.question),
    ...topic.terms.flatMap(({ term, definition }) => [term, definition]),
    ...topic.objectives.flatMap(({ text, heading, lines }) => [
      text,
      heading,
      ...Object.values(lines).flatMap((each) => each.map(({ say }) => say)),
    ]),
    topic.misconception.claim,
    ...topic.quiz.map(({ question }) => question),
  ];
  return new Set(
    texts
      .flatMap(wordsIn)
      .filter(carriesMeaning)
      .map(({ stem }) => stem),
  );
}
