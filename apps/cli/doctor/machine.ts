import { accessSync, constants, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { Installation } from '../installation.ts';
import { isRunning } from '../stack/process-identity.ts';
import { readRun } from '../stack/run-record.ts';
import { fail, ok, reasonOf, warn, type Finding } from './finding.ts';

const gigabyte = 1e9;
/** A lesson takes some 20 MB, its scenes as much again, the database 100 MB. */
const leastFree = 0.5 * gigabyte;
const comfortable = 2 * gigabyte;

/** Disk, ports and what earlier runs left. */
export async function checkMachine(installation: Installation): Promise<Finding[]> {
  return [checkDisk(installation), checkState(installation), await checkPorts(), checkRun(installation)];
}

function checkDisk({ state }: Installation): Finding {
  const { bavail, bsize } = statfsSync(state);
  const free = bavail * bsize;
  const found = `${(free / gigabyte).toFixed(1)} GB free`;
  if (free < leastFree)
    return fail('disk', found, 'free some space: databases and renders break off on a full disk');
  return free < comfortable
    ? warn('disk', found, 'free some space before making many lessons')
    : ok('disk', found);
}

function checkState({ state }: Installation): Finding {
  try {
    accessSync(state, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok('.vividly', state);
  } catch {
    return fail(
      '.vividly',
      `${state} cannot be written`,
      `give it to yourself: sudo chown -R "$(id -un)" '${state}'`,
    );
  }
}

async function checkPorts(): Promise<Finding> {
  const server = createServer();
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return ok('ports', 'loopback has free ones');
  } catch (error) {
    return fail(
      'ports',
      `none can be opened on 127.0.0.1: ${reasonOf(error)}`,
      'allow programs to listen on loopback',
    );
  } finally {
    server.close();
  }
}

function checkRun({ runFile }: Installation): Finding {
  const run = readRun(runFile);
  if (run === null) return ok('stack', 'none is running');
  const owner = `\`${run.command}\` (process ${String(run.owner.pid)})`;
  if (isRunning(run.owner))
    return ok(
      'stack',
      run.stack ? `${owner} serves at ${run.stack.apiUrl}` : `${owner} is starting or stopping`,
    );
  const left = run.programs.filter(isRunning).map(({ name }) => name);
  return left.length === 0
    ? ok('stack', 'none is running; the last one crashed, and nothing is left of it')
    : warn(
        'stack',
        `${owner} crashed and left ${left.join(', ')}`,
        'the next ./vividly up or demo ends them',
      );
}
