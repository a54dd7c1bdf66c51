import type { Topic } from '@vividly/knowledge/library';

/**
 * Words that the topic's passages and lines write with a capital inside a sentence and never without one: "Earth",
 * "Newton", but not "Chlorophyll" from the start of a sentence.
 */
export function properNouns(topic: Topic): Set<string> {
  const texts = [
    ...topic.passages.map(({ text }) => text),
    ...topic.objectives.flatMap(({ lines }) =>
      Object.values(lines).flatMap((each) => each.map(({ say }) => say)),
    ),
    ...topic.mappings.flatMap(({ rows, hook, limit }) => [hook, limit, ...rows.map(({ say }) => say)]),
  ];
  const capital = new Set<string>();
  const small = new Set<string>();
  for (const text of texts)
    for (const sentence of text.split(/(?<=[.?!:])\s+/))
      for (const word of sentence.split(/\s+/).slice(1)) {
        const bare = word.replace(/^[^\p{L}]+|[^\p{L}]+$|['’]s\b.*$/gu, '');
        if (bare === '') continue;
        if (/^\p{Lu}/u.test(bare)) capital.add(bare);
        else small.add(bare);
      }
  return new Set([...capital].filter((word) => !small.has(word.toLowerCase())));
}
