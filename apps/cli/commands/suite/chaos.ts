import { runChaos, type ChaosOptions } from '../../chaos/run-chaos.ts';
import type { Tally } from './results.ts';

/** The same in every run, so that two runs of one commit break the same things. */
const seed = 20_261_122;

/** Runs the short set of `vividly chaos`; every fault counts as a test. */
export async function tallyChaos({
  root,
  print,
  signal,
}: Pick<ChaosOptions, 'root' | 'print' | 'signal'>): Promise<Tally> {
  try {
    const reports = await runChaos({ root, set: 'short', seed, print, say: print, signal });
    return {
      passed: reports.filter(({ pass }) => pass).length,
      failures: reports
        .filter(({ pass }) => !pass)
        .map(({ name, broken: [first = 'no reason'] }) => `chaos ${name} (${first})`),
    };
  } catch (error) {
    // Interrupted: the run says so itself.
    if (signal.aborted) return { passed: 0, failures: [] };
    return { passed: 0, failures: [`chaos (${error instanceof Error ? error.message : String(error)})`] };
  }
}
