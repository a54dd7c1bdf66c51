import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, Prisma } from './generated/client.ts';
import { poolConfig } from './connection.ts';

/** The Prisma client over a bounded `pg` pool. Close it with `$disconnect()`. */
export function createDatabase(
  url: string,
  options: { max?: number; applicationName?: string } = {},
): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(poolConfig(url, options)),
    // Interactive transactions here are short and never span a provider call or a render.
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  });
}

export { Prisma };
export type { ContentRequest, DeadLetter } from './generated/client.ts';
export type Database = PrismaClient;
/** The client inside a transaction. */
export type Transaction = Prisma.TransactionClient;
