import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadLibrary } from '@vividly/knowledge/library';
import { qaRules } from '@vividly/lesson';
import { createTestDatabase, type TestDatabase } from '@vividly/testing';
import { exitCodes } from '../exit-codes.ts';
import { installationAt, repositoryRoot } from '../installation.ts';
import { createProgram } from '../program.ts';
import type { QaResult } from './make.ts';

let database: TestDatabase;
let state: string;
beforeAll(async () => {
  database = await createTestDatabase();
  state = mkdtempSync(join(tmpdir(), 'vividly-qa-test-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(state, { recursive: true, force: true });
});

/** Runs `vividly qa ARGS` at low resolution and returns its exit code, what it prints, and the reports it leaves. */
async function qa(...args: string[]) {
  const printed: string[] = [];
  let code: number | undefined;
  const out = join(state, 'out');
  const program = createProgram({
    version: '1.2.3',
    context: () => ({
      installation: installationAt(repositoryRoot(), state),
      environment: { DATABASE_URL: database.url },
      signal: new AbortController().signal,
      print: (line) => printed.push(line),
      say: () => undefined,
    }),
    finish: (exitCode) => (code = exitCode),
  });
  const few = ['--interests', '1', '--height', '144', '--duration', '30', '--out', out];
  await program.parseAsync(['qa', ...few, ...args], { from: 'user' });
  const { lessons } = JSON.parse(readFileSync(join(out, 'qa.json'), 'utf8')) as { lessons: QaResult[] };
  return { code, printed, lessons, markdown: readFileSync(join(out, 'qa.md'), 'utf8') };
}

const slugs = loadLibrary()
  .topics.slice(0, 2)
  .map(({ slug }) => slug);
const ruleNames = qaRules.map(({ name }) => name).sort();

test('two topics are made, judged by every rule, and reported', async () => {
  const { code, printed, lessons, markdown } = await qa('--topics', '2');
  expect(printed.at(-1)).toMatch(/^2 lessons: 2 delivered, \d without any finding, 0 stopped$/);
  expect(code).toBe(exitCodes.ok);
  expect(lessons.map(({ lesson }) => lesson.topic)).toEqual(slugs);
  for (const { error, report } of lessons) {
    expect(error).toBeNull();
    expect([...new Set(report?.checks.map(({ name }) => name))].sort()).toEqual(ruleNames);
    expect(
      report?.checks.filter(({ severity, verdict }) => severity === 'hard' && verdict === 'fail'),
    ).toEqual([]);
  }
  for (const slug of slugs) {
    expect(printed.filter((line) => line.startsWith(slug))).toHaveLength(1);
    expect(markdown).toContain(`| ${slug} |`);
  }
}, 180_000);

describe('where ffmpeg masters too quietly', () => {
  const path = process.env['PATH'] ?? '';
  afterEach(() => {
    process.env['PATH'] = path;
  });

  test('the lesson is stopped, the rule named, and the exit code 1', async () => {
    const directory = mkdtempSync(join(state, 'quiet-'));
    writeFileSync(join(directory, 'ffmpeg'), quietFfmpeg(), { mode: 0o755 });
    process.env['PATH'] = `${directory}${delimiter}${path}`;
    const { code, printed, lessons } = await qa('--topics', slugs[0] ?? '');
    expect(code).toBe(exitCodes.failed);
    expect(lessons).toMatchObject([{ error: { code: 'lesson_rule_broken' } }]);
    expect(printed.join('\n')).toContain('loudness_off_target (HARD)');
    expect(printed.at(-1)).toMatch(/^1 lesson: 0 delivered, .* 1 stopped$/);
  }, 180_000);
});

/** The installed ffmpeg, but 8 dB quieter behind the limiter, where nothing of ours listens before the gate does. */
function quietFfmpeg(): string {
  const real = execFileSync('sh', ['-c', 'command -v ffmpeg'], { encoding: 'utf8' }).trim();
  return `#!/bin/sh
for arg do
  shift
  case $arg in *alimiter=*'[out]') arg="\${arg%'[out]'},volume=-8dB[out]" ;; esac
  set -- "$@" "$arg"
done
exec '${real}' "$@"
`;
}
