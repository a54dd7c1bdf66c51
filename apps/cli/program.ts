import { Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from './arguments.ts';
import { caseNames, type CaseName } from './bench/cases.ts';
import { faults, faultsNamed, UnknownFault } from './chaos/catalogue.ts';
import type { Fault, FaultSet } from './chaos/fault.ts';
import type { CommandRunner } from './context.ts';
import { addDeadCommand } from './dead/command.ts';
import { addDemoCommand } from './demo/command.ts';

/** Reads names of faults with commas between them. */
function namedFaults(names: string): Fault[] {
  try {
    return faultsNamed(names.split(',').map((name) => name.trim()));
  } catch (error) {
    throw error instanceof UnknownFault ? new InvalidArgumentError(error.message) : error;
  }
}

/** Reads how many topics, or their names with commas between them. */
function topics(what: string): readonly string[] | number {
  return /^\d+$/.test(what) ? wholeNumber(1, 1_000)(what) : what.split(',').map((name) => name.trim());
}

export interface ProgramOptions extends CommandRunner {
  version: string;
}

const exitCodesHelp = `
Exit codes: 0 done; 1 failed, with the reason; 2 the lesson needs an answer first (demo);
64 the command line is not understood; 130 interrupted.`;

const qaHelp = `
Themes, shapes, captions, music, renditions and streams go by turns; a topic is the same lesson
whichever others are chosen. Ctrl-C ends it with a report on the lessons that are done.

Exit codes: 0 every lesson was delivered; 1 one was stopped, by a hard rule or an error;
64 the command line is not understood; 130 interrupted.`;

/** The command line. Commands are loaded when they run: `--help` needs no database client. */
export function createProgram({ version, context, finish }: ProgramOptions): Command {
  const program = new Command('vividly')
    .description('Narrated, captioned lessons from a question and something the learner loves.')
    .version(version, '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('(./vividly --help tells more)')
    .addHelpText('after', exitCodesHelp);

  addDemoCommand(program, { context, finish });

  program
    .command('up')
    .summary('run the API and the workers until Ctrl-C')
    .description('Runs PostgreSQL, Redis, the API and the workers in the foreground.')
    .addOption(
      new Option('-w, --workers <number>', 'worker processes').argParser(wholeNumber(1, 64)).default(1),
    )
    .addOption(
      new Option('-p, --port <number>', "the API's port (default: a free one)").argParser(
        wholeNumber(1, 65_535),
      ),
    )
    .option('--json', 'first print one line of JSON with addresses, key and process ids')
    .action(async ({ workers, port, json }: { workers: number; port?: number; json?: true }) => {
      const { up } = await import('./commands/up.ts');
      finish(
        await up(context(), { workers, ...(port !== undefined && { port }), format: json ? 'json' : 'text' }),
      );
    });

  program
    .command('test')
    .summary('run every check and test that CI runs')
    .argument('[what...]', 'only these checks, Jest projects or test paths')
    .action(async (what: string[]) => {
      const { test } = await import('./commands/test.ts');
      finish(await test(context(), what));
    });

  program
    .command('chaos')
    .summary('break a running system, and count what it lost')
    .description(
      'Starts a system of its own, breaks it in every way below, and checks what is there afterwards.',
    )
    .addOption(new Option('--only <names>', 'these faults, with commas between them').argParser(namedFaults))
    .addOption(new Option('--trials <number>', 'of each fault').argParser(wholeNumber(1, 1_000)))
    .addOption(
      new Option('--seed <number>', 'of all choices (default: another one each time)').argParser(
        wholeNumber(0, 1_000_000_000),
      ),
    )
    .addOption(
      new Option('--set <name>', 'how much to try')
        .choices(['short', 'full'] satisfies FaultSet[])
        .default('full'),
    )
    .option('--json', 'end with one line of JSON')
    .addHelpText(
      'after',
      `\nFaults and what they must leave whole:\n${faults.map(({ name, guarantee }) => `  ${name}: ${guarantee}`).join('\n')}`,
    )
    .action(async ({ json, ...options }: ChaosFlags) => {
      const { chaos } = await import('./commands/chaos.ts');
      finish(await chaos(context(), { ...options, format: json ? 'json' : 'text' }));
    });

  const bench = program
    .command('bench')
    .summary('measure how fast lessons are made')
    .description('Measures this installation.');
  bench
    .command('render')
    .summary('how fast a lesson is made')
    .description(
      'Makes a fixed lesson of 60 s from its script and speech, and ends with a table and the bars that it must reach.',
    )
    .addOption(
      new Option('--case <names...>', 'only these (default: all that can run here)').choices(caseNames),
    )
    .addOption(new Option('--runs <number>', 'of each case').argParser(wholeNumber(1, 100)).default(3))
    .option('--check', 'exit with 1 when a bar is missed')
    .option('--json', 'end with one line of JSON')
    .action(async ({ case: only, runs, check, json }: BenchFlags) => {
      const { benchRender } = await import('./commands/bench.ts');
      finish(
        await benchRender(context(), {
          ...(only !== undefined && { only }),
          runs,
          missedBars: check ? 'fail' : 'report',
          format: json ? 'json' : 'text',
        }),
      );
    });

  program
    .command('qa')
    .summary('make lessons of the library and judge each')
    .description(
      'Makes a lesson of every topic with three interests, measures the finished files, and lists what they break.',
    )
    .addOption(
      new Option('-t, --topics <what>', 'so many topics, or their names with commas between them').argParser(
        topics,
      ),
    )
    .addOption(
      new Option('-i, --interests <number>', 'interests for each topic')
        .argParser(wholeNumber(1, 12))
        .default(3),
    )
    .addOption(
      new Option('--height <px>', 'shorter side of the picture')
        .argParser(wholeNumber(144, 1080))
        .default(360),
    )
    .addOption(
      new Option('-d, --duration <seconds>', 'length, 30 to 360').argParser(wholeNumber(30, 360)).default(90),
    )
    .option('-o, --out <dir>', 'folder for qa.md and qa.json', 'out/qa')
    .option('-r, --report <file>', 'where qa.md goes instead')
    .option('--json', 'end with one line of JSON')
    .addHelpText('after', qaHelp)
    .action(async ({ json, duration, topics: which, ...options }: QaFlags) => {
      const { qa } = await import('./commands/qa.ts');
      const format = json ? 'json' : 'text';
      finish(await qa(context(), { ...options, topics: which ?? null, durationSeconds: duration, format }));
    });

  program
    .command('gallery')
    .summary('draw every layout in every theme and shape, to look at')
    .description('Leaves pictures, a contact sheet for each shape, and a page that shows them in a folder.')
    .option('--theme <names...>', 'only these')
    .option('--kind <names...>', 'only these kinds of visuals')
    .option('--ratio <ratios...>', 'only these shapes, such as 9:16')
    .option('-o, --out <dir>', 'folder for the pictures', 'out/gallery')
    .option('--json', 'end with one line of JSON')
    .action(async ({ json, ...options }: GalleryFlags) => {
      const { gallery } = await import('./commands/gallery.ts');
      finish(await gallery(context(), { ...options, format: json ? 'json' : 'text' }));
    });

  program
    .command('doctor')
    .summary('check what is installed, reachable and configured')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: true }) => {
      const { doctor } = await import('./commands/doctor.ts');
      finish(await doctor(context(), json ? 'json' : 'text'));
    });

  program
    .command('migrate')
    .summary('bring the database to the current schema and seeds')
    .option('--applied <migration>', 'first record an interrupted migration as done')
    .option('--rolled-back <migration>', 'first record an interrupted migration as undone: it applies again')
    .action(async ({ applied, rolledBack }: { applied?: string; rolledBack?: string }) => {
      const { migrateCommand } = await import('./commands/migrate.ts');
      const settled = { applied, rolled_back: rolledBack };
      finish(await migrateCommand(context(), settled));
    });

  addDeadCommand(program, { context, finish });

  program
    .command('verify')
    .summary('check the database against the schema, PASS or FAIL')
    .action(async () => {
      const { verify } = await import('./commands/verify.ts');
      finish(await verify(context()));
    });

  return program;
}

/** A command with all that are below it: settings are not inherited by commands that exist already. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

interface QaFlags {
  topics?: readonly string[] | number;
  interests: number;
  height: number;
  duration: number;
  out: string;
  report?: string;
  json?: true;
}

interface GalleryFlags {
  theme?: string[];
  kind?: string[];
  ratio?: string[];
  out: string;
  json?: true;
}

interface ChaosFlags {
  only?: Fault[];
  trials?: number;
  seed?: number;
  set: FaultSet;
  json?: true;
}

interface BenchFlags {
  case?: CaseName[];
  runs: number;
  check?: true;
  json?: true;
}
