import type { SeedTable, Transaction } from '@vividly/db';

/**
 * Brings a table to its seeds: inserts what is missing, corrects what differs, and removes what is not among them where
 * others are forbidden. Rows that are right already are not written, not even to the same values.
 */
export async function syncTable(tx: Transaction, { table, key, rows, others }: SeedTable): Promise<void> {
  const wanted = JSON.stringify(rows);
  const columns = Object.keys(rows[0] ?? {}).map(quote);
  const of = (alias: string) => columns.map((column) => `${alias}.${column}`).join(', ');
  await tx.$executeRawUnsafe(
    `INSERT INTO ${quote(table)} (${columns.join(', ')})
     SELECT ${of('w')} FROM jsonb_populate_recordset(NULL::${quote(table)}, $1::jsonb) w
     LEFT JOIN ${quote(table)} t ON t.${quote(key)} = w.${quote(key)}
     WHERE t.${quote(key)} IS NULL OR (${of('t')}) IS DISTINCT FROM (${of('w')})
     ON CONFLICT (${quote(key)}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    wanted,
  );
  if (others === 'allowed') return;
  await tx.$executeRawUnsafe(
    `DELETE FROM ${quote(table)} WHERE ${quote(key)} NOT IN
     (SELECT w.${quote(key)} FROM jsonb_populate_recordset(NULL::${quote(table)}, $1::jsonb) w)`,
    wanted,
  );
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
