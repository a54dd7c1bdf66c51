import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig, processes, workerEnv } from '@vividly/config';
import { between, documentedKeys, envExample } from './config-docs.ts';
import { generatedDocs } from './generated-docs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

test.each(generatedDocs(root))('$path says what the code says (pnpm docs)', ({ path, content }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(content);
});

test('every key of every process is documented once, in its group, with a description', () => {
  const keys = documentedKeys();
  const all = Object.values(processes).flatMap(({ fields }) => Object.keys(fields));
  expect(keys.map(({ key }) => key).sort()).toEqual([...new Set(all)].sort());
  for (const { key, description } of keys) expect([key, description.length > 8]).toEqual([key, true]);
  const groups = keys.map(({ group }) => group).filter((group, index, list) => list[index - 1] !== group);
  expect(groups).toEqual([...new Set(groups)]);
});

test('.env.example is an environment that a process starts with', () => {
  const assignments = envExample(documentedKeys())
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const env = Object.fromEntries(
    assignments.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  expect(Object.keys(env)).toEqual(['DATABASE_URL', 'REDIS_URL']);
  expect(loadConfig(workerEnv, env).DATABASE_URL).toBe(env['DATABASE_URL']);
});

test('a page without the place for generated text is an error', () => {
  expect(between('a <!-- x:start --> old <!-- x:end --> b', 'x', 'new')).toBe(
    'a <!-- x:start -->\nnew\n<!-- x:end --> b',
  );
  expect(() => between('a', 'x', 'new')).toThrow('no place between <!-- x:start --> and <!-- x:end -->');
});
