import { loadLibrary } from '@vividly/knowledge/library';
import type { lookOf } from './lessons.ts';
import { chosenTopics, lessonsOf } from './lessons.ts';
import { isDelivered, jsonOf, markdownOf, ruleRows, summaryLines, totalLine } from './report.ts';

const library = loadLibrary();
const familyOf = new Map(library.interests.map(({ name, family }) => [name, family]));

test('every topic comes with interests of different families, the same every time', () => {
  const lessons = lessonsOf(library, library.topics, 3);
  expect(lessons).toHaveLength(3 * library.topics.length);
  expect(lessonsOf(library, library.topics, 3)).toEqual(lessons);
  for (const { slug } of library.topics) {
    const families = lessons
      .filter(({ topic }) => topic === slug)
      .map(({ interest }) => familyOf.get(interest));
    expect(new Set(families).size).toBe(3);
  }
  expect(new Set(lessons.map(({ interest }) => interest)).size).toBeGreaterThan(library.topics.length / 2);
});

test('the whole library has every theme in every shape with every kind of captions', () => {
  const looks = lessonsOf(library, library.topics, 3).map(({ look }) => look);
  const met = new Set(looks.map(({ theme, aspectRatio, captions }) => `${theme} ${aspectRatio} ${captions}`));
  expect(met.size).toBe(7 * 3 * 3);
  for (const some of [
    ({ music }) => music === 'calm',
    ({ renditions }) => renditions.length > 0,
    ({ hls }) => hls,
  ] satisfies ((look: ReturnType<typeof lookOf>) => boolean)[])
    expect(looks.filter(some).length).toBeGreaterThan(2);
});

test('a topic is the same lesson whichever others are chosen', () => {
  const alone = lessonsOf(library, chosenTopics(library, ['gravity']), 3);
  expect(lessonsOf(library, library.topics, 3).filter(({ topic }) => topic === 'gravity')).toEqual(alone);
});

test('topics are chosen by number or by name', () => {
  expect(chosenTopics(library, null)).toHaveLength(library.topics.length);
  expect(chosenTopics(library, 2)).toEqual(library.topics.slice(0, 2));
  expect(chosenTopics(library, ['gravity']).map(({ slug }) => slug)).toEqual(['gravity']);
  expect(() => chosenTopics(library, ['gravty'])).toThrow(/no topic gravty: .*gravity/);
});

test('a lesson that was stopped is counted, with the reason', () => {
  const [lesson] = lessonsOf(library, library.topics, 1);
  const result = {
    lesson: lesson!,
    seconds: 3,
    report: null,
    error: { code: 'lesson_rule_broken', message: 'rule 11 | too quiet' },
  };
  expect(isDelivered(result)).toBe(false);
  expect(totalLine([result])).toBe('1 lesson: 0 delivered, 0 without any finding, 1 stopped');
  expect(summaryLines([result]).at(-1)).toContain('lesson_rule_broken: rule 11 | too quiet');
  const conditions = {
    date: '2030-01-02',
    machine: 'one',
    height: 360,
    durationSeconds: 60,
    wallSeconds: 3,
    planned: 2,
  };
  expect(markdownOf([result], conditions)).toContain(String.raw`lesson_rule_broken: rule 11 \| too quiet`);
  expect(markdownOf([result], conditions)).toContain('**Interrupted** after 1 of 2 lessons.');
  expect(JSON.parse(jsonOf([result], conditions))).toMatchObject({ planned: 2, lessons: [{ seconds: 3 }] });
  expect(new Set(ruleRows([result]).map(({ rule }) => rule)).size).toBe(17);
});
