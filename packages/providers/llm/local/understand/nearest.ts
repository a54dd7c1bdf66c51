import type { Topic } from '@vividly/knowledge/library';
import { distance } from 'fastest-levenshtein';
import { subjectWords } from './subjects.ts';
import type { IndexedTopic, TopicIndex } from './topic-index.ts';
import { carriesMeaning, wordsIn, type Word } from './words.ts';

/**
 * The library's topics nearest to a question it cannot answer, at most `count`, the nearest first: those whose texts
 * speak of its words, then those of its subject, then those whose title is spelled most alike.
 */
export function nearestTopics(words: readonly Word[], index: TopicIndex, count: number): Topic[] {
  const telling = words.filter(carriesMeaning);
  const subjects = subjectsOf(telling);
  const scored = index.topics.map((each) => ({
    topic: each.topic,
    score: spokenWeight(telling, each, index) + 2 * (subjects.get(each.topic.subject) ?? 0),
    spelled: Math.min(...telling.map(({ text }) => distance(text, each.topic.title.toLowerCase())), 99),
  }));
  return scored
    .sort((a, b) => b.score - a.score || a.spelled - b.spelled || (a.topic.slug < b.topic.slug ? -1 : 1))
    .filter(({ score }, place) => place < 2 || (place < count && score > 0))
    .map(({ topic }) => topic);
}

function spokenWeight(telling: readonly Word[], { vocabulary }: IndexedTopic, index: TopicIndex): number {
  return telling
    .filter(({ stem }) => vocabulary.has(stem))
    .reduce((sum, { stem }) => sum + index.weight(stem), 0);
}

/** How many of the words point to each subject. */
function subjectsOf(telling: readonly Word[]): Map<Topic['subject'], number> {
  const entries = Object.entries(subjectWords) as [Topic['subject'], string][];
  return new Map(
    entries.map(([subject, list]) => {
      const stems = new Set(wordsIn(list).map(({ stem }) => stem));
      return [subject, telling.filter(({ stem }) => stems.has(stem)).length];
    }),
  );
}
