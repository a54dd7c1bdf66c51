import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { createDatabase } from '@vividly/db';
import { loadLibrary } from '@vividly/knowledge/library';
import { createLexicalRetriever } from '@vividly/knowledge/retrieval';
import { commitOf } from '../chaos/header.ts';
import type { CommandContext } from '../context.ts';
import { CommandError, exitCodes, type ExitCode } from '../exit-codes.ts';
import { chosenTopics, lessonsOf, type QaLesson } from '../qa/lessons.ts';
import { judgeTopic, type QaBench, type QaResult } from '../qa/make.ts';
import { isDelivered, jsonOf, lessonTable, markdownOf, ruleTable, totalLine } from '../qa/report.ts';
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
  /** Gets `qa.json` and `qa.md`. */
  out: string;
  format: 'text' | 'json';
}

/** Makes lessons of the library and holds each against all rules; 1 when one of them was not delivered. */
export async function qa(context: CommandContext, options: QaCommandOptions): Promise<ExitCode> {
  const { installation, print, say, signal } = context;
  const startedAt = performance.now();
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
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const conditions = { commit: commitOf(installation.root), height, durationSeconds, wallSeconds };
  const out = resolve(options.out);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'qa.json'), `${jsonOf(results, conditions)}\n`);
  await writeFile(join(out, 'qa.md'), markdownOf(results, conditions));
  const table = [
    ...lessonTable(results),
    '',
    ...ruleTable(results),
    '',
    `Reports: ${out}/qa.md, ${out}/qa.json`,
  ];
  table.forEach(options.format === 'json' ? say : print);
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

/** One lesson after the other: each keeps the cores busy by itself. A failure is noted, and the next one follows. */
async function judgeAll(
  lessons: readonly QaLesson[],
  bench: QaBench,
  say: CommandContext['say'],
): Promise<QaResult[]> {
  const bar = process.stderr.isTTY
    ? new SingleBar(
        { format: '  {bar} {value}/{total}  ETA {eta_formatted}  {lesson}' },
        Presets.shades_classic,
      )
    : null;
  bar?.start(lessons.length, 0, { lesson: '' });
  const results: QaResult[] = [];
  try {
    for (const lesson of lessons) {
      const name = `${lesson.topic} × ${lesson.interest}`;
      bar?.update(results.length, { lesson: name });
      const result = await judgeTopic(lesson, bench);
      results.push(result);
      if (bar === null) say(lineOf(name, result, results.length, lessons.length));
    }
  } finally {
    bar?.update(results.length, { lesson: '' });
    bar?.stop();
  }
  return results;
}

function lineOf(name: string, { report, error, seconds }: QaResult, done: number, all: number): string {
  const broken = report?.summary.rules.join(', ');
  const verdict =
    error === null ? `delivered${broken ? `, soft: ${broken}` : ''}` : `STOPPED ${error.message}`;
  return `${String(done)}/${String(all)} ${name}: ${verdict} (${seconds.toFixed(1)} s)`;
}
