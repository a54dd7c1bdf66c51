import type { Mapping, Topic } from '@vividly/knowledge/library';
import type { LessonBrief } from '../../port.ts';
import { isSpeakable } from '../interest-name.ts';

/** The comparison a lesson is built on. */
export interface Analogy {
  mapping: Mapping;
  /** As the narration calls it; undefined when the everyday comparison is used. */
  interest: string | undefined;
  /** An interest that the learner named and the topic has no honest comparison with. */
  unmet: string | undefined;
}

/**
 * The comparison for a learner: the mapping written for their interest, else the one for its family, else the
 * everyday one. An interest without a mapping is never pretended.
 */
export function analogyFor(topic: Topic, interest: LessonBrief['interest']): Analogy {
  const everyday = everydayMapping(topic);
  if (interest === null) return { mapping: everyday, interest: undefined, unmet: undefined };
  const { name, slug, family } = interest;
  const own = topic.mappings.find((mapping) => slug !== null && mapping.interests.includes(slug));
  const shared = topic.mappings.find(
    (mapping) => mapping.family === family && mapping.interests.length === 0,
  );
  const mapping = own ?? (isSpeakable(name) ? shared : undefined);
  if (mapping === undefined || mapping.family === 'everyday')
    return { mapping: everyday, interest: undefined, unmet: isSpeakable(name) ? name : undefined };
  return { mapping, interest: name, unmet: undefined };
}

/** The mapping for a learner who named no interest; every topic has one. */
export function everydayMapping(topic: Topic): Mapping {
  const everyday = topic.mappings.find(({ family }) => family === 'everyday');
  if (everyday === undefined) throw new Error(`topic ${topic.slug} has no everyday mapping`);
  return everyday;
}

/** A mapping's sentence with the interest's name in it. */
export function withInterest(text: string, { interest }: Pick<Analogy, 'interest'>): string {
  const said = text.replaceAll('{interest}', interest ?? 'this');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** A second comparison for long lessons, and what its world is called: the everyday one, unless that is the first. */
export function secondComparison(
  topic: Topic,
  { interest }: Analogy,
): { mapping: Mapping; world: string } | undefined {
  if (interest !== undefined) return { mapping: everydayMapping(topic), world: 'everyday life' };
  const mapping = topic.mappings.find(({ interests }) => interests.length > 0);
  const [world] = mapping?.interests ?? [];
  return mapping && world ? { mapping, world: world.replaceAll('-', ' ') } : undefined;
}
