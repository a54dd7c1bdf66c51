import type { Load } from './load.ts';
import type { Percentile } from './percentiles.ts';
import type { Random } from './random.ts';
import type { ChaosStack } from './stack.ts';
import type { Setup, Work } from './work.ts';

/** `short` is what `./vividly test` runs. */
export type FaultSet = 'short' | 'full';

/** A way of breaking the running system, and what it must survive. */
export interface Fault {
  name: string;
  /** One sentence with its number. */
  guarantee: string;
  /** How often it is tried in each set; 0: not at all. */
  trials: Readonly<Record<FaultSet, number>>;
  /** The trials are dealt out to these in order, as evenly as it goes. */
  variants: readonly Variant[];
  /** What the recoveries of all trials together must keep to. */
  recovery?: { percentile: Percentile; atMostMs: number };
  /** Breaks the system once. What it throws counts as a broken guarantee. */
  run(trial: Trial): Promise<TrialOutcome>;
}

/** Its setup is what the workers must be able to do. */
export interface Variant extends Setup {
  name: string;
}

export interface Trial {
  set: FaultSet;
  variant: string;
  work: Work;
  setup: Setup;
  stack: ChaosStack;
  /** The trial's requests; each is followed to its end after `run`. */
  load: Load;
  random: Random;
  signal: AbortSignal;
}

/** What a trial measured and what it found broken. */
export interface TrialOutcome {
  /** From the fault to work going on, in ms, one for each thing that was broken. */
  recoveryMs?: readonly number[];
  /** Each a sentence. */
  broken?: readonly string[];
  /**
   * The fault's own numbers. Of those in `…Ms` the greatest of all trials counts, of those in `…Min` the least, of
   * others the sum.
   */
  figures?: Readonly<Record<string, number>>;
  /** Tasks that may have run more than once, by id. Default: none. */
  mayRepeat?: ReadonlySet<string> | 'any';
}

/** Which variant the trial `number` of `trials` (from 0) gets. Throws `RangeError` when there is none. */
export function variantOf({ name, variants }: Fault, number: number, trials: number): Variant {
  const dealt = Math.floor((number * variants.length) / Math.max(trials, variants.length));
  const variant = variants[dealt];
  if (variant === undefined) throw new RangeError(`${name} has no variant ${String(dealt)}`);
  return variant;
}
