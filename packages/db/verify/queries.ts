import type { Database } from '../client.ts';
import { Prisma } from '../client.ts';
import { fail, pass, reasonOf, type Check } from './check.ts';

/** A query through every model of the Prisma client, and through the dashboard view: one check each. */
export async function checkQueries(db: Database): Promise<Check[]> {
  const models = db as unknown as Record<string, { findFirst(): Promise<unknown> } | undefined>;
  const queries = Object.values(Prisma.ModelName).map((model): [string, () => Promise<unknown>] => {
    const delegate = models[model.charAt(0).toLowerCase() + model.slice(1)];
    return [model, async () => delegate?.findFirst()];
  });
  queries.push([
    'active_requests_dashboard',
    async () => db.$queryRaw`SELECT * FROM active_requests_dashboard LIMIT 1`,
  ]);
  return Promise.all(
    queries.map(async ([name, query]) =>
      query().then(
        () => pass('queries', name),
        (error: unknown) => fail('queries', name, reasonOf(error)),
      ),
    ),
  );
}
