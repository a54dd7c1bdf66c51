import { readFileSync } from 'node:fs';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

/** Programs of one tier end together; the tier that was started last ends first. */
export const tiers = ['services', 'servers'] as const;
export type Tier = (typeof tiers)[number];

export interface RecordedProgram extends ProcessIdentity {
  name: string;
  tier: Tier;
  /** Asks it to end in order. */
  stopSignal: NodeJS.Signals;
}

/** A stack that serves; also the first line of `up --json`. */
export interface StackInfo {
  apiUrl: string;
  apiKey: string;
  databaseUrl: string;
  redisUrl: string;
  storageDir: string;
  pids: { api: number; workers: number[] };
}

/** Version of the record's form; a record of another form counts as none. */
export const recordFormat = 1;

/** Who runs the stack of a checkout and what was started for it: `.vividly/run.json`. */
export interface RunRecord {
  format: number;
  id: string;
  /** The owner's command line in words. */
  command: string;
  owner: ProcessIdentity;
  programs: RecordedProgram[];
  /** There while the stack serves. */
  stack?: StackInfo;
}

/** The record of the run in this checkout; null when there is none, or it is beyond reading. */
export function readRun(file: string): RunRecord | null {
  try {
    // Written whole or not at all, and only by us: its form is all that there is to check.
    const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
    return record.format === recordFormat ? record : null;
  } catch {
    return null;
  }
}

/** The record when its owner is still there. */
export function liveRun(file: string): RunRecord | null {
  const record = readRun(file);
  return record !== null && isRunning(record.owner) ? record : null;
}
