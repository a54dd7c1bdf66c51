import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../stack/environment.ts';
import type { ServerProgram } from '../stack/programs.ts';
import type { Watch } from './watch.ts';
import type { Setup, Work } from './work.ts';

/** A worker process that a fault may end or pause. */
export interface ChaosWorker {
  name: string;
  pid: number;
  /** Sends a signal that ends it, and waits for the end. Returns the end in words, e.g. `exit code 0`. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<string>;
  pause(): void;
  resume(): void;
  /** Resolves with the end in words, whoever asked for it. */
  ended: Promise<string>;
  /** Says whether an end of its own is wanted from now on. */
  mayEnd: (may: boolean) => void;
  /** Whether `stage_tasks.worker_id` names this worker. */
  owns: (workerId: string | null) => boolean;
}

export interface Crew {
  /** Those that live and were not asked to end. */
  workers(): ChaosWorker[];
  start(): Promise<ChaosWorker>;
  /** Sees to it that as many workers as the crew has run, none paused, and set up as asked. */
  assemble: (setup: Setup) => Promise<void>;
  /** Process ids of all workers there ever were. */
  pids(): ReadonlySet<number>;
  /** What lies in the temporary directories of workers, and directories of workers that are gone. */
  temporaries(): string[];
}

export interface CrewOptions {
  size: number;
  environments: Readonly<Record<Work, Environment>>;
  /** The temporary directory of the machine as workers see it. */
  temporaryDir: string;
  watch: Watch;
  launch: (number: number, environment: Environment) => Promise<ServerProgram>;
}

/** Keeps the workers of the stack. */
export function createCrew({ size, environments, temporaryDir, watch, launch }: CrewOptions): Crew {
  const living = new Map<string, ChaosWorker>();
  const pids = new Set<number>();
  let started = 0;
  let current: Environment | null = null;

  const start = async (): Promise<ChaosWorker> => {
    if (current === null) throw new Error('the crew has no work yet');
    started += 1;
    const program = await launch(started, { ...current, TMPDIR: temporaryDir });
    const { name, pid, ended } = program;
    pids.add(pid);
    const mayEnd = watch.over(program);
    const worker: ChaosWorker = {
      name,
      pid,
      async end(signal) {
        mayEnd(true);
        living.delete(name);
        program.kill(signal);
        return ended;
      },
      pause: () => program.kill('SIGSTOP'),
      resume: () => program.kill('SIGCONT'),
      ended,
      mayEnd,
      owns: (workerId) => workerId?.endsWith(`:${String(pid)}`) ?? false,
    };
    living.set(name, worker);
    void ended.then(() => living.delete(name));
    return worker;
  };

  return {
    workers: () => [...living.values()],
    start,
    async assemble({ work, environment }) {
      const wanted = { ...environments[work], ...environment };
      for (const worker of living.values()) worker.resume();
      if (!isDeepStrictEqual(wanted, current))
        await Promise.all([...living.values()].map((worker) => worker.end('SIGTERM')));
      current = wanted;
      const missing = Math.max(0, size - living.size);
      await Promise.all(Array.from({ length: missing }, start));
    },
    pids: () => pids,
    temporaries() {
      const ofTheLiving = [...living.values()].map(({ pid }) => `-${String(pid)}-`);
      return readdirSync(temporaryDir).flatMap((name) =>
        ofTheLiving.some((mark) => name.includes(mark))
          ? readdirSync(join(temporaryDir, name)).map((entry) => join(name, entry))
          : [name],
      );
    },
  };
}
