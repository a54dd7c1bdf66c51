import { InvalidArgumentError, Option, type Command } from 'commander';
import { PipelineStage } from '@vividly/db/enums';
import type { CommandRunner } from '../context.ts';
import type { Narrowing, Selection } from './select.ts';

/** Reads an id, or enough of its beginning or end. */
function partOfId(text: string): string {
  if (!/^[0-9a-f-]{4,36}$/i.test(text))
    throw new InvalidArgumentError(
      'It must be an id, or at least 4 characters of an id: its beginning or end.',
    );
  return text.toLowerCase();
}

const stageOption = () =>
  new Option('-s, --stage <stage>', 'only of this stage').choices(Object.values(PipelineStage));
const codeOption = () => new Option('-c, --code <code>', 'only with this error code');

interface Flags {
  all?: true;
  stage?: PipelineStage;
  code?: string;
}

/** Ids, or all open ones, narrowed: never both, and never all by leaving something out. */
function selectionOf(command: Command, parts: string[], { all, stage, code }: Flags): Selection {
  const narrowed = stage !== undefined || code !== undefined;
  if (parts.length > 0 === (all === true) || (narrowed && !all))
    return command.error('error: name ids, or --all (with --stage and --code to narrow it)');
  return parts.length > 0 ? { parts } : { parts: 'all', narrowing: { stage, code } };
}

/** `vividly dead`: work that failed for good. Its subcommands are loaded when they run. */
export function addDeadCommand(program: Command, { context, finish }: CommandRunner): void {
  const dead = program
    .command('dead')
    .summary('look at work that failed for good, and send it again')
    .description(
      'Dead letters: work that failed for good. Works on the database of DATABASE_URL, of the stack that runs here, or the embedded one.',
    );

  dead
    .command('list')
    .summary('list those that are open, newest first')
    .option('-a, --all', 'also those that were redriven or discarded')
    .addOption(stageOption())
    .addOption(codeOption())
    .option('--json', 'print one JSON object')
    .action(async ({ all, json, ...narrowing }: Narrowing & { all?: true; json?: true }) => {
      const { list } = await import('./list.ts');
      const state = all ? 'all' : 'open';
      finish(await list(context(), { state, ...narrowing, format: json ? 'json' : 'text' }));
    });

  dead
    .command('show')
    .summary('show everything about one')
    .addArgument(dead.createArgument('<id>', 'its id, or an end of it').argParser(partOfId))
    .action(async (part: string) => {
      const { show } = await import('./show.ts');
      finish(await show(context(), part));
    });

  for (const { name, summary, description } of settlingCommands)
    dead
      .command(name)
      .summary(summary)
      .description(description)
      .addArgument(
        dead
          .createArgument('[ids...]', 'their ids, or ends of them')
          .argParser((text: string, before: string[] = []) => [...before, partOfId(text)]),
      )
      .option('--all', 'every open one')
      .addOption(stageOption())
      .addOption(codeOption())
      .action(async (parts: string[], flags: Flags, command: Command) => {
        const selection = selectionOf(command, parts, flags);
        const commands = await import('./settle.ts');
        finish(await commands[name](context(), selection));
      });
}

const settlingCommands = [
  {
    name: 'redrive',
    summary: 'try their requests again',
    description:
      'Tries the failed requests again, from the task that failed. STORAGE_* must be what the workers have: work whose files are gone is done anew.',
  },
  {
    name: 'discard',
    summary: 'let them go',
    description: 'Settles dead letters without trying anything again.',
  },
] as const;
