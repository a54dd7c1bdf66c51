import type { Topic } from '@vividly/knowledge/library';
import { addressesLearner, contentWords, phraseIndex, plainWords, sameWord, wordsOf } from '@vividly/lesson';
import { line, type Utterance } from './utterance.ts';

type Objective = Topic['objectives'][number];

/** Consecutive sentences of a passage, quoted word for word. */
export interface Quotation {
  utterances: Utterance[];
  /** Share of its words of meaning that the lesson's own lines do not have, 0 to 1. */
  novelty: number;
}

/** First words of a sentence that leans on the one before, so that a quotation cannot start with it. */
const leaning =
  /^(it|its|they|their|them|this|these|that|those|such|so|but|and|or|yet|both|he|his|she|her|the same|another|also|then|next|second|third|finally|here|there|as a result|in fact|instead|however|therefore|thus|similar|yet|neither|either|even|later|just|for example|for instance|one of these|for the|in reality|still|now)\b/i;
const longestQuotation = 5;

/**
 * What passages say about an objective beyond its lines, as quotations that can stand alone. A passage belongs to the
 * first objective that cites it, so that none is quoted twice.
 */
export function quotationsOn(topic: Topic, objective: Objective): Quotation[] {
  const known = new Set(linesOf(topic).flatMap(contentWords));
  const later = laterTerms(topic, objective);
  return passagesOf(topic, objective).flatMap(({ id, text }) => {
    const sentences = text.split(/(?<=[.?!])\s+/);
    return sentences.flatMap((first, start) => {
      if (leaning.test(first)) return [];
      const run = sentences.slice(start, start + longestQuotation);
      const end = run.findIndex((sentence) => !canBeSpoken(sentence) || speaksOf(later, sentence));
      const spoken = end < 0 ? run : run.slice(0, end);
      return spoken.map((_, last) => {
        const quoted = spoken.slice(0, last + 1);
        return {
          utterances: quoted.map((sentence) => line(sentence, id)),
          novelty: noveltyOf(quoted.join(' '), known) + (quoted.some(addressesLearner) ? 0.2 : 0),
        };
      });
    });
  });
}

function canBeSpoken(sentence: string): boolean {
  return (
    /[.?]$/.test(sentence) && wordsOf(sentence).length <= 25 && !/[=×÷+*/_<>{}[\]()|~^#@]/.test(sentence)
  );
}

/** Terms that objectives after this one introduce. */
export function laterTerms(topic: Topic, objective: Objective): string[] {
  const after = topic.objectives.slice(topic.objectives.indexOf(objective) + 1).flatMap(({ terms }) => terms);
  return after.filter((term) => !objective.terms.includes(term));
}

/** Whether `sentence` speaks one of `terms`. */
export function speaksOf(terms: readonly string[], sentence: string): boolean {
  const words = plainWords(sentence);
  return terms.some((term) => phraseIndex(words, plainWords(term)) >= 0);
}

function passagesOf(topic: Topic, objective: Objective): Topic['passages'] {
  const citedBy = (each: Objective): Set<string | undefined> =>
    new Set(Object.values(each.lines).flatMap((lines) => lines.map(({ source }) => source)));
  const earlier = topic.objectives.slice(0, topic.objectives.indexOf(objective)).map(citedBy);
  const own = citedBy(objective);
  return topic.passages.filter(({ id }) => own.has(id) && !earlier.some((cited) => cited.has(id)));
}

function linesOf(topic: Topic): string[] {
  const lines = [
    ...topic.objectives.map((each) => each.lines),
    topic.misconception.lines,
    topic.example.lines,
  ];
  return lines.flatMap(({ middle }) => middle.map(({ say }) => say));
}

function noveltyOf(text: string, known: ReadonlySet<string>): number {
  const words = contentWords(text);
  const fresh = words.filter(
    (word) => !known.has(word) && ![...known].some((other) => sameWord(other, word)),
  );
  return fresh.length / Math.max(1, words.length);
}
