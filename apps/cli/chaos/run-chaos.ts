import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOf, headerOf } from './header.ts';
import { faults as catalogue } from './catalogue.ts';
import { variantOf, type Fault, type FaultSet } from './fault.ts';
import { createLoad } from './load.ts';
import { createRandom } from './random.ts';
import { explanationOf, reportOf, tableOf, type FaultReport } from './report.ts';
import { runTrial, type TrialReport } from './run-trial.ts';
import { openChaosStack, type ChaosStack } from './stack.ts';
import { createWishes, type Wishes } from './work.ts';

export interface ChaosOptions {
  /** The checkout whose code is put under test. */
  root: string;
  set: FaultSet;
  /** Only these; default: every fault that has trials in the set. */
  only?: readonly Fault[];
  /** Of each fault, instead of what the set says. */
  trials?: number;
  seed: number;
  /** Gets the report. */
  print: (line: string) => void;
  /** Gets a line for each trial. */
  say: (line: string) => void;
  signal: AbortSignal;
}

/**
 * Starts a whole system of its own, breaks it in every way of the catalogue, and reports what held. When something did
 * not, its directory with all logs is kept and named. Throws the reason of `signal`, and what keeps the system from
 * starting; nothing is left running then.
 */
export async function runChaos(options: ChaosOptions): Promise<FaultReport[]> {
  const { root, seed, print, say, signal } = options;
  const directory = mkdtempSync(join(tmpdir(), 'vividly-chaos-'));
  let keep = true;
  try {
    say('starting PostgreSQL, Redis and the API of a system of its own');
    const random = createRandom(seed, 'pace');
    const stack = await openChaosStack({ root, directory, random, signal });
    try {
      (await headerOf(seed, commitOf(root), stack)).forEach(print);
      const reports = await breakAll(options, stack);
      [...tableOf(reports), '', ...explanationOf(reports)].forEach(print);
      keep = reports.some(({ pass }) => !pass);
      return reports;
    } finally {
      await stack.stop();
    }
  } catch (error) {
    keep = !signal.aborted;
    throw signal.aborted ? signal.reason : error;
  } finally {
    if (keep) say(`logs, database and storage are kept in ${directory}`);
    else rmSync(directory, { recursive: true, force: true });
  }
}

async function breakAll(options: ChaosOptions, stack: ChaosStack): Promise<FaultReport[]> {
  const { set, only, seed } = options;
  const wishes = createWishes(createRandom(seed, 'wishes'));
  const reports: FaultReport[] = [];
  for (const fault of only ?? catalogue) {
    // A fault that is asked for by name runs even where the set leaves it out.
    const trials =
      options.trials ?? (only === undefined ? fault.trials[set] : Math.max(1, fault.trials[set]));
    if (trials > 0)
      reports.push(reportOf(fault, await tryOften(fault, trials, { ...options, stack, wishes })));
  }
  return reports;
}

async function tryOften(
  fault: Fault,
  trials: number,
  { set, stack, wishes, seed, say, signal }: ChaosOptions & { stack: ChaosStack; wishes: Wishes },
): Promise<TrialReport[]> {
  const reports: TrialReport[] = [];
  for (let number = 0; number < trials; number += 1) {
    signal.throwIfAborted();
    const { name: variant, ...setup } = variantOf(fault, number, trials);
    const startedAt = Date.now();
    await stack.mend(setup);
    const report = await runTrial(fault, {
      set,
      variant,
      work: setup.work,
      setup,
      stack,
      load: createLoad(stack.api, stack.db, wishes),
      random: createRandom(seed, fault.name, number),
      signal,
    });
    reports.push(report);
    const place = `${fault.name} ${String(number + 1)}/${String(trials)}`;
    say(`${place} (${variant}): ${wordsOf(report)}, took ${seconds(Date.now() - startedAt)}`);
    const [first] = brokenIn(report);
    if (first !== undefined) say(`  ${first}`);
  }
  return reports;
}

/** What the fault found first: it explains the rest. */
function brokenIn({ findings }: TrialReport): string[] {
  return [...findings.other, ...findings.lost, ...findings.duplicated, ...findings.wrongTerminal];
}

function wordsOf(report: TrialReport): string {
  const { recoveryMs, requests } = report;
  const broken = brokenIn(report).length;
  const recovered = recoveryMs.length === 0 ? '' : `, recovered in ${seconds(Math.max(...recoveryMs))}`;
  return `${broken === 0 ? 'held' : `${String(broken)} broken`} with ${String(requests)} requests${recovered}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
