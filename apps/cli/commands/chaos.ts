import { randomInt } from 'node:crypto';
import { commitOf } from '../chaos/header.ts';
import type { Fault, FaultSet } from '../chaos/fault.ts';
import { jsonOf } from '../chaos/report.ts';
import { runChaos } from '../chaos/run-chaos.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export interface ChaosCommandOptions {
  set: FaultSet;
  only?: readonly Fault[];
  trials?: number;
  seed?: number;
  format: 'text' | 'json';
}

/** Breaks a system of its own on purpose; 1 when a guarantee did not hold. */
export async function chaos(
  { installation: { root }, print, say, signal }: CommandContext,
  { format, seed = randomInt(1, 1_000_000), ...options }: ChaosCommandOptions,
): Promise<ExitCode> {
  const commit = commitOf(root);
  const reports = await runChaos({ ...options, root, seed, print, say, signal });
  if (format === 'json') print(jsonOf(seed, commit, reports));
  return reports.every(({ pass }) => pass) ? exitCodes.ok : exitCodes.failed;
}
