import { parseIntoClientConfig } from 'pg-connection-string';
import type { PoolConfig } from 'pg';

/**
 * Limits every pool gets: a hung server must not hold a process for ever, and a process that was stopped in the middle of
 * a transaction must not hold its rows for longer than its lease.
 */
const limits = {
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 10_000,
} satisfies PoolConfig;

/** A DATABASE_URL that cannot be used; the message never holds the URL. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

/**
 * Reads DATABASE_URL in TCP form (`postgresql://user:p%40ss@host:5432/db`) or unix-socket form
 * (`postgresql://user@/db?host=/var/run/postgresql`). Throws `DatabaseUrlError`.
 */
export function poolConfig(
  url: string,
  options: { max?: number; applicationName?: string } = {},
): PoolConfig {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new DatabaseUrlError('must start with postgresql://');
  let parsed: PoolConfig;
  try {
    // Prisma's own URL parameters mean nothing to the driver and would be sent to the server as settings.
    const cleaned = url
      .replace(/([?&])(schema|connection_limit|pool_timeout|pgbouncer)=[^&]*&?/g, '$1')
      .replace(/[?&]$/, '');
    parsed = parseIntoClientConfig(cleaned);
  } catch {
    throw new DatabaseUrlError(
      'is not a valid connection string (is a special character in the password percent-encoded?)',
    );
  }
  if (!parsed.database) throw new DatabaseUrlError('names no database');
  return {
    ...parsed,
    ...limits,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'vividly',
  };
}

/** Host, port, database and user for logs; the password never appears. */
export function describeDatabase(url: string): string {
  const config = poolConfig(url);
  const host = config.host ?? 'localhost';
  const where = host.startsWith('/') ? `socket ${host}` : `${host}:${String(config.port ?? 5432)}`;
  // An absent user or password is parsed as an empty one.
  const user = config.user === undefined || config.user === '' ? 'default user' : config.user;
  const masked = config.password === undefined || config.password === '' ? '' : ' (password ****)';
  return `${String(config.database)} on ${where} as ${user}${masked}`;
}
