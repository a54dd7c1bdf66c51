import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import {
  liveRun,
  readRun,
  recordFormat,
  type RecordedProgram,
  type RunRecord,
  type StackInfo,
} from './run-record.ts';

/** Another command of this checkout owns the stack. */
export class RunInProgress extends Error {
  override readonly name = 'RunInProgress';
  constructor(command: string, owner: ProcessIdentity, stack?: StackInfo) {
    const where = stack === undefined ? '' : ` and serves at ${stack.apiUrl}`;
    super(`\`${command}\` is running in this checkout (process ${String(owner.pid)})${where}`);
  }
}

/** The record of a run, kept by its owner. Every change is on disk when the call returns. */
export interface RunJournal {
  /** Of the run. */
  id: string;
  add(program: RecordedProgram): void;
  remove(pid: number): void;
  /** Says that the stack serves, or (null) no longer does. */
  serve(stack: StackInfo | null): void;
  /** Removes the record. */
  close(): void;
}

function write(file: string, record: RunRecord): void {
  const temporary = `${file}.${String(process.pid)}`;
  // Holds passwords and the API key.
  writeFileSync(temporary, JSON.stringify(record, null, 2), { mode: 0o600 });
  renameSync(temporary, file);
}

/** Takes the lock that guards the record for the moments in which a run begins. Throws `RunInProgress`. */
function takeLock(lock: string, owner: ProcessIdentity): void {
  const claim = `${lock}.${String(process.pid)}`;
  writeFileSync(claim, JSON.stringify(owner), { mode: 0o600 });
  try {
    // Unlike a rename, a link fails where the name exists, and it appears with its content.
    linkSync(claim, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readHolder(lock);
    if (holder !== null && isRunning(holder)) throw new RunInProgress('another start', holder);
    rmSync(lock, { force: true });
    takeLock(lock, owner);
  } finally {
    rmSync(claim, { force: true });
  }
}

function readHolder(lock: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}

/**
 * Makes this process the one that runs the stack of this checkout. A run whose owner is gone is first ended with
 * `cleanUp`. Of several processes at once one wins; the others get `RunInProgress`.
 */
export async function openRun(
  file: string,
  command: string,
  cleanUp: (crashed: RunRecord | null) => Promise<void>,
): Promise<RunJournal> {
  const owner = identify(process.pid);
  if (owner === null) throw new Error('the process does not find itself in the process table');
  const lock = `${file}.lock`;
  takeLock(lock, owner);
  const record: RunRecord = { format: recordFormat, id: randomUUID(), command, owner, programs: [] };
  try {
    const other = liveRun(file);
    if (other !== null) throw new RunInProgress(other.command, other.owner, other.stack);
    await cleanUp(readRun(file));
    write(file, record);
  } finally {
    rmSync(lock, { force: true });
  }
  return {
    id: record.id,
    add(program) {
      record.programs.push(program);
      write(file, record);
    },
    remove(pid) {
      record.programs = record.programs.filter((program) => program.pid !== pid);
      write(file, record);
    },
    serve(stack) {
      if (stack === null) delete record.stack;
      else record.stack = stack;
      write(file, record);
    },
    close: () => rmSync(file, { force: true }),
  };
}
