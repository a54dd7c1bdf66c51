import { loadLibrary } from './library.ts';

const library = loadLibrary();

test('the library holds what it promises', () => {
  expect(library.topics.length).toBeGreaterThanOrEqual(22);
  expect(library.interests.length).toBeGreaterThanOrEqual(60);
});

test.each(library.topics.map((topic) => [topic.slug, topic] as const))('%s is whole', (_slug, topic) => {
  const families = new Set(topic.mappings.map(({ family }) => family));
  families.delete('everyday');
  expect(families.size).toBeGreaterThanOrEqual(6);
  expect(topic.mappings.map(({ interests }) => interests).flat()).toContain('basketball');
  expect(topic.quiz).toHaveLength(2);
});

test('ids, names and aliases belong to one thing each', () => {
  const passages = library.topics.flatMap(({ passages: own }) => own.map(({ id }) => id));
  expect(new Set(passages).size).toBe(passages.length);
  const names = library.topics.flatMap(({ title, aliases }) => [
    ...new Set([title.toLowerCase(), ...aliases]),
  ]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  const interests = new Set(library.interests.map(({ slug }) => slug));
  const used = library.topics.flatMap(({ mappings }) => mappings.flatMap((mapping) => mapping.interests));
  expect(used.filter((slug) => !interests.has(slug))).toEqual([]);
});
