import { hashApiKey } from '@vividly/db/api-keys';
import { loadLibrary } from '@vividly/knowledge/library';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { seedDevelopmentKey } from './development-key.ts';
import { seed } from './index.ts';

describe('the development API key', () => {
  const key = `vk_${'d'.repeat(43)}`;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await seed(database.db, loadLibrary());
  });
  afterAll(async () => {
    await database.drop();
  });

  test('is stored as a hash, once, and stays revoked', async () => {
    const { db } = database;
    const { owner } = await seedDevelopmentKey(db, key);
    await seedDevelopmentKey(db, key);
    const stored = await db.apiKey.findMany({ include: { user: true } });
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ keyHash: hashApiKey(key), revokedAt: null, user: { email: owner } });
    expect(JSON.stringify(stored)).not.toContain(key);

    const revokedAt = new Date();
    await db.apiKey.updateMany({ data: { revokedAt } });
    await seedDevelopmentKey(db, key);
    expect(await db.apiKey.findMany({ select: { revokedAt: true } })).toEqual([{ revokedAt }]);
  });
});
