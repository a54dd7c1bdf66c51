import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import type { Program, RunningProgram } from './launch.ts';

/** A server of ours, on loopback. */
export interface EmbeddedServer {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, however it came, with the reason in words. */
  ended: Promise<string>;
  /** Stops the server and waits for its end. */
  stop(): Promise<void>;
}

/** A server program that ended or stayed silent instead of serving. `lastWords` is what it said. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly lastWords: string;
  constructor(program: string, why: string, lastWords: string) {
    super(`${program} did not start (${why})${lastWords === '' ? '' : `:\n${lastWords}`}`);
    this.lastWords = lastWords;
  }
}

/**
 * Starts a server on the port that is wanted, or else on a free one. Between finding a port and binding it another
 * program may take it: then another one is tried, three times in all.
 */
export async function onFreePort<T>(
  start: (port: number) => Promise<T>,
  wanted?: number,
  tries = 3,
): Promise<T> {
  // get-port keeps what it has given out to itself for a while: a server that comes back soon would not get its own.
  const port = wanted ?? (await getPort());
  try {
    return await start(port);
  } catch (error) {
    const taken = error instanceof ServerStartError && /address already in use/i.test(error.lastWords);
    if (!taken || tries === 1) throw error;
    return onFreePort(start, undefined, tries - 1);
  }
}

/** Crash recovery after a power cut may take its time; a server that is alive gets it. */
const startLimitMs = 120_000;
const pollMs = 25;

/**
 * Resolves once `answers` says so, which must tell our server from another on the same port; throws `ServerStartError`
 * when the program ends first or says nothing for two minutes.
 */
export async function untilServing(
  name: string,
  running: RunningProgram,
  answers: () => Promise<boolean>,
): Promise<void> {
  let end: string | undefined;
  void running.ended.then((reason) => (end = reason));
  const deadline = Date.now() + startLimitMs;
  try {
    while (!(await answers())) {
      if (end !== undefined) throw new ServerStartError(name, end, running.lastWords());
      if (Date.now() > deadline) throw new ServerStartError(name, 'no answer', running.lastWords());
      await delay(pollMs);
    }
  } catch (error) {
    await stopProgram(running, 'SIGTERM', 5_000);
    throw error;
  }
}

/** Asks a program to end and waits; after `limitMs` it is killed. */
export async function stopProgram(
  running: RunningProgram,
  signal: Program['stopSignal'],
  limitMs = 20_000,
): Promise<void> {
  const timer = setTimeout(() => {
    running.kill('SIGKILL');
  }, limitMs);
  running.kill(signal);
  await running.ended;
  clearTimeout(timer);
}
