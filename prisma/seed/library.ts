import type { SeedTable } from '@vividly/db';
import { contentHash, type Library } from '@vividly/knowledge/library';

/** The library as rows. The tables hold it and nothing else; topics come before the passages that refer to them. */
export function libraryTables({ topics, interests }: Library): SeedTable[] {
  return [
    {
      table: 'topics',
      key: 'slug',
      others: 'forbidden',
      rows: topics.map((topic) => ({
        slug: topic.slug,
        title: topic.title,
        subject: topic.subject,
        grade_min: topic.grades.min,
        grade_max: topic.grades.max,
        aliases: topic.aliases,
        content_hash: contentHash(topic),
      })),
    },
    {
      table: 'passages',
      key: 'id',
      others: 'forbidden',
      rows: topics.flatMap((topic) => {
        const keywords = [topic.title, ...topic.aliases, ...topic.terms.map(({ term }) => term)].join(' · ');
        return topic.passages.map(({ id, angle, title, text }) => ({
          id,
          topic_slug: topic.slug,
          angle,
          title,
          text,
          keywords,
        }));
      }),
    },
    {
      table: 'interests',
      key: 'slug',
      others: 'forbidden',
      rows: interests.map(({ slug, name, family, aliases }) => ({ slug, name, family, aliases })),
    },
  ];
}
