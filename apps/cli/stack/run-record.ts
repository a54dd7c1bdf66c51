import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { identify, isRunning } from './process-identity.ts';

const identitySchema = z.object({ pid: z.int(), started: z.string() });

/** Programs of one tier end together; the tier that was started last ends first. */
export const tiers = ['services', 'servers'] as const;
export type Tier = (typeof tiers)[number];

const programSchema = identitySchema.extend({
  name: z.string(),
  tier: z.enum(tiers),
  stopSignal: z.custom<NodeJS.Signals>((value) => typeof value === 'string' && value.startsWith('SIG')),
});
export type RecordedProgram = z.infer<typeof programSchema>;

const stackSchema = z.object({
  apiUrl: z.string(),
  apiKey: z.string(),
  databaseUrl: z.string(),
  redisUrl: z.string(),
  storageDir: z.string(),
  pids: z.object({ api: z.int(), workers: z.array(z.int()) }),
});
/** A stack that serves; also the first line of `up --json`. */
export type StackInfo = z.infer<typeof stackSchema>;

const recordSchema = z.object({
  id: z.string(),
  command: z.string(),
  owner: identitySchema,
  programs: z.array(programSchema),
  /** There once the stack serves. */
  stack: stackSchema.optional(),
});
export type RunRecord = z.infer<typeof recordSchema>;

/** The record of the run in this checkout; null when there is none, or it is beyond reading. */
export function readRun(file: string): RunRecord | null {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The record when its owner is still there. */
export function liveRun(file: string): RunRecord | null {
  const record = readRun(file);
  return record !== null && isRunning(record.owner) ? record : null;
}

/** Another command of this checkout owns the stack. */
export class RunInProgress extends Error {
  override readonly name = 'RunInProgress';
  readonly record: RunRecord;
  constructor(record: RunRecord) {
    super(`\`${record.command}\` is running in this checkout (process ${String(record.owner.pid)})`);
    this.record = record;
  }
}

/** The record of a run, kept by its owner. Every change is on disk when the call returns. */
export interface RunJournal {
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
function takeLock(lock: string, owner: z.infer<typeof identitySchema>): void {
  const claim = `${lock}.${String(process.pid)}`;
  writeFileSync(claim, JSON.stringify(owner), { mode: 0o600 });
  try {
    // Unlike a rename, a link fails where the name exists, and it appears with its content.
    linkSync(claim, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readHolder(lock);
    if (holder !== null && isRunning(holder))
      throw new RunInProgress({ id: '', command: 'another start', owner: holder, programs: [] });
    rmSync(lock, { force: true });
    takeLock(lock, owner);
  } finally {
    rmSync(claim, { force: true });
  }
}

function readHolder(lock: string): z.infer<typeof identitySchema> | null {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(lock, 'utf8')));
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
  const record: RunRecord = { id: randomUUID(), command, owner, programs: [] };
  try {
    const other = liveRun(file);
    if (other !== null) throw new RunInProgress(other);
    await cleanUp(readRun(file));
    write(file, record);
  } finally {
    rmSync(lock, { force: true });
  }
  return {
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
