import type { Topic } from '@vividly/knowledge/library';
import { isOffensive } from '../interest-name.ts';
import { findGrade } from './grade.ts';
import type { createInterestFinder, NamedInterest } from './interest.ts';
import { broaderTopics, describedTopic, namedTopics, termTopic, type TopicMatch } from './match-topic.ts';
import { clausesOf, harmIn, isGibberish, refusalOf, unfriendly, unreadable } from './scope.ts';
import type { IndexedTopic, TopicIndex } from './topic-index.ts';
import { carriesMeaning, wordsIn, type Word } from './words.ts';

/** What a text asks, before the rest of the conversation is added. */
export type Reading = (
  | { kind: 'topic'; match: TopicMatch }
  | { kind: 'vague'; topics: readonly Topic[]; reasoning: string }
  | { kind: 'refused'; message: string }
  | { kind: 'missing'; asked: string; words: readonly Word[] }
) & {
  /** What the learner loves, where the text says or mentions it. */
  interest: NamedInterest | null;
};

type Question = Exclude<Reading, { kind: 'refused' }>;

/** A text without the words that give away grade and interest, and without what is no question. */
export interface Stripped {
  grade: number | undefined;
  interest: NamedInterest | null;
  words: Word[];
}

/** Reads single texts over the library's topics. */
export function createReader(index: TopicIndex, interestIn: ReturnType<typeof createInterestFinder>) {
  function strip(text: string): Stripped {
    const spoken = clausesOf(text).filter((clause) => refusalOf(clause) === undefined);
    // As it was typed where nothing is left out, so that the name of an interest keeps its capitals.
    const isWhole = spoken.length === text.split(/[.!?;\n]+/).filter((clause) => clause.trim() !== '').length;
    const asked = isWhole ? text : spoken.join(' . ');
    const grade = findGrade(asked);
    const said = interestIn.saidIn(grade?.rest ?? asked, text);
    return {
      grade: grade?.grade,
      interest: said?.interest ?? null,
      words: wordsIn(said?.rest ?? grade?.rest ?? asked),
    };
  }

  /** What one text asks. */
  function read(text: string): Reading {
    const { words, interest } = strip(text);
    const clauses = clausesOf(text);
    const named = namedTopics(words, index);
    const refusal = harmIn(text) ?? refusalIn(clauses, named[0]);
    if (refusal !== undefined) return { kind: 'refused', message: refusal, interest };
    if (named.length === 0 && isOffensive(text)) return { kind: 'refused', message: unfriendly, interest };
    if (clauses.length === 0 || isGibberish(clauses.join(' '), index))
      return { kind: 'refused', message: unreadable, interest };
    const mentioned = interestIn.mentionedIn(words, named[0]?.span ?? []);
    const asking = words.filter((_, place) => !mentioned?.span.includes(place));
    const question = ask(text, { words, asking, named, interest });
    if (interest !== null || mentioned === undefined) return question;
    // What the topic itself speaks of is no interest: "how plants and animals need each other".
    const ofTopic = question.kind === 'topic' ? question.match.topic.vocabulary : new Set<string>();
    const isOwn = mentioned.span.every((place) => ofTopic.has(words[place]?.stem ?? ''));
    return isOwn ? question : { ...question, interest: mentioned.interest };
  }

  /** A refusal, unless another clause asks about a topic: "Order me a pizza. And what is gravity?" */
  function refusalIn(clauses: readonly string[], named: TopicMatch | undefined): string | undefined {
    const refusals = clauses.flatMap((clause) => refusalOf(clause) ?? []);
    return refusals.length < clauses.length && named !== undefined ? undefined : refusals[0];
  }

  /** `words` hold the question, `asking` the same without an interest that is merely mentioned. */
  function ask(
    text: string,
    found: {
      words: readonly Word[];
      asking: readonly Word[];
      named: readonly TopicMatch[];
      interest: NamedInterest | null;
    },
  ): Question {
    const { words, asking, named, interest } = found;
    const vague = (meant: readonly IndexedTopic[], reasoning: string): Question => ({
      kind: 'vague',
      topics: meant.map(({ topic }) => topic),
      reasoning,
      interest,
    });
    const [best] = named;
    const rival = best && rivalOf(best, named);
    if (best !== undefined && rival !== undefined)
      return vague([best.topic, rival.topic], 'The question names two topics.');
    if (best !== undefined && !isAnotherSubject(words, best)) return { kind: 'topic', match: best, interest };
    const telling = asking.filter(carriesMeaning);
    if (telling.length === 0) return vague(index.topics, 'The question does not say what to learn about.');
    const broader = broaderTopics(asking, index);
    if (broader.topics.length > 0 && telling.every((word) => broader.span.includes(asking.indexOf(word)))) {
      const [only, ...others] = broader.topics;
      if (only !== undefined && others.length === 0 && isProperQuestion(asking))
        return { kind: 'topic', match: { topic: only, confidence: 0.6, span: broader.span }, interest };
      const meant = broader.span.map((place) => asking[place]?.text ?? '').join(' ');
      return vague(broader.topics, `“${meant}” can mean several of the library's topics.`);
    }
    const described =
      best === undefined ? (termTopic(asking, index) ?? describedTopic(words, index)) : undefined;
    if (described !== undefined) return { kind: 'topic', match: described, interest };
    return { kind: 'missing', asked: text.trim().replace(/\s+/g, ' '), words: telling, interest };
  }

  /** A second topic that the question names elsewhere, as plainly as the first. */
  function rivalOf(best: TopicMatch, named: readonly TopicMatch[]): TopicMatch | undefined {
    return named.find(
      ({ topic, confidence, span }) =>
        topic !== best.topic &&
        confidence >= best.confidence - 0.05 &&
        span.length === best.span.length &&
        !span.some((place) => best.span.includes(place)),
    );
  }

  /** Whether a word before a one-word name makes it something else: "quantum gravity" is not gravity. */
  function isAnotherSubject(words: readonly Word[], { span }: TopicMatch): boolean {
    const [at] = span;
    const before = at === undefined ? undefined : words[at - 1];
    return (
      span.length === 1 && before !== undefined && carriesMeaning(before) && !index.known.has(before.stem)
    );
  }

  return { strip, read };
}

function isProperQuestion(words: readonly Word[]): boolean {
  return /^(?:what|how|why|who|when|where)/.test(words[0]?.text ?? '');
}
