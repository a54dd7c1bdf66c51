import type { Database } from '@vividly/db';
import { hashApiKey } from '@vividly/db/api-keys';
import { seedUsers } from './accounts.ts';

const [owner] = seedUsers;

/**
 * Makes the given API key one of the seeded student, so that a development installation has a key that is known
 * beforehand. The same key again changes nothing; one that was revoked stays revoked. Needs the seeds.
 */
export async function seedDevelopmentKey(db: Database, key: string): Promise<{ owner: string }> {
  const { id: userId, organizationId } = await db.user.findUniqueOrThrow({ where: { email: owner.email } });
  await db.apiKey.createMany({
    data: [
      { organizationId, userId, name: 'development key', prefix: key.slice(0, 10), keyHash: hashApiKey(key) },
    ],
    skipDuplicates: true,
  });
  return { owner: owner.email };
}
