import type { Client } from 'pg';
import { catalogueQueries, type CatalogueArea } from './catalogue-queries.ts';

/** One object of a schema, as the server itself prints its parts. */
export interface CatalogueItem {
  area: CatalogueArea;
  /** Unique within its area, e.g. `users.email` for a column. */
  name: string;
  definition: Readonly<Record<string, unknown>>;
  /** Order among its siblings (columns of a table), where that is kept. */
  position?: number;
}

/**
 * Everything that a schema holds, extensions' own objects and Prisma's record left out. Leaves the session's
 * search path on that schema: what is in it is then printed without its name, so that two schemas can be compared.
 */
export async function readCatalogue(client: Client, schema: string): Promise<CatalogueItem[]> {
  await client.query(
    `SELECT set_config('search_path', concat_ws(', ', quote_ident($1::text),
       (SELECT string_agg(DISTINCT quote_ident(n.nspname), ', ') FROM pg_extension e
        JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname NOT IN ('pg_catalog', $1::text))), false)`,
    [schema],
  );
  const items: CatalogueItem[] = [];
  for (const [area, query] of Object.entries(catalogueQueries) as [CatalogueArea, string][]) {
    const { rows } = await client.query<Omit<CatalogueItem, 'area'>>(query, [schema]);
    items.push(...rows.map((row) => ({ area, ...row })));
  }
  return items;
}

/** Names of the extensions that are installed in the client's database. */
export async function readExtensions(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT extname AS name FROM pg_extension ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}
