import type { Transaction } from '@vividly/db';
import { contentHash, type Interest, type Library, type Topic } from '@vividly/knowledge/library';

/** Brings topics, passages and interests to what the library says; rows that it no longer holds are removed. */
export async function seedLibrary(tx: Transaction, library: Library): Promise<void> {
  for (const topic of library.topics) await seedTopic(tx, topic);
  for (const interest of library.interests) await seedInterest(tx, interest);
  await tx.topic.deleteMany({ where: { slug: { notIn: library.topics.map(({ slug }) => slug) } } });
  await tx.interest.deleteMany({ where: { slug: { notIn: library.interests.map(({ slug }) => slug) } } });
}

async function seedTopic(tx: Transaction, topic: Topic): Promise<void> {
  const hash = contentHash(topic);
  const known = await tx.topic.findUnique({ where: { slug: topic.slug }, select: { contentHash: true } });
  if (known?.contentHash === hash) return;
  const row = {
    title: topic.title,
    subject: topic.subject,
    gradeMin: topic.grades.min,
    gradeMax: topic.grades.max,
    aliases: topic.aliases,
    contentHash: hash,
  };
  await tx.topic.upsert({ where: { slug: topic.slug }, create: { slug: topic.slug, ...row }, update: row });
  const keywords = [topic.title, ...topic.aliases, ...topic.terms.map(({ term }) => term)].join(' · ');
  for (const { id, angle, title, text } of topic.passages) {
    const passage = { topicSlug: topic.slug, angle, title, text, keywords };
    await tx.passage.upsert({ where: { id }, create: { id, ...passage }, update: passage });
  }
  await tx.passage.deleteMany({ where: { topicSlug: topic.slug, id: { notIn: topic.passages.map(({ id }) => id) } } });
}

async function seedInterest(tx: Transaction, { slug, name, family, aliases }: Interest): Promise<void> {
  const row = { name, family, aliases };
  const known = await tx.interest.findUnique({ where: { slug } });
  if (known?.name === name && known.family === family && known.aliases.join() === aliases.join()) return;
  await tx.interest.upsert({ where: { slug }, create: { slug, ...row }, update: row });
}
