import { createApiKey, type Database } from '@vividly/db';
import { UserRole } from '@vividly/db/enums';

/** An API key of an admin of the organization that the request belongs to. */
export async function adminKeyFor(db: Database, requestId: string): Promise<string> {
  const { organizationId } = await db.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
  const email = `admin-of-${organizationId}@chaos.invalid`;
  const user = await db.user.upsert({
    where: { email },
    create: { organizationId, email, name: 'admin', role: UserRole.admin },
    update: {},
  });
  const { key } = await createApiKey(db, { organizationId, userId: user.id, name: 'chaos' });
  return key;
}
