import { Prisma, type Database } from './client.ts';

/** A number of the whole installation, by one label, read from the database when it is asked for. */
export interface InstallationNumber {
  name: string;
  help: string;
  label: string;
  read: () => Promise<Map<string, number>>;
}

interface Row {
  label: string;
  number: number;
}

/**
 * What is waiting, running and done in the whole installation: the same from every process, so dashboards take the
 * maximum and not the sum. Stages without work show 0, for autoscalers.
 */
export function installationNumbers(db: Database): InstallationNumber[] {
  const byLabel = (rows: Row[]) => new Map(rows.map(({ label, number }) => [label, number]));
  const perStage = async (number: Prisma.Sql, joined: Prisma.Sql) =>
    byLabel(
      await db.$queryRaw<Row[]>`
        SELECT s.stage::text AS label, ${number} AS number
        FROM unnest(enum_range(NULL::pipeline_stage)) s(stage) ${joined} GROUP BY s.stage`,
    );
  return [
    {
      name: 'vividly_tasks_due',
      help: 'Tasks that a worker could start now',
      label: 'stage',
      read: async () =>
        perStage(
          Prisma.sql`count(r.id)::int`,
          Prisma.sql`LEFT JOIN stage_tasks t ON t.stage = s.stage AND t.status = 'pending' AND t.waiting_for IS NULL
            AND t.available_at <= now()
          LEFT JOIN content_requests r ON r.id = t.request_id AND NOT r.awaiting_clarification
            AND r.status NOT IN ('completed', 'failed', 'cancelled')`,
        ),
    },
    {
      name: 'vividly_tasks_in_progress',
      help: 'Tasks that a worker holds',
      label: 'stage',
      read: async () =>
        perStage(
          Prisma.sql`count(t.id)::int`,
          Prisma.sql`LEFT JOIN stage_tasks t ON t.stage = s.stage AND t.status = 'in_progress'`,
        ),
    },
    {
      name: 'vividly_outbox_lag_seconds',
      help: 'How long the oldest task that is due has waited for its turn to be given to Redis',
      label: 'stage',
      read: async () =>
        perStage(
          Prisma.sql`coalesce(extract(epoch FROM now() - min(o.available_at)), 0)::float8`,
          Prisma.sql`LEFT JOIN outbox o ON o.stage = s.stage AND o.sent_at IS NULL AND o.available_at <= now()`,
        ),
    },
    {
      name: 'vividly_circuit_open',
      help: 'Whether calls of a provider’s model are held back because it fails: 1, else 0',
      label: 'circuit',
      read: async () =>
        byLabel(
          await db.$queryRaw<Row[]>`
          SELECT name AS label, (open_until IS NOT NULL)::int AS number FROM provider_circuits`,
        ),
    },
    {
      name: 'vividly_dead_letters_open',
      help: 'Dead letters that nobody has redriven or discarded',
      label: 'stage',
      read: async () =>
        perStage(
          Prisma.sql`count(d.id)::int`,
          Prisma.sql`LEFT JOIN dead_letters d ON d.stage = s.stage AND d.settlement IS NULL`,
        ),
    },
    {
      name: 'vividly_requests',
      help: 'Requests since the beginning, by what became of them',
      label: 'outcome',
      read: async () => totals(db, ['accepted', 'completed', 'failed', 'cancelled', 'cached', 'clarified']),
    },
    {
      name: 'vividly_request_time_seconds',
      help: 'Seconds of lesson delivered, and seconds that learners waited for them, since the beginning',
      label: 'of',
      read: async () => totals(db, ['lessonSeconds', 'waitSeconds']),
    },
  ];
}

type Column =
  | 'accepted'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'cached'
  | 'clarified'
  | 'lessonSeconds'
  | 'waitSeconds';

async function totals(db: Database, columns: readonly Column[]): Promise<Map<string, number>> {
  const { _sum: sums } = await db.requestMetric.aggregate({
    _sum: Object.fromEntries(columns.map((column) => [column, true])) as Record<Column, true>,
  });
  return new Map(columns.map((column) => [column.replace('Seconds', ''), sums[column] ?? 0]));
}
