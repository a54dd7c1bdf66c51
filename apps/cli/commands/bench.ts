import { installedBrowser } from '@vividly/testing/browser';
import { verdictsOn } from '../bench/bars.ts';
import { benchCases, type BenchCase, type CaseName } from '../bench/cases.ts';
import { figuresOf, type Figures } from '../bench/figures.ts';
import { machineLine, thisMachine } from '../bench/machine.ts';
import { measureJob } from '../bench/measure.ts';
import { installRemotion } from '../bench/remotion-install.ts';
import { explanationOf, jsonOf, tableOf } from '../bench/report.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export interface BenchCommandOptions {
  /** All that can run here without it. */
  only?: readonly CaseName[];
  runs: number;
  format: 'text' | 'json';
  /** Whether a bar that is missed is a failure of the command. */
  missedBars: 'fail' | 'report';
}

/** Measures how fast lessons are made, and what else. */
export async function benchRender(
  { installation, print, say, signal }: CommandContext,
  { only, runs, format, missedBars }: BenchCommandOptions,
): Promise<ExitCode> {
  const machine = thisMachine(installation.root);
  say(machineLine(machine));
  const wanted = only ?? everyCase(say);
  const remotion = wanted.includes('remotion-1080p') ? await installRemotion(installation, signal) : null;
  const measured: Figures[] = [];
  for (const each of benchCases(remotion).filter(({ name }) => wanted.includes(name)))
    measured.push(await measure(each));
  const verdicts = verdictsOn(measured);
  const report = [...tableOf(measured), ...explanationOf(measured, verdicts)];
  report.forEach(format === 'json' ? say : print);
  if (format === 'json') print(jsonOf(machine, measured, verdicts));
  const missed = verdicts.some(({ pass }) => !pass);
  return missed && missedBars === 'fail' ? exitCodes.failed : exitCodes.ok;

  async function measure(each: BenchCase): Promise<Figures> {
    let done = 0;
    const taken = await measureJob({
      root: installation.root,
      job: each.job,
      runs,
      signal,
      onRun({ seconds, cpuSeconds }) {
        done += 1;
        say(
          `${each.name} ${String(done)}/${String(runs)}: ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(1)} CPU-s`,
        );
      },
    });
    return figuresOf(each, taken);
  }
}

function everyCase(say: CommandContext['say']): CaseName[] {
  const browser = installedBrowser();
  if (browser === null) say('remotion-1080p is left out: it needs Chromium (apt-get install chromium)');
  return benchCases(null)
    .map(({ name }) => name)
    .concat(browser === null ? [] : ['remotion-1080p']);
}
