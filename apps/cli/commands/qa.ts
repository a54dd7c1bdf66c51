import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createDatabase } from '@vividly/db';
import { loadLibrary } from '@vividly/knowledge/library';
import { createLexicalRetriever } from '@vividly/knowledge/retrieval';
import { machineLine, thisMachine } from '../bench/machine.ts';
import type { CommandContext } from '../context.ts';
import { CommandError, exitCodes, type ExitCode } from '../exit-codes.ts';
import { chosenTopics, lessonsOf, type QaLesson } from '../qa/lessons.ts';
import { judgeTopic, type QaBench, type QaResult } from '../qa/make.ts';
import { showProgress } from '../qa/progress.ts';
import { isDelivered, jsonOf, markdownOf, summaryLines, totalLine } from '../qa/report.ts';
import { readyDatabase } from '../stack/ready-database.ts';
import { withDatabase } from '../stack/with-database.ts';

export interface QaCommandOptions {
  /** Names of topics, or how many; all without. */
  topics: readonly string[] | number | null;
  /** Interests for each topic. */
  interests: number;
  /** Shorter side of the picture, px. */
  height: number;
  durationSeconds: number;
  /** Gets `qa.json`, and `qa.md` unless `report` says where that goes. */
  out: string;
  report?: string;
  format: 'text' | 'json';
}

/** Makes lessons of the library and holds each against all rules; 1 when one of them was not delivered. */
export async function qa(context: CommandContext, options: QaCommandOptions): Promise<ExitCode> {
  const { installation, print, say, signal } = context;
  const startedAt = performance.now();
  const machine = thisMachine(installation.root);
  const library = loadLibrary();
  const lessons = lessonsOf(library, topicsOf(library, options.topics), options.interests);
  const results = await withDatabase(context, 'vividly qa', async (url) => {
    await readyDatabase(url, installation);
    const db = createDatabase(url, { max: 2, applicationName: 'vividly-qa' });
    const directory = await mkdtemp(join(tmpdir(), 'vividly-qa-'));
    try {
      const retriever = createLexicalRetriever(db, library.hash);
      const { height, durationSeconds } = options;
      return await judgeAll(lessons, { library, retriever, directory, height, durationSeconds, signal }, say);
    } finally {
      await db.$disconnect();
      await rm(directory, { recursive: true, force: true });
    }
  });
  const { height, durationSeconds } = options;
  const conditions = {
    date: new Date().toISOString().slice(0, 10),
    machine: machineLine(machine),
    height,
    durationSeconds,
    wallSeconds: (performance.now() - startedAt) / 1000,
    planned: lessons.length,
  };
  const [json, report] = [
    resolve(options.out, 'qa.json'),
    resolve(options.report ?? join(options.out, 'qa.md')),
  ];
  await mkdir(dirname(json), { recursive: true });
  await mkdir(dirname(report), { recursive: true });
  await writeFile(json, `${jsonOf(results, conditions)}\n`);
  await writeFile(report, markdownOf(results, conditions));
  const lines = [...summaryLines(results), '', `Reports: ${report}, ${json}`];
  lines.forEach(options.format === 'json' ? say : print);
  // What was judged before an interruption is worth a report; the run is interrupted all the same.
  signal.throwIfAborted();
  print(options.format === 'json' ? jsonOf(results, conditions) : totalLine(results));
  return results.every(isDelivered) ? exitCodes.ok : exitCodes.failed;
}

function topicsOf(
  library: ReturnType<typeof loadLibrary>,
  topics: QaCommandOptions['topics'],
): ReturnType<typeof chosenTopics> {
  try {
    return chosenTopics(library, topics);
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(error.message) : error;
  }
}

/**
 * One lesson after the other: each keeps the cores busy by itself. A failure is noted, and the next one follows; after an
 * interruption no other follows.
 */
async function judgeAll(
  lessons: readonly QaLesson[],
  bench: QaBench,
  say: CommandContext['say'],
): Promise<QaResult[]> {
  const progress = showProgress(lessons.length, say);
  const results: QaResult[] = [];
  try {
    for (const lesson of lessons) {
      progress.begin(lesson);
      const result = await judgeTopic(lesson, bench);
      results.push(result);
      progress.end(result);
    }
  } catch (error) {
    if (!bench.signal.aborted) throw error;
  } finally {
    progress.close();
  }
  return results;
}
