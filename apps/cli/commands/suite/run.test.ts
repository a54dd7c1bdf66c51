import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checks, generation } from './checks.ts';
import { plan, runTests } from './run.ts';

const jestProgram = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');

/** A repository whose checks and tests we know, run with the real Jest. */
async function repository(
  tests: Record<string, string>,
  scripts: Record<string, string> = {},
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'vividly-repository-'));
  const passing = Object.fromEntries([generation, ...checks].map(({ script }) => [script, 'true']));
  await mkdir(join(root, 'tests'));
  await writeFile(join(root, 'jest.config.cjs'), 'module.exports = { testEnvironment: "node" };');
  for (const [name, text] of Object.entries(tests)) await writeFile(join(root, 'tests', name), text);
  const jest = `NODE_OPTIONS= node ${jestProgram}`;
  await writeFile(join(root, 'package.json'), JSON.stringify({ scripts: { ...passing, jest, ...scripts } }));
  return root;
}

/** Of three faults one was not survived. */
const breakOnPurpose = async () => Promise.resolve({ passed: 2, failures: ['chaos worker-kill (1 lost)'] });

async function run(root: string, selection: string[] = [], signal = new AbortController().signal) {
  const lines: string[] = [];
  try {
    const limits = { totalMs: 60_000, exitMs: 1_000 };
    await runTests({ root, selection, print: (line) => lines.push(line), signal, limits, breakOnPurpose });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return { lines, last: lines.at(-1), text: lines.join('\n') };
}

describe('./vividly test', () => {
  test('counts every check, every test and every fault, and ends with the count', async () => {
    const tests = { 'a.test.js': 'test("one", () => {}); test("two", () => {});' };
    const { last } = await run(await repository(tests));
    expect(last).toBe(`${checks.length + 5} passed, 1 failed`);
  }, 60_000);

  test('runs everything even when something fails, says why, and lists it before the count', async () => {
    const tests = {
      'a.test.js': 'test("holds", () => {}); test("breaks", () => { throw new Error("no"); });',
      'b.test.js': 'test.skip("sleeps", () => {});',
    };
    const scripts = { generate: 'false', lint: 'echo "a.ts: 3 is odd" >&2; false' };
    const { last, text } = await run(await repository(tests, scripts));
    expect(last).toBe(`${checks.length + 2} passed, 5 failed`);
    expect(text).toContain('a.ts: 3 is odd');
    const list = text.slice(text.indexOf('\nFailed:'));
    expect(list).toContain('✗ lint: ');
    expect(list).toContain('✗ generate: ');
    expect(list).toContain('✗ tests/a.test.js › breaks');
    expect(list).toContain('✗ tests/b.test.js › sleeps');
  }, 60_000);

  test('fails a run that does not end by itself', async () => {
    const tests = { 'a.test.js': 'test("leaks", () => { setInterval(() => {}, 1000); });' };
    const { last, text } = await run(await repository(tests), ['tests']);
    expect(last).toBe('1 passed, 1 failed');
    expect(text).toContain('still alive 1 s after its last test');
  }, 60_000);

  test('fails a run of no test', async () => {
    const { last, text } = await run(await repository({}));
    expect(last).toBe(`${checks.length + 3} passed, 2 failed`);
    expect(text).toContain('No tests found');
    expect(text).toContain('✗ jest (ended without results)');
  }, 60_000);

  test('stops what it started when it is aborted', async () => {
    const interrupted = new AbortController();
    const root = await repository({}, { generate: 'echo started; sleep 1000' });
    const lines: string[] = [];
    const running = runTests({
      root,
      selection: ['generate'],
      print: (line) => lines.push(line),
      signal: interrupted.signal,
      breakOnPurpose,
    });
    interrupted.abort();
    const { failures } = await running;
    await rm(root, { recursive: true, force: true });
    expect(failures).toContain('the run was stopped');
    expect(lines.at(-1)).toBe('0 passed, 2 failed');
  }, 10_000);
});

describe('a selection', () => {
  test('of nothing is everything', () => {
    expect(plan([])).toEqual({ checks: [generation, ...checks], jest: [], chaos: 'short set' });
  });

  test('of checks runs no Jest', () => {
    expect(plan(['lint', 'typecheck']).checks.map(({ script }) => script)).toEqual(['lint', 'typecheck']);
    expect(plan(['lint', 'typecheck']).jest).toBeNull();
  });

  test('of a Jest project and of paths runs no check', () => {
    expect(plan(['unit'])).toEqual({ checks: [], jest: ['--selectProjects', 'unit', '--'], chaos: 'none' });
    expect(plan(['packages/media'])).toEqual({ checks: [], jest: ['packages/media'], chaos: 'none' });
  });

  test('of chaos breaks things and does nothing else', () => {
    expect(plan(['chaos'])).toEqual({ checks: [], jest: null, chaos: 'short set' });
  });
});
