import type { Topic } from '@vividly/knowledge/library';
import { namedTopics } from './match-topic.ts';
import type { IndexedTopic, TopicIndex } from './topic-index.ts';
import { carriesMeaning, plain, wordsIn } from './words.ts';

export const optionCount = 3;

/** A topic as one option of a clarifying question: "Photosynthesis: How do plants make food?" */
export function optionFor({ title, questionShort }: Topic): string {
  return `${title}: ${questionShort}`;
}

/** The topics to offer for a vague question, at most three: near the learner's grade, of different subjects first. */
export function optionsFrom(candidates: readonly Topic[], grade: number): Topic[] {
  const ranked = [...candidates].sort(
    (a, b) =>
      gradesAway(a, grade) - gradesAway(b, grade) ||
      Math.abs(a.grades.typical - grade) - Math.abs(b.grades.typical - grade) ||
      (a.slug < b.slug ? -1 : 1),
  );
  const chosen: Topic[] = [];
  for (const topic of ranked)
    if (chosen.length < optionCount && chosen.every(({ subject }) => subject !== topic.subject))
      chosen.push(topic);
  for (const topic of ranked) if (chosen.length < optionCount && !chosen.includes(topic)) chosen.push(topic);
  // A list in the library's order reads naturally: first law, second law, third law.
  return chosen.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

function gradesAway({ grades }: Topic, grade: number): number {
  return Math.max(0, grades.min - grade, grade - grades.max);
}

/** What a learner's answer makes of the options they were offered. */
export type Resolution =
  | { kind: 'option'; index: number }
  /** None of them. */
  | { kind: 'none' }
  /** Something else was said: a question of its own, or a detail. */
  | { kind: 'other' };

const places: [RegExp, number][] = [
  [/^(?:1|one|first|a|i)$/, 0],
  [/^(?:2|two|second|b|ii)$/, 1],
  [/^(?:3|three|third|c|iii)$/, 2],
];
const filler =
  /\b(?:the|number|option|no|answer|choice|question|one please|please|pls|i|i'd|like|want|would|choose|pick|take|go|with|for|let's|lets|do|think|guess|maybe|of|them|those|these|it's|its|is|my|that|this|ok|okay|yes|sure|um+|uh+|hmm+|thanks|thank you)\b|[#().,!:;"'“”]/g;
const none =
  /\b(?:none|neither|no(?:ne)? of (?:them|these|those)|not (?:these|those|any)|something else|nope)\b/;
const any =
  /\b(?:any(?: of (?:them|these|those))?|either|whatever|whichever|you (?:choose|pick|decide)|surprise me|i don'?t (?:know|care|mind)|idk|idc|doesn'?t matter|both|all(?: of (?:them|these|those))?|not sure|no preference|dunno)\b/;

/**
 * Reads an answer to offered options: a number ("2"), a place ("the second one", "the last"), a word that only one of
 * them has ("photosynthesis"), or the option typed again. Someone who leaves the choice to us gets the first.
 */
export function resolveAnswer(answer: string, offered: readonly string[], index: TopicIndex): Resolution {
  const said = plain(answer).trim();
  const same = offered.findIndex((option) => plain(option).trim() === said);
  if (same >= 0) return { kind: 'option', index: same };
  const bare = said
    .replace(filler, ' ')
    .replace(/\b(?:one|ones)\b(?=\s*$)/, (word) => (said === word ? word : ' '));
  const place = placeOf(bare.replace(/\s+/g, ' ').trim(), offered.length);
  if (place !== undefined) return { kind: 'option', index: place };
  const topics = offered.map((option) => topicOf(option, index));
  const named = namedTopics(wordsIn(answer), index)[0]?.topic;
  if (named !== undefined) {
    const at = topics.indexOf(named);
    return at >= 0 ? { kind: 'option', index: at } : { kind: 'other' };
  }
  if (none.test(said)) return { kind: 'none' };
  const closest = closestOption(answer, offered, topics);
  if (closest !== undefined) return { kind: 'option', index: closest };
  return any.test(said) ? { kind: 'option', index: 0 } : { kind: 'other' };
}

/** The topic that an option offers; undefined for an option that another writer made. */
export function topicOf(option: string, index: TopicIndex): IndexedTopic | undefined {
  return (
    index.topics.find(({ topic }) => optionFor(topic) === option) ??
    namedTopics(wordsIn(option), index)[0]?.topic
  );
}

function placeOf(bare: string, count: number): number | undefined {
  if (/^last$/.test(bare)) return count - 1;
  if (/^middle$/.test(bare) && count === 3) return 1;
  const at = places.find(([pattern]) => pattern.test(bare))?.[1];
  return at !== undefined && at < count ? at : undefined;
}

/**
 * The option that shares more of the answer's telling words than any other: half of them with its text, or all of
 * them with its lesson. Undefined on a tie, and for an answer that speaks of something else.
 */
function closestOption(
  answer: string,
  offered: readonly string[],
  topics: readonly (IndexedTopic | undefined)[],
): number | undefined {
  const stems = new Set(
    wordsIn(answer)
      .filter(carriesMeaning)
      .map(({ stem }) => stem),
  );
  const score = (texts: ReadonlySet<string>): number => [...stems].filter((stem) => texts.has(stem)).length;
  const byText = offered.map((option) => score(new Set(wordsIn(option).map(({ stem }) => stem))));
  const byVocabulary = topics.map((topic) => (topic === undefined ? 0 : score(topic.vocabulary)));
  return soleGreatest(byText, stems.size / 2) ?? soleGreatest(byVocabulary, stems.size);
}

function soleGreatest(scores: readonly number[], atLeast: number): number | undefined {
  const greatest = Math.max(...scores);
  const at = scores.indexOf(greatest);
  return greatest > 0 && greatest >= atLeast && at === scores.lastIndexOf(greatest) ? at : undefined;
}
