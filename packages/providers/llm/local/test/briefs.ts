import type { Interest, Topic } from '@vividly/knowledge/library';
import { speakingRateFor } from '@vividly/lesson';
import type { LessonBrief } from '../../port.ts';

const interests = [
  null,
  'basketball',
  'guitar',
  'piano',
  'minecraft',
  'baking',
  'dogs',
  'chess',
  'drawing',
  'knitting',
];
const seconds = [30, 60, 90, 120, 180, 300, 360];

/** Every lesson that the local writer must write without breaking a rule: topic × interest × grade × length. */
export function everyBrief(topics: readonly Topic[], library: readonly Interest[]): LessonBrief[] {
  return topics.flatMap((topic) =>
    interests.flatMap((named) =>
      [...new Set([topic.grades.min, topic.grades.typical, topic.grades.max])].flatMap((gradeLevel) =>
        seconds.map((targetSeconds) => ({
          query: topic.title,
          topic: { slug: topic.slug, title: topic.title },
          interest: named === null ? null : interestNamed(named, library),
          gradeLevel,
          targetSeconds,
          wordsPerMinute: speakingRateFor(gradeLevel),
          passages: topic.passages.map((passage, index) => ({
            ...passage,
            topic: topic.slug,
            score: 1 / (index + 1),
          })),
        })),
      ),
    ),
  );
}

function interestNamed(name: string, library: readonly Interest[]): LessonBrief['interest'] {
  const known = library.find(({ slug }) => slug === name);
  return known === undefined
    ? { name, slug: null, family: null }
    : { name: known.name, slug: known.slug, family: known.family };
}
