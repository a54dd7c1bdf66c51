import type { Interest, Library, Topic } from '@vividly/knowledge/library';

/** A lesson that the library can be asked for. */
export interface QaLesson {
  topic: string;
  title: string;
  gradeLevel: number;
  interest: string;
}

/**
 * The lessons of some topics, each with so many interests of different families. The same choice every time: topic
 * number n begins at interest n of the list, so that all interests come up over all topics.
 */
export function lessonsOf(
  { interests }: Pick<Library, 'interests'>,
  topics: readonly Topic[],
  perTopic: number,
): QaLesson[] {
  return topics.flatMap(({ slug, title, grades }, index) =>
    differing(interests, index * perTopic, perTopic).map(({ name }) => ({
      topic: slug,
      title,
      gradeLevel: grades.typical,
      interest: name,
    })),
  );
}

function differing(interests: readonly Interest[], from: number, count: number): Interest[] {
  const chosen: Interest[] = [];
  for (let step = 0; step < interests.length && chosen.length < count; step += 1) {
    const interest = interests[(from * 7 + step) % interests.length];
    if (interest && chosen.every(({ family }) => family !== interest.family)) chosen.push(interest);
  }
  return chosen;
}

/** Topics by name, or the first so many; all without either. Throws `RangeError` for a name that is none. */
export function chosenTopics(
  { topics }: Pick<Library, 'topics'>,
  wanted: readonly string[] | number | null,
): Topic[] {
  if (wanted === null) return topics;
  if (typeof wanted === 'number') return topics.slice(0, wanted);
  return wanted.map((slug) => {
    const topic = topics.find((each) => each.slug === slug);
    if (!topic)
      throw new RangeError(`the library has no topic ${slug}: ${topics.map((each) => each.slug).join(', ')}`);
    return topic;
  });
}
