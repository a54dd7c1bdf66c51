import { loadLibrary } from '@vividly/knowledge/library';
import { chosenTopics, lessonsOf } from './lessons.ts';
import { isDelivered, lessonTable, ruleRows, totalLine } from './report.ts';

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
  expect(totalLine([result])).toBe('1 lessons: 0 delivered, 0 without any finding, 1 stopped');
  expect(lessonTable([result]).at(-1)).toContain(String.raw`lesson_rule_broken: rule 11 \| too quiet`);
  expect(new Set(ruleRows([result]).map(({ rule }) => rule)).size).toBe(17);
});
