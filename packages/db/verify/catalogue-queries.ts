// What a schema holds, read from the server's catalogue. Every query takes the schema's name as $1 and returns
// `name`, `definition` (and `position`). Definitions are printed by the server, so that two of them are equal exactly
// when the objects are.

/** Not Prisma's record of migrations, and not what an extension brought along. */
function own(catalogue: 'pg_class' | 'pg_proc' | 'pg_type', alias: string): string {
  return `NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = '${catalogue}'::regclass
    AND x.objid = ${alias}.oid AND x.deptype = 'e')`;
}

const relations = `SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname <> '_prisma_migrations' AND ${own('pg_class', 'c')}`;

const tables = `WITH r AS (${relations})
  SELECT r.relname AS name, jsonb_build_object(
    'kind', r.relkind, 'persistence', r.relpersistence, 'row security', r.relrowsecurity,
    'forced row security', r.relforcerowsecurity, 'options', r.reloptions,
    'parents', (SELECT array_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = r.oid),
    'partitioned by', pg_get_partkeydef(r.oid)
  ) AS definition
  FROM r WHERE r.relkind NOT IN ('i', 'I', 'S') ORDER BY 1`;

const columns = `WITH r AS (${relations})
  SELECT r.relname || '.' || a.attname AS name, a.attnum::int AS position, jsonb_build_object(
    'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
    'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    'generated as', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    'generated', a.attgenerated, 'identity', a.attidentity,
    'collation', (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation)
  ) AS definition
  FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.relkind NOT IN ('i', 'I', 'S') ORDER BY r.relname, a.attnum`;

const sequences = `WITH r AS (${relations})
  SELECT r.relname AS name, jsonb_build_object(
    'type', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement, 'minimum', s.seqmin,
    'maximum', s.seqmax, 'cache', s.seqcache, 'cycles', s.seqcycle,
    'owned by', (SELECT x.refobjid::regclass || '.' || a.attname FROM pg_depend x
      JOIN pg_attribute a ON a.attrelid = x.refobjid AND a.attnum = x.refobjsubid
      WHERE x.classid = 'pg_class'::regclass AND x.objid = r.oid AND x.deptype IN ('a', 'i')
        AND x.refclassid = 'pg_class'::regclass)
  ) AS definition
  FROM r JOIN pg_sequence s ON s.seqrelid = r.oid ORDER BY 1`;

const indexes = `WITH r AS (${relations})
  SELECT c.relname AS name, jsonb_build_object(
    'definition', pg_get_indexdef(c.oid, 0, true), 'valid', i.indisvalid AND i.indisready,
    'replica identity', i.indisreplident
  ) AS definition
  FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid ORDER BY 1`;

/** Constraints of some kinds; a switched-off constraint shows in `enforced`. */
function constraints(kinds: string): string {
  return `WITH r AS (${relations})
  SELECT r.relname || '.' || k.conname AS name, jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid, true), 'validated', k.convalidated,
    'enforced', NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O')
  ) AS definition
  FROM r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype IN (${kinds}) ORDER BY 1`;
}

const enums = `SELECT t.typname AS name, jsonb_build_object(
    'members', (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
  ) AS definition
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname = $1 AND t.typtype = 'e' AND ${own('pg_type', 't')} ORDER BY 1`;

/** Domains, ranges and base types; the row types of tables come with the tables. */
const types = `SELECT t.typname AS name, jsonb_build_object(
    'kind', t.typtype, 'base', format_type(t.typbasetype, t.typtypmod), 'default', t.typdefault, 'not null', t.typnotnull,
    'checks', (SELECT array_agg(pg_get_constraintdef(k.oid, true) ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid)
  ) AS definition
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname = $1 AND t.typtype IN ('d', 'r', 'b') AND t.typcategory <> 'A' AND ${own('pg_type', 't')} ORDER BY 1`;

const functions = `SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name, jsonb_build_object(
    'arguments', pg_get_function_arguments(p.oid), 'returns', pg_get_function_result(p.oid), 'kind', p.prokind,
    'language', l.lanname, 'body', coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'volatility', p.provolatile,
    'strict', p.proisstrict, 'security definer', p.prosecdef, 'leakproof', p.proleakproof, 'parallel', p.proparallel,
    'settings', p.proconfig
  ) AS definition
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname = $1 AND ${own('pg_proc', 'p')} ORDER BY 1`;

const triggers = `WITH r AS (${relations})
  SELECT r.relname || '.' || t.tgname AS name, jsonb_build_object(
    'definition', pg_get_triggerdef(t.oid, true), 'enabled', t.tgenabled
  ) AS definition
  FROM r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal ORDER BY 1`;

const views = `WITH r AS (${relations})
  SELECT r.relname AS name, jsonb_build_object('query', pg_get_viewdef(r.oid, true)) AS definition
  FROM r WHERE r.relkind IN ('v', 'm') ORDER BY 1`;

const rules = `WITH r AS (${relations})
  SELECT r.relname || '.' || w.rulename AS name, jsonb_build_object(
    'definition', pg_get_ruledef(w.oid, true), 'enabled', w.ev_enabled
  ) AS definition
  FROM r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN' ORDER BY 1`;

const policies = `WITH r AS (${relations})
  SELECT r.relname || '.' || p.polname AS name, jsonb_build_object(
    'command', p.polcmd, 'permissive', p.polpermissive, 'using', pg_get_expr(p.polqual, p.polrelid),
    'check', pg_get_expr(p.polwithcheck, p.polrelid)
  ) AS definition
  FROM r JOIN pg_policy p ON p.polrelid = r.oid ORDER BY 1`;

/** One query per kind of object. */
export const catalogueQueries = {
  tables,
  columns,
  sequences,
  keys: constraints(`'p', 'u', 'x'`),
  'foreign keys': constraints(`'f'`),
  checks: constraints(`'c'`),
  indexes,
  enums,
  types,
  functions,
  triggers,
  views,
  rules,
  policies,
} as const;

export type CatalogueArea = keyof typeof catalogueQueries;
