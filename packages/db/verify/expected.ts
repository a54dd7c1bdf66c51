import type { Client } from 'pg';
import type { MigrationSource } from '../migrate/source.ts';
import { readCatalogue, readExtensions, type CatalogueItem } from './catalogue.ts';

/** What a database should hold. */
export interface Expected {
  /** By the migrations. */
  migrated: CatalogueItem[];
  /** By schema.prisma alone, without what its language cannot say. */
  declared: CatalogueItem[];
  extensions: string[];
}

/**
 * Builds both catalogues on a scratch session: `declaration` is the SQL of schema.prisma. The migrations name no schema,
 * so each catalogue gets one of its own.
 */
export async function buildExpected(
  client: Client,
  { migrations }: MigrationSource,
  declaration: string,
): Promise<Expected> {
  const scripts = migrations.map(({ script }) => script);
  const migrated = await build(client, 'vividly_migrated', scripts);
  // The declaration needs the operators that the migrations' extensions bring: the search path still holds them.
  const declared = await build(client, 'vividly_declared', [declaration]);
  return { migrated, declared, extensions: await readExtensions(client) };
}

async function build(client: Client, schema: string, scripts: string[]): Promise<CatalogueItem[]> {
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(
    `SELECT set_config('search_path', concat_ws(', ', '${schema}', nullif(current_setting('search_path'), '')), false)`,
  );
  for (const script of scripts) await client.query(script);
  return readCatalogue(client, schema);
}
