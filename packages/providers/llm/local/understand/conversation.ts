import type { Topic } from '@vividly/knowledge/library';
import type { LearnerQuestion } from '../../port.ts';
import type { createInterestFinder } from './interest.ts';
import { optionFor, resolveAnswer, topicOf } from './options.ts';
import type { createReader, Reading } from './reader.ts';
import { harmIn } from './scope.ts';
import type { TopicIndex } from './topic-index.ts';
import { carriesMeaning, wordsIn } from './words.ts';

/** Rounds of clarifying questions after which the first option is taken. */
const roundsMax = 3;
const sureOfChoice = 0.95;
/** An answer of so few telling words is taken for a slip, not for a question of its own. */
const slipWordsMax = 2;

/** Reads a question with the clarifications that followed it. */
export function createConversation(
  index: TopicIndex,
  interestIn: ReturnType<typeof createInterestFinder>,
  { strip, read }: ReturnType<typeof createReader>,
) {
  /** What the learner asks once their latest answer is heard: an option, a question of its own, or a detail of it. */
  return function hear({ query, clarifications }: LearnerQuestion): Reading {
    const last = clarifications.at(-1);
    if (last === undefined) return read(query);
    const { answer, questions } = last;
    const answers = clarifications.map(hearAnswer);
    // What was named last counts: answers come after the question.
    const interest = answers.findLast((heard) => heard.interest !== null)?.interest ?? read(query).interest;
    const harm = harmIn(answer);
    if (harm !== undefined) return { kind: 'refused', message: harm, interest };
    const bare = answers.at(-1)?.bare ?? [];
    const resolution = [answer, bare.map(({ text }) => text).join(' ')]
      .map((text) => resolveAnswer(text, questions, index))
      .find(({ kind }) => kind !== 'other');
    if (resolution?.kind === 'option') return chosen(questions[resolution.index] ?? '', interest);
    if (resolution?.kind === 'none') return { ...somethingElse(read(query), clarifications), interest };
    const anew = read(answer);
    if (anew.kind === 'topic') return { ...anew, interest: anew.interest ?? interest };
    if (clarifications.length >= roundsMax) return chosen(questions[0] ?? '', interest);
    const telling = bare.filter(carriesMeaning);
    if (telling.length === 0) return { ...read(query), interest };
    const together = read(`${query} . ${answer}`);
    if (together.kind === 'topic') return { ...together, interest };
    if (anew.kind !== 'missing' || telling.length > slipWordsMax) return anew;
    return { ...offeredAgain(questions), interest };
  };

  /** The interest that an answer says or mentions, and its words without a mention. */
  function hearAnswer({ answer, questions }: LearnerQuestion['clarifications'][number]) {
    const { words, interest } = strip(answer);
    // Words of the options that are answered name no interest.
    const offered = new Set(questions.flatMap((option) => wordsIn(option).map(({ stem }) => stem)));
    const taken = words.flatMap(({ stem }, place) => (offered.has(stem) ? [place] : []));
    const mentioned = interestIn.mentionedIn(words, taken);
    return {
      interest: interest ?? mentioned?.interest ?? null,
      bare: words.filter((_, place) => !mentioned?.span.includes(place)),
    };
  }

  function chosen(option: string, interest: Reading['interest']): Reading {
    const topic = topicOf(option, index);
    if (topic === undefined) return { ...read(option), interest };
    return { kind: 'topic', match: { topic, confidence: sureOfChoice, span: [] }, interest };
  }

  function offeredAgain(questions: readonly string[]): Reading {
    const topics = questions.flatMap((option) => topicOf(option, index)?.topic ?? []);
    return { kind: 'vague', topics, reasoning: 'The answer names none of the options.', interest: null };
  }

  /** What else there is, for a learner who wants none of what was offered: first of what they asked about. */
  function somethingElse(reading: Reading, clarifications: LearnerQuestion['clarifications']): Reading {
    const offered = clarifications.flatMap(({ questions }) => questions);
    const left = (list: readonly Topic[]): Topic[] =>
      list.filter((topic) => !offered.includes(optionFor(topic)));
    const all = index.topics.map(({ topic }) => topic);
    const meant = left(reading.kind === 'vague' ? reading.topics : []);
    const others = meant.length >= 2 ? meant : left(all);
    const topics = others.length >= 2 ? others : all;
    return { kind: 'vague', topics, reasoning: 'None of the options was meant.', interest: null };
  }
}
