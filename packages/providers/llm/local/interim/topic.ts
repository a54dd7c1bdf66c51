import type { Topic } from '@vividly/knowledge/library';
import { alike, contentWords, phraseAt, stem, tokens } from './words.ts';

/** A topic that the words may mean. */
export interface TopicMatch {
  topic: Topic;
  /** 0..1 */
  confidence: number;
  /** The words that matched. */
  matched: string[];
}

const sameStem = (a: string, b: string) => stem(a) === stem(b);

/** How well the words name a topic by one of its names: as a phrase, misspelt, or with its words scattered. */
function matchName(words: readonly string[], name: string): { confidence: number; matched: string[] } | null {
  const phrase = tokens(name);
  const exact = phraseAt(words, phrase, sameStem);
  const said = (at: number) => words.slice(at, at + phrase.length);
  if (exact >= 0) return { confidence: 1, matched: said(exact) };
  const misspelt = phraseAt(words, phrase, alike);
  if (misspelt >= 0) return { confidence: 0.9, matched: said(misspelt) };
  const core = contentWords(phrase);
  const matched = core.flatMap((word) => words.find((candidate) => alike(word, candidate)) ?? []);
  if (core.length >= 2 && matched.length === core.length) return { confidence: 0.8, matched };
  return null;
}

/** Topics whose names the words hold, best first: surer names before others, longer ones before shorter. */
export function matchTopics(words: readonly string[], topics: readonly Topic[]): TopicMatch[] {
  const matches = topics.flatMap((topic): TopicMatch[] => {
    const names = [topic.title, topic.slug.replaceAll('-', ' '), ...topic.aliases];
    const found = names.flatMap((name) => matchName(words, name) ?? []);
    found.sort((a, b) => weight(b) - weight(a));
    const [best] = found;
    return best ? [{ topic, ...best }] : [];
  });
  return matches.sort((a, b) => weight(b) - weight(a));
}

function weight({ confidence, matched }: { confidence: number; matched: string[] }): number {
  return contentWords(matched).length * confidence + matched.length / 100;
}

/** Topics for which the words are a broader name ("science", "cells"), those that share more of them first. */
export function broaderTopics(words: readonly string[], topics: readonly Topic[]): Topic[] {
  const scored = topics.map((topic) => ({
    topic,
    score: [...topic.broader, topic.subject].filter((name) => phraseAt(words, tokens(name), sameStem) >= 0)
      .length,
  }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ topic }) => topic);
}

/** Topics that share a word with the question, most first; then any, so that something can be offered. */
export function nearestTopics(words: readonly string[], topics: readonly Topic[]): Topic[] {
  const content = contentWords(words);
  const score = (topic: Topic) => {
    const about = tokens([topic.title, ...topic.aliases, ...topic.broader].join(' '));
    return content.filter((word) => about.some((other) => alike(word, other))).length;
  };
  return [...topics].sort((a, b) => score(b) - score(a)).slice(0, 3);
}
