import type { Drift } from './drift.ts';

/** Drifts of tables, columns and other relations. */
export const structureDrifts: Drift[] = [
  {
    title: 'a dropped column',
    sql: 'ALTER TABLE users DROP COLUMN tier',
    fails: ['columns users.tier', 'queries User'],
    reason: /missing|does not exist/,
  },
  {
    title: 'an extra column',
    sql: 'ALTER TABLE organizations ADD COLUMN nickname text',
    fails: ['columns organizations.nickname'],
    reason: /in no migration/,
  },
  {
    title: 'a changed default',
    sql: 'ALTER TABLE content_requests ALTER COLUMN progress_percentage SET DEFAULT 5',
    fails: ['columns content_requests.progress_percentage'],
    reason: /default: expected 0, found 5/,
  },
  {
    title: 'a dropped default',
    sql: 'ALTER TABLE stage_tasks ALTER COLUMN attempt DROP DEFAULT',
    fails: ['columns stage_tasks.attempt'],
    reason: /default: expected 0, found none/,
  },
  {
    title: 'a column that may be null',
    sql: 'ALTER TABLE topics ALTER COLUMN subject DROP NOT NULL',
    fails: ['columns topics.subject'],
    reason: /nullable: expected false, found true/,
  },
  {
    title: 'a changed column type',
    sql: 'ALTER TABLE interests ALTER COLUMN name TYPE varchar(50)',
    fails: ['columns interests.name'],
    reason: /type: expected text, found character varying\(50\)/,
  },
  {
    title: 'another collation',
    sql: 'ALTER TABLE artifacts ALTER COLUMN kind TYPE text COLLATE "C"',
    fails: ['columns artifacts.kind'],
    reason: /collation: expected default, found C/,
  },
  {
    title: 'another generated expression, at the end of the table',
    sql: `ALTER TABLE passages DROP COLUMN search;
      ALTER TABLE passages ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED;
      CREATE INDEX passages_search_idx ON passages USING gin (search)`,
    fails: ['columns passages.search', 'columns passages'],
    reason: /generated as: expected .*setweight.*found|stand in another order/,
  },
  {
    title: 'two columns that swapped names',
    sql: `ALTER TABLE stage_tasks RENAME COLUMN started_at TO x;
      ALTER TABLE stage_tasks RENAME COLUMN completed_at TO started_at;
      ALTER TABLE stage_tasks RENAME COLUMN x TO completed_at`,
    fails: ['columns stage_tasks'],
    reason: /stand in another order/,
  },
  {
    title: 'an extra table',
    sql: 'CREATE TABLE notes (body text)',
    fails: ['tables notes', 'columns notes.body'],
    reason: /in no migration/,
  },
  {
    title: 'a dropped table',
    sql: 'DROP TABLE idempotency_keys',
    fails: [
      'tables idempotency_keys',
      ...['organization_id', 'key', 'body_hash', 'request_id', 'created_at', 'expires_at'].map(
        (column) => `columns idempotency_keys.${column}`,
      ),
      'keys idempotency_keys.idempotency_keys_pkey',
      'foreign keys idempotency_keys.idempotency_keys_organization_id_fkey',
      'foreign keys idempotency_keys.idempotency_keys_request_id_fkey',
      'indexes idempotency_keys_pkey',
      'indexes idempotency_keys_expires_at_idx',
      'indexes idempotency_keys_request_id_idx',
      'queries IdempotencyKey',
    ],
    reason: /missing|does not exist/,
  },
  {
    title: 'a table that a crash empties',
    sql: 'ALTER TABLE task_results SET UNLOGGED',
    fails: ['tables task_results'],
    reason: /persistence: expected p, found u/,
  },
  {
    title: 'row security, a policy, another storage option',
    sql: `ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY; ALTER TABLE api_keys SET (fillfactor = 50);
      CREATE POLICY nobody ON api_keys USING (false)`,
    fails: ['tables api_keys', 'policies api_keys.nobody'],
    reason: /options: expected none, found .*row security: expected false, found true|in no migration/,
  },
  {
    title: 'a sequence that counts otherwise',
    sql: 'ALTER SEQUENCE outbox_id_seq INCREMENT 2',
    fails: ['sequences outbox_id_seq'],
    reason: /increment: expected 1, found 2/,
  },
  {
    title: 'an extra sequence, view, domain and rule',
    sql: `CREATE SEQUENCE counter; CREATE VIEW everybody AS SELECT email FROM users;
      CREATE DOMAIN grade AS int CHECK (VALUE > 0); CREATE RULE deaf AS ON DELETE TO organizations DO INSTEAD NOTHING`,
    fails: [
      'sequences counter',
      'tables everybody',
      'columns everybody.email',
      'views everybody',
      'types grade',
      'rules organizations.deaf',
    ],
    reason: /in no migration/,
  },
];
