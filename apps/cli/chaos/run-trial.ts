import type { Fault, Trial, TrialOutcome } from './fault.ts';
import { checkRequests, type Findings } from './invariants.ts';
import { noTrouble } from './paced-gemini.ts';
import { remainsOf, type Remains } from './remains.ts';
import type { ChaosStack } from './stack.ts';
import { until, WaitedInVain } from './until.ts';

/** What a trial came to. */
export interface TrialReport {
  variant: string;
  requests: number;
  findings: Findings;
  recoveryMs: readonly number[];
  figures: Readonly<Record<string, number>>;
}

/** When no request of a trial has ended for so long, those that are left are lost. */
const settleLimitMs = 60_000;
/** So soon after the last request has ended nothing of its work may be left. */
const tidyLimitMs = 10_000;

/** Breaks the system once, waits until everything that was accepted has ended, and looks at what is there then. */
export async function runTrial(fault: Fault, trial: Trial): Promise<TrialReport> {
  const { stack, load, signal } = trial;
  const outcome = await outcomeOf(fault, trial);
  stack.gemini.trouble(noTrouble);
  stack.gemini.pace({ understand: [0, 100], lesson: [0, 100] });
  await stack.mend(trial.setup);
  await load.settle(settleLimitMs, signal);
  const { expected } = load;
  const { db, installation } = stack;
  const findings = await checkRequests({
    db,
    storageDir: installation.storageDir,
    expected,
    mayRepeat: outcome.mayRepeat ?? new Set(),
  });
  const remains = await untidied(stack, signal);
  findings.other.unshift(...(outcome.broken ?? []), ...stack.takeUnaskedEnds());
  findings.other.push(...wordsOf(remains));
  return {
    variant: trial.variant,
    requests: expected.size,
    findings,
    recoveryMs: outcome.recoveryMs ?? [],
    figures: outcome.figures ?? {},
  };
}

async function outcomeOf(fault: Fault, trial: Trial): Promise<TrialOutcome> {
  try {
    return await fault.run(trial);
  } catch (error) {
    trial.signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { broken: [`the trial could not be carried out: ${message}`], mayRepeat: 'any' };
  }
}

/** What is left after a while. */
async function untidied(stack: ChaosStack, signal: AbortSignal): Promise<Remains> {
  const tidy = async () => {
    const remains = await remainsOf(stack);
    return wordsOf(remains).length === 0 && remains;
  };
  try {
    return await until('nothing is left', tidy, { limitMs: tidyLimitMs, signal, everyMs: 100 });
  } catch (error) {
    if (!(error instanceof WaitedInVain)) throw error;
    return remainsOf(stack);
  }
}

function wordsOf({ programs, directories, temporaryFiles }: Remains): string[] {
  return [
    ...programs.map((program) => `${program} still runs after all requests have ended`),
    ...directories.map((directory) => `the directory ${directory} is left`),
    ...temporaryFiles.map((file) => `the storage keeps the temporary file ${file}`),
  ];
}
