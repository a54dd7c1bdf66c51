import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where things lie in this checkout. Everything that a run makes is below `.vividly/`, which Git ignores. */
export interface Installation {
  root: string;
  /** `.vividly/`, or where a run of its own keeps everything. */
  state: string;
  postgresDir: string;
  redisDir: string;
  storageDir: string;
  logsDir: string;
  /** Record of the running stack: who owns it and what it started. */
  runFile: string;
  /** Passwords of the embedded servers. */
  secretsFile: string;
  /** The development API key, which the database holds only as a hash. */
  apiKeyFile: string;
  /** Note of which database holds the seeds. */
  seededFile: string;
}

/** The layout of the checkout at `root`; makes `state`, which only its owner needs to enter. */
export function installationAt(root: string, state = join(root, '.vividly')): Installation {
  mkdirSync(state, { recursive: true });
  return {
    root,
    state,
    postgresDir: join(state, 'postgres'),
    redisDir: join(state, 'redis'),
    storageDir: join(state, 'storage'),
    logsDir: join(state, 'logs'),
    runFile: join(state, 'run.json'),
    secretsFile: join(state, 'secrets.json'),
    apiKeyFile: join(state, 'dev-api-key'),
    seededFile: join(state, 'seeded'),
  };
}

/** The checkout that this program is part of. */
export function repositoryRoot(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@vividly/cli/package.json')), '../..');
}

/**
 * Arguments for `node` that run an entry of an app: the built file, or its TypeScript when this program itself runs
 * from source (in tests).
 */
export function entryArguments(root: string, app: 'api' | 'worker' | 'cli', entry: string): string[] {
  if (!import.meta.url.endsWith('.ts'))
    return ['--enable-source-maps', join(root, 'apps', app, 'dist', `${entry}.js`)];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--conditions=source', '--import', loader, join(root, 'apps', app, `${entry}.ts`)];
}
