import { setTimeout as delay } from 'node:timers/promises';
import type { CommandContext } from '../context.ts';
import { RunInProgress } from './open-run.ts';
import { liveRun, type StackInfo } from './run-record.ts';
import { startStack, type Death } from './start-stack.ts';

/** A stack to work with: started by this process, or by another command of this checkout. */
export interface OpenStack {
  info: StackInfo;
  ownership: 'own' | 'shared';
  /** Never resolves for a shared stack: there the API stops answering. */
  died: Promise<Death>;
  /** Ends what this process started; a shared stack stays. */
  close(): Promise<void>;
}

const pollMs = 200;

/** The stack that runs in this checkout, once it serves; else a new one. Throws as `startStack` does. */
export async function openStack(context: CommandContext, command: string): Promise<OpenStack> {
  const { installation, say, signal } = context;
  let waiting = false;
  for (;;) {
    signal.throwIfAborted();
    const run = liveRun(installation.runFile);
    if (run?.stack !== undefined) {
      say(`using the stack that \`${run.command}\` runs here (process ${String(run.owner.pid)})`);
      return {
        info: run.stack,
        ownership: 'shared',
        died: new Promise(() => undefined),
        close: () => Promise.resolve(),
      };
    }
    if (run === null) {
      try {
        const stack = await startStack({ ...context, workers: 1, command });
        return { info: stack.info, ownership: 'own', died: stack.died, close: stack.stop };
      } catch (error) {
        if (!(error instanceof RunInProgress)) throw error;
      }
    }
    if (!waiting) say('another command is starting or stopping a stack here; waiting for it');
    waiting = true;
    await delay(pollMs, undefined, { signal });
  }
}
