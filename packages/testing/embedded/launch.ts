import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server program to be started. */
export interface Program {
  /** What it is called in records and messages, e.g. `postgres`. */
  name: string;
  command: string;
  args: readonly string[];
  /** Its whole environment: nothing is inherited. */
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** User and group to run as; absent: those of this process. */
  account?: { uid: number; gid: number };
  /** Signal that asks it to end in order. */
  stopSignal: NodeJS.Signals;
}

/** A program that was started. */
export interface RunningProgram {
  pid: number;
  /** Resolves when it has ended, with the reason in words: `exit code 1`, `signal SIGKILL`, `could not be started: …`. */
  ended: Promise<string>;
  /** The end of what it has said. */
  lastWords(): string;
  kill(signal: NodeJS.Signals): void;
}

/** How programs are started: tests keep their words in memory, the command line logs to files and records them. */
export type Launch = (program: Program) => RunningProgram;

/** Starts a program as a child of this process and keeps the last 4,000 characters that it says. */
export const launchChild: Launch = ({ command, args, env, cwd, account }) => {
  const child = spawn(command, [...args], { env, cwd, ...account, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'exit').then(
    ([code, signal]: (string | number | null)[]) =>
      signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`,
    (error: unknown) => `could not be started: ${error instanceof Error ? error.message : String(error)}`,
  );
  return {
    pid: child.pid ?? 0,
    ended,
    lastWords: () => said.trim(),
    kill: (signal) => void child.kill(signal),
  };
};
