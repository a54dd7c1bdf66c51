import type { CommandContext } from '../context.ts';
import { checkConfiguration } from '../doctor/configuration.ts';
import { findingLines } from '../doctor/finding.ts';
import { checkPrograms } from '../doctor/installed-programs.ts';
import { checkMachine } from '../doctor/machine.ts';
import { checkServices } from '../doctor/services.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

/** Looks at everything that a lesson needs and says how to mend what is not right; 1 when something would stop it. */
export async function doctor(
  { installation, environment, print }: CommandContext,
  format: 'text' | 'json',
): Promise<ExitCode> {
  const findings = [
    ...(await checkPrograms(installation.root)),
    ...(await checkMachine(installation)),
    ...checkConfiguration(environment),
    ...(await checkServices(installation, environment)),
  ];
  const healthy = findings.every(({ state }) => state !== 'fail');
  if (format === 'json') print(JSON.stringify({ ok: healthy, checks: findings }));
  else findingLines(findings).forEach(print);
  return healthy ? exitCodes.ok : exitCodes.failed;
}
