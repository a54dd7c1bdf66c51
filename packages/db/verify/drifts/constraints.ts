import type { Drift } from './drift.ts';

/** Drifts of keys, checks and indexes. */
export const constraintsDrifts: Drift[] = [
  {
    title: 'a dropped primary key',
    sql: 'ALTER TABLE request_events DROP CONSTRAINT request_events_pkey',
    fails: ['keys request_events.request_events_pkey', 'indexes request_events_pkey'],
    reason: /missing/,
  },
  {
    title: 'a dropped foreign key',
    sql: 'ALTER TABLE api_keys DROP CONSTRAINT api_keys_user_id_fkey',
    fails: ['foreign keys api_keys.api_keys_user_id_fkey'],
    reason: /missing/,
  },
  {
    title: 'a foreign key with another action',
    sql: `ALTER TABLE outbox DROP CONSTRAINT outbox_task_id_fkey, ADD CONSTRAINT outbox_task_id_fkey
      FOREIGN KEY (task_id) REFERENCES stage_tasks (id) ON UPDATE CASCADE`,
    fails: ['foreign keys outbox.outbox_task_id_fkey'],
    reason: /expected .*ON DELETE CASCADE, found/,
  },
  {
    title: 'a foreign key that is switched off',
    sql: 'ALTER TABLE request_metrics DISABLE TRIGGER ALL',
    fails: ['foreign keys request_metrics.request_metrics_organization_id_fkey'],
    reason: /enforced: expected true, found false/,
  },
  {
    title: 'a dropped check',
    sql: 'ALTER TABLE passages DROP CONSTRAINT passages_angle',
    fails: ['checks passages.passages_angle'],
    reason: /missing/,
  },
  {
    title: 'a check that old rows need not meet',
    sql: `ALTER TABLE artifacts DROP CONSTRAINT artifacts_not_empty;
      ALTER TABLE artifacts ADD CONSTRAINT artifacts_not_empty CHECK (bytes > 0) NOT VALID`,
    fails: ['checks artifacts.artifacts_not_empty'],
    reason: /validated: expected true, found false/,
  },
  {
    title: 'a looser check',
    sql: `ALTER TABLE content_requests DROP CONSTRAINT content_requests_grade;
      ALTER TABLE content_requests ADD CONSTRAINT content_requests_grade CHECK (grade_level BETWEEN 1 AND 13)`,
    fails: ['checks content_requests.content_requests_grade'],
    reason: /13/,
  },
  {
    title: 'a dropped index',
    sql: 'DROP INDEX users_organization_id_idx',
    fails: ['indexes users_organization_id_idx'],
    reason: /missing/,
  },
  {
    title: 'a dropped partial index',
    sql: 'DROP INDEX stage_tasks_due_idx',
    fails: ['indexes stage_tasks_due_idx'],
    reason: /missing/,
  },
  {
    title: 'a partial index over other rows',
    sql: `DROP INDEX stage_tasks_lease_idx;
      CREATE INDEX stage_tasks_lease_idx ON stage_tasks (lease_until) WHERE status = 'pending'`,
    fails: ['indexes stage_tasks_lease_idx'],
    reason: /in_progress.*found.*pending/,
  },
  {
    title: 'a unique index that is not unique any more',
    sql: `DROP INDEX stage_tasks_request_id_stage_part_key;
      CREATE INDEX stage_tasks_request_id_stage_part_key ON stage_tasks (request_id, stage, part)`,
    fails: ['indexes stage_tasks_request_id_stage_part_key'],
    reason: /expected CREATE UNIQUE INDEX/,
  },
  {
    title: 'an extra index',
    sql: 'CREATE INDEX users_name_idx ON users (name)',
    fails: ['indexes users_name_idx'],
    reason: /in no migration/,
  },
  {
    title: 'a dropped extension',
    sql: 'DROP EXTENSION pg_trgm CASCADE',
    fails: ['extensions pg_trgm', 'indexes passages_keywords_trgm_idx'],
    reason: /missing/,
  },
];
