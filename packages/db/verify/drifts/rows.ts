import type { Drift } from './drift.ts';

/** Drifts of seeds and of the record of migrations. */
export const rowsDrifts: Drift[] = [
  {
    title: 'a deleted seed',
    sql: `DELETE FROM interests WHERE slug = 'basketball'`,
    fails: ['seeds interests basketball'],
    reason: /missing/,
  },
  {
    title: 'an edited seed',
    sql: `UPDATE passages SET text = 'Edited.' WHERE id = 'newtons-third-law/law'`,
    fails: ['seeds passages newtons-third-law/law'],
    reason: /differs in text/,
  },
  {
    title: 'a row among the seeds that nobody seeded',
    sql: `INSERT INTO interests (slug, name, family) VALUES ('zzz', 'Zzz', 'sleep')`,
    fails: ['seeds interests zzz'],
    reason: /not among the seeds/,
  },
  {
    title: 'a deleted user',
    sql: `DELETE FROM users WHERE email = 'root@demo.invalid'`,
    fails: ['seeds users root@demo.invalid'],
    reason: /missing/,
  },
  {
    title: 'an edited migration row',
    sql: `UPDATE _prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name LIKE '%_init'`,
    fails: ['migration record 20261122000000_init'],
    reason: /was applied with checksum 0000/,
  },
  {
    title: 'a migration that never finished',
    sql: `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%_rules'`,
    fails: ['migration record 20261122000100_rules'],
    reason: /never finished/,
  },
  {
    title: 'a migration that this version does not know',
    sql: `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('x', 'x', '20990101000000_future', now(), 1)`,
    fails: ['migration record 20990101000000_future'],
    reason: /no such migration/,
  },
];
