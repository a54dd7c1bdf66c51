import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationAt, repositoryRoot, type Installation } from '../installation.ts';

/** An API that is ready at once. */
export const readyApi = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('{}')).listen(Number(process.env.API_PORT), process.env.API_HOST);
console.log('the api listens');
`;

/** A worker that is ready at once and has nothing to do. */
export const readyWorker = `
process.send?.('ready');
setInterval(() => undefined, 1_000);
`;

/**
 * A checkout with the real command line, PostgreSQL and Redis, in which the API and the worker are these programs.
 * `like` another one, whose stack is stopped, it has that one's database already.
 */
export function standInCheckout(
  servers: { api?: string; worker?: string } = {},
  like?: Installation,
): Installation {
  const root = mkdtempSync(join(tmpdir(), 'vividly stack '));
  for (const [app, program] of [
    ['api', servers.api ?? readyApi],
    ['worker', servers.worker ?? readyWorker],
  ] as const) {
    mkdirSync(join(root, 'apps', app), { recursive: true });
    writeFileSync(join(root, 'apps', app, 'main.ts'), program);
  }
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(repositoryRoot(), 'apps/cli'), join(root, 'apps/cli'));
  const installation = installationAt(root);
  if (like !== undefined) {
    for (const part of ['postgresDir', 'secretsFile', 'apiKeyFile', 'seededFile'] as const)
      cpSync(like[part], installation[part], { recursive: true });
    // Node 24 copies a folder without its mode, and PostgreSQL refuses one that others can read.
    chmodSync(installation.postgresDir, 0o700);
  }
  return installation;
}

/** Process ids whose command line or folder is in the checkout: whatever a run has left of itself. */
export function processesOf({ root }: Installation): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(root) ? [`${pid} ${command}`] : [];
      } catch {
        return [];
      }
    });
}
