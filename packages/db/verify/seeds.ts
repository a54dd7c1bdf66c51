import type { Client } from 'pg';
import type { SeedTable } from '../seed-table.ts';
import { fail, pass, reasonOf, type Check } from './check.ts';

/** Whether the seeded rows are there and hold what they were seeded with: one check for each row. */
export async function checkSeeds(client: Client, seeds: readonly SeedTable[]): Promise<Check[]> {
  const checks: Check[] = [];
  for (const seed of seeds) {
    try {
      checks.push(...(await checkTable(client, seed)));
    } catch (error) {
      checks.push(fail('seeds', seed.table, reasonOf(error)));
    }
  }
  return checks;
}

async function checkTable(client: Client, { table, key, rows, others }: SeedTable): Promise<Check[]> {
  const result = await client.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(t) AS row FROM "${table}" t`,
  );
  const found = new Map(result.rows.map(({ row }) => [row[key], row]));
  const checks = rows.map((row) => checkRow(`${table} ${String(row[key])}`, row, found.get(row[key])));
  if (others === 'allowed') return checks;
  const seeded = new Set(rows.map((row) => row[key]));
  const extra = [...found.keys()].filter((name) => !seeded.has(name));
  return [
    ...checks,
    ...extra.map((name) => fail('seeds', `${table} ${String(name)}`, 'is not among the seeds')),
  ];
}

function checkRow(
  name: string,
  row: Record<string, unknown>,
  found: Record<string, unknown> | undefined,
): Check {
  if (!found) return fail('seeds', name, 'is missing');
  const changed = Object.keys(row).filter(
    (column) => JSON.stringify(row[column]) !== JSON.stringify(found[column]),
  );
  return changed.length === 0 ? pass('seeds', name) : fail('seeds', name, `differs in ${changed.join(', ')}`);
}
