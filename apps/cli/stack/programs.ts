import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { stopProgram, type Launch, type Program, type RunningProgram } from '@vividly/testing/embedded';
import { identify } from './process-identity.ts';
import type { RunJournal } from './open-run.ts';
import { tiers, type Tier } from './run-record.ts';

/** A program of ours that says to its parent when it is ready. */
export interface ServerProgram extends RunningProgram {
  name: string;
  announced: Promise<void>;
}

/** The programs that one run starts and ends. */
export interface Programs {
  /** Starts PostgreSQL or Redis: ended last. */
  launchService: Launch;
  /** Starts an API or a worker: ended first. */
  launchServer: (program: Program) => ServerProgram;
  /** Ends everything, the last tier first, and waits until nothing is left. May be called again. */
  stopAll(): Promise<void>;
}

/**
 * The child waits for a line before it becomes its program, and the line comes only when it has been recorded: whenever
 * this process dies, every program that runs is in the record, and one that is not gives up by itself.
 */
const gate = 'read -r go && exec "$@" </dev/null';

/** A program that does not end when asked is killed after so long. */
const stopLimitMs = 20_000;

/** Starts programs in sessions of their own, so that Ctrl-C reaches this process alone, with their words in `logsDir`. */
export function createPrograms(journal: RunJournal, logsDir: string): Programs {
  mkdirSync(logsDir, { recursive: true });
  const running = new Map<RunningProgram, { tier: Tier; stopSignal: NodeJS.Signals }>();

  let stopping = false;

  const launch = (tier: Tier, program: Program): ServerProgram => {
    if (stopping) throw new Error(`${program.name} was to be started during the stop`);
    const log = join(logsDir, `${program.name}.log`);
    const child = spawnGated(program, log, tier);
    const { pid } = child;
    const { name, stopSignal } = program;
    const identity = pid === undefined ? null : identify(pid);
    const ended = endOf(child);
    const started: ServerProgram = {
      name,
      pid: pid ?? 0,
      ended,
      announced: announcement(child),
      lastWords: () => endOfFile(log),
      kill: (signal) => void child.kill(signal),
    };
    if (identity === null) return started;
    journal.add({ ...identity, name, tier, stopSignal });
    running.set(started, { tier, stopSignal });
    void ended.then(() => {
      running.delete(started);
      journal.remove(identity.pid);
    });
    child.stdin?.end('go\n');
    return started;
  };

  return {
    launchService: (program) => launch('services', program),
    launchServer: (program) => launch('servers', program),
    async stopAll() {
      stopping = true;
      for (const tier of [...tiers].reverse()) {
        const members = [...running].filter(([, member]) => member.tier === tier);
        await Promise.all(
          members.map(([program, { stopSignal }]) => stopProgram(program, stopSignal, stopLimitMs)),
        );
      }
    },
  };
}

function spawnGated({ command, args, env, cwd, account }: Program, log: string, tier: Tier): ChildProcess {
  if (existsSync(log)) renameSync(log, log.replace(/\.log$/, '.previous.log'));
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn('/bin/sh', ['-c', gate, 'sh', command, ...args], {
      env,
      cwd,
      ...account,
      detached: true,
      // The channel on which a server says that it is ready; PostgreSQL and Redis would not know what it is.
      stdio: ['pipe', output, output, ...(tier === 'servers' ? (['ipc'] as const) : [])],
    });
    // A child that is gone before the line reaches it shows in its end.
    child.stdin?.on('error', () => undefined);
    return child;
  } finally {
    closeSync(output);
  }
}

/** Resolves when the child sends `ready`; never, if it does not. */
async function announcement(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
  });
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
  } catch (error) {
    return `could not be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The last 20 lines of a log. */
function endOfFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  } catch {
    return '';
  }
}
