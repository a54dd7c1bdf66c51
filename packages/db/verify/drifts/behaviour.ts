import type { Drift } from './drift.ts';

/** Drifts of enums, triggers, functions and the view. */
export const behaviourDrifts: Drift[] = [
  {
    title: 'a renamed enum member',
    sql: `ALTER TYPE user_role RENAME VALUE 'teacher' TO 'tutor'`,
    fails: ['enums user_role', 'client enum user_role', 'seeds users teacher@demo.invalid'],
    reason: /tutor|differs in role/,
  },
  {
    title: 'an added enum member',
    sql: `ALTER TYPE modality ADD VALUE 'smell' BEFORE 'video'`,
    fails: ['enums modality', 'client enum modality'],
    reason: /smell/,
  },
  {
    title: 'an extra enum',
    sql: `CREATE TYPE mood AS ENUM ('good', 'bad')`,
    fails: ['enums mood'],
    reason: /in no migration/,
  },
  {
    title: 'a dropped trigger',
    sql: 'DROP TRIGGER topics_updated_at ON topics',
    fails: ['triggers topics.topics_updated_at'],
    reason: /missing/,
  },
  {
    title: 'a trigger that is switched off',
    sql: 'ALTER TABLE stage_tasks DISABLE TRIGGER stage_tasks_legal_move',
    fails: ['triggers stage_tasks.stage_tasks_legal_move'],
    reason: /enabled: expected O, found D/,
  },
  {
    title: 'a trigger that fires in other cases',
    sql: `CREATE OR REPLACE TRIGGER content_requests_legal_move BEFORE UPDATE OF status ON content_requests
      FOR EACH ROW WHEN (NEW.status = 'completed') EXECUTE FUNCTION reject_illegal_request_move()`,
    fails: ['triggers content_requests.content_requests_legal_move'],
    reason: /IS DISTINCT FROM/,
  },
  {
    title: 'an extra trigger',
    sql: `CREATE TRIGGER twice BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION set_updated_at()`,
    fails: ['triggers users.twice'],
    reason: /in no migration/,
  },
  {
    title: 'a changed trigger function',
    sql: `CREATE OR REPLACE FUNCTION reject_illegal_stage_move() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RETURN NEW; END $$`,
    fails: ['functions reject_illegal_stage_move()'],
    reason: /body: expected .*stage_move_allowed.* found BEGIN RETURN NEW/,
  },
  {
    title: 'a function that runs with the rights of its owner',
    sql: 'ALTER FUNCTION notify_event() SECURITY DEFINER',
    fails: ['functions notify_event()'],
    reason: /security definer: expected false, found true/,
  },
  {
    title: 'an extra function',
    sql: `CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42'`,
    fails: ['functions answer()'],
    reason: /in no migration/,
  },
  {
    title: 'a changed view',
    sql: `DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW active_requests_dashboard AS '
      || replace(pg_get_viewdef('active_requests_dashboard'::regclass), '''failed''', '''notifying'''); END $$`,
    fails: ['views active_requests_dashboard'],
    reason: /query: expected .*failed.*found .*notifying/,
  },
];
