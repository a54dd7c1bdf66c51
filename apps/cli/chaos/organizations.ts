import { randomUUID } from 'node:crypto';
import { createApiKey, type Database } from '@vividly/db';

/** Makes an organization with one learner of the lowest tier, and returns a key of theirs. */
export async function foundOrganization(db: Database): Promise<{ id: string; key: string }> {
  const slug = `chaos-${randomUUID()}`;
  const { id } = await db.organization.create({ data: { slug, name: slug } });
  const user = await db.user.create({
    data: { organizationId: id, email: `${slug}@chaos.invalid`, name: slug },
  });
  const { key } = await createApiKey(db, { organizationId: id, userId: user.id, name: 'chaos' });
  return { id, key };
}
