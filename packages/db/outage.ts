/** Kinds of `@prisma/driver-adapter-utils` that say that no connection is to be had. */
const outageKinds = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'AuthenticationFailed',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
]);

/**
 * SQLSTATEs: connection exceptions (08), too many connections, statement timeout, a transaction that was ended because
 * its process stood still, and the server going down or up.
 */
const outageStates = /^(08...|53300|57014|25P03|57P0[1-3])$/;

/** Prisma's own: no connection from the pool in time (P2024), a transaction could not begin or was lost (P2028). */
const outageCodes = new Set(['P2024', 'P2028']);

/** What `pg` and `pg-pool` throw when a connection breaks; these errors carry nothing but their message. */
const driverMessages = new Set([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
]);

interface PrismaFailure {
  code?: string;
  meta?: { driverAdapterError?: { cause?: { kind?: string; originalCode?: string } } };
}

/** Whether an error means that the database cannot be used now, and not that something is wrong with the statement. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (driverMessages.has(error.message)) return true;
  const { code, meta } = error as PrismaFailure;
  if (outageCodes.has(code ?? '')) return true;
  const cause = meta?.driverAdapterError?.cause;
  return outageKinds.has(cause?.kind ?? '') || outageStates.test(cause?.originalCode ?? '');
}
