import { loadConfig, storageEnv } from '@vividly/config';
import type { Database } from '@vividly/db';
import {
  discardDeadLetter,
  redriveDeadLetter,
  type DeadLetterAct,
  type DiscardOutcome,
  type RedriveOutcome,
} from '@vividly/engine';
import { missingFiles } from '@vividly/pipeline';
import { createStorage } from '@vividly/providers/storage';
import type { CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { liveRun } from '../stack/run-record.ts';
import { lettersOf, type Selection } from './select.ts';
import { withLetters } from './with-letters.ts';

type Outcome = RedriveOutcome | DiscardOutcome;

/** What became of a dead letter that was not settled now. */
const unsettled: Partial<Record<Outcome, string>> = {
  already_settled: 'was settled before',
  not_found: 'is not there any more',
  not_redrivable: 'has no failed request to try again; it can be discarded',
};

/** Tries the requests of the dead letters again, and says what it takes for them to run. */
export async function redrive(context: CommandContext, selection: Selection): Promise<ExitCode> {
  const { installation, environment } = context;
  const stack = liveRun(installation.runFile)?.stack;
  const storage = createStorage(
    loadConfig(storageEnv, { STORAGE_DIR: stack?.storageDir ?? installation.storageDir, ...environment }),
  );
  const redriven = async (db: Database, act: DeadLetterAct) =>
    redriveDeadLetter(db, act, async (output) => missingFiles(storage, output));
  return settle(context, selection, {
    command: 'vividly dead redrive',
    done: 'redriven',
    act: redriven,
    advice: stack ? null : 'No stack runs in this checkout: they go on when a worker runs (./vividly up).',
  });
}

/** Lets the dead letters go. */
export async function discard(context: CommandContext, selection: Selection): Promise<ExitCode> {
  return settle(context, selection, {
    command: 'vividly dead discard',
    done: 'discarded',
    act: discardDeadLetter,
    advice: null,
  });
}

interface Settling {
  command: string;
  done: Outcome;
  act: (db: Database, act: DeadLetterAct) => Promise<Outcome>;
  /** What to know once one was settled. */
  advice: string | null;
}

/**
 * Settles what is selected, one after the other, and counts. A letter that was named and could not be settled is a
 * failure; with --all it is told and left.
 */
async function settle(
  context: CommandContext,
  selection: Selection,
  { command, done, act, advice }: Settling,
): Promise<ExitCode> {
  const { print, say, signal, environment } = context;
  const by = `cli:${environment['SUDO_USER'] ?? environment['USER'] ?? `uid ${String(process.getuid?.())}`}`;
  const named = selection.parts !== 'all';
  const counts = { settled: 0, left: 0 };
  await withLetters(context, command, async (db) => {
    /** Requests that were tried again: their other letters are settled with them. */
    const requests = new Set<string>();
    for (const { id, requestId } of await lettersOf(db, selection)) {
      signal.throwIfAborted();
      const outcome = requests.has(requestId) ? done : await act(db, { id, by });
      const why = unsettled[outcome];
      counts[why === undefined ? 'settled' : 'left'] += 1;
      if (why === undefined) print(`${id} ${done}`);
      else say(`${id} ${why}`);
      if (outcome === 'redriven') requests.add(requestId);
    }
  });
  print(`${String(counts.settled)} ${done}${counts.left > 0 ? `, ${String(counts.left)} not` : ''}`);
  if (advice !== null && counts.settled > 0) say(advice);
  return named && counts.left > 0 ? exitCodes.failed : exitCodes.ok;
}
