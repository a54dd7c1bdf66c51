import type { Database } from './client.ts';
import * as generated from './generated/enums.ts';

/** An enum whose members differ between the database and the generated client. */
export interface EnumDrift {
  name: string;
  /** Members in order, as this version was built with. */
  built: string[];
  /** Members in order, as the database has them; null when it has no such enum. */
  database: string[] | null;
}

/** The database's enums are not those this version was built with: the process must not start. */
export class EnumDriftError extends Error {
  override readonly name = 'EnumDriftError';
  readonly drift: EnumDrift[];
  constructor(drift: EnumDrift[]) {
    const lines = drift.map((entry) => `  ${entry.name}: ${describeDrift(entry)}`);
    super(
      ['the enums of the database are not those of this version (run the migrations?)', ...lines].join('\n'),
    );
    this.drift = drift;
  }
}

/** `built with [a, b], the database has [a, c] (missing: b; unknown: c)` */
export function describeDrift({ built, database }: EnumDrift): string {
  const list = (members: string[]) => `[${members.join(', ')}]`;
  if (database === null) return `built with ${list(built)}, the database has no such enum`;
  const missing = built.filter((member) => !database.includes(member));
  const unknown = database.filter((member) => !built.includes(member));
  const explained = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.join(', ')}`] : []),
  ];
  const how = explained.length > 0 ? explained.join('; ') : 'in another order';
  return `built with ${list(built)}, the database has ${list(database)} (${how})`;
}

/** Enums of schema.prisma whose members, or their order, differ in the database. */
export async function enumDrift(db: Database): Promise<EnumDrift[]> {
  const rows = await db.$queryRaw<{ name: string; members: string[] }[]>`
    SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS members
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE pg_type_is_visible(t.oid) GROUP BY t.typname`;
  const inDatabase = new Map(rows.map(({ name, members }) => [name, members]));
  return Object.entries(generated)
    .map(([name, members]) => ({
      name,
      built: Object.values(members),
      database: inDatabase.get(name) ?? null,
    }))
    .filter(({ built, database }) => built.join() !== database?.join());
}

/** Throws `EnumDriftError`, naming each enum and the members on each side. Every process calls it at its start. */
export async function assertEnumsMatch(db: Database): Promise<void> {
  const drift = await enumDrift(db);
  if (drift.length > 0) throw new EnumDriftError(drift);
}
