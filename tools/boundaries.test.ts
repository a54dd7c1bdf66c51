import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Verdict {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

/** A repository of small files under the real rules. Each imports what follows it, `type` for a type import. */
const files: Record<string, string[]> = {
  // What the house allows.
  'packages/db/enums.ts': [],
  'packages/db/index.ts': ['./enums.ts', 'pg'],
  'packages/lesson/index.ts': ['zod'],
  'packages/knowledge/library.ts': ['../lesson/index.ts'],
  'packages/knowledge/retrieval.ts': ['../db/index.ts', './library.ts'],
  'packages/media/index.ts': ['../lesson/index.ts', 'fluent-ffmpeg'],
  'packages/providers/index.ts': ['../knowledge/library.ts', '@google/generative-ai'],
  'packages/engine/session.ts': ['../db/index.ts', 'pg'],
  'packages/engine/index.ts': ['./session.ts', 'bullmq'],
  'packages/engine/worker.ts': ['./index.ts', 'type pg'],
  'packages/pipeline/index.ts': [
    '../engine/index.ts',
    '../providers/index.ts',
    '../media/index.ts',
    '../db/enums.ts',
    '../db/index.ts',
  ],
  'packages/testing/index.ts': ['../db/index.ts', 'ioredis', 'pg'],
  'packages/engine/engine.db.test.ts': ['./index.ts', '../testing/index.ts'],
  'apps/worker/main.ts': ['../../packages/pipeline/index.ts', 'ioredis'],
  'apps/cli/main.ts': ['../../packages/testing/index.ts'],
  // What it does not.
  'packages/lesson/imports-ours.ts': ['../db/enums.ts'],
  'packages/media/imports-db.ts': ['../db/enums.ts'],
  'packages/media/imports-type.ts': ['type ../db/enums.ts'],
  'packages/media/imports-queue.ts': ['bullmq'],
  'packages/providers/imports-retrieval.ts': ['../knowledge/retrieval.ts'],
  'packages/providers/imports-postgres.ts': ['pg'],
  'packages/pipeline/imports-canvas.ts': ['@napi-rs/canvas'],
  'packages/pipeline/imports-gemini.ts': ['@google/generative-ai'],
  'packages/engine/imports-app.ts': ['../../apps/worker/main.ts'],
  'packages/engine/imports-testing.ts': ['../testing/index.ts'],
  'packages/db/imports-engine.test.ts': ['../engine/index.ts'],
  'apps/api/imports-app.ts': ['../worker/main.ts'],
  'apps/api/imports-testing.ts': ['../../packages/testing/index.ts'],
  'packages/novel/imports-anything.ts': ['../db/enums.ts'],
  'packages/config/egg.ts': ['./hen.ts'],
  'packages/config/hen.ts': ['./egg.ts'],
  'packages/config/undeclared.ts': ['left-pad'],
  'packages/config/misspelt.ts': ['./nowhere.ts'],
  'packages/config/uses-dev.ts': ['jest'],
  'packages/observability/orphan.ts': [],
};

const expected: Record<string, string[]> = {
  'packages/lesson/imports-ours.ts': ['arrows-of-packages/lesson'],
  'packages/media/imports-db.ts': ['arrows-of-packages/media'],
  'packages/media/imports-type.ts': ['arrows-of-packages/media'],
  'packages/media/imports-queue.ts': ['home-of-bullmq'],
  'packages/providers/imports-retrieval.ts': ['arrows-of-packages/providers'],
  'packages/providers/imports-postgres.ts': ['home-of-pg'],
  'packages/pipeline/imports-canvas.ts': ['home-of-@napi-rs/canvas'],
  'packages/pipeline/imports-gemini.ts': ['home-of-@google/generative-ai'],
  'packages/engine/imports-app.ts': ['arrows-of-packages/engine'],
  'packages/engine/imports-testing.ts': ['arrows-of-packages/engine', 'testing-is-for-tests'],
  'packages/db/imports-engine.test.ts': ['arrows-of-tests-in-packages/db'],
  'apps/api/imports-app.ts': ['arrows-of-apps/api'],
  'apps/api/imports-testing.ts': ['testing-is-for-tests'],
  'packages/novel/imports-anything.ts': ['everyone-has-arrows'],
  'packages/config/egg.ts': ['no-circles'],
  'packages/config/undeclared.ts': ['declared'],
  'packages/config/misspelt.ts': ['resolvable'],
  'packages/config/uses-dev.ts': ['no-dev-dependencies'],
  'packages/observability/orphan.ts': ['no-orphans'],
};

const libraries = [
  'bullmq',
  'ioredis',
  'pg',
  'zod',
  'fluent-ffmpeg',
  '@google/generative-ai',
  '@napi-rs/canvas',
];

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function plant(root: string): Promise<void> {
  await write(
    join(root, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { allowImportingTsExtensions: true } }),
  );
  const versions = Object.fromEntries(libraries.map((name) => [name, '1.0.0']));
  const manifest = {
    name: 'house',
    version: '1.0.0',
    dependencies: versions,
    devDependencies: { jest: '1.0.0' },
  };
  await write(join(root, 'package.json'), JSON.stringify(manifest));
  for (const name of [...libraries, 'jest', 'left-pad']) {
    await write(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    await write(join(root, 'node_modules', name, 'index.js'), '');
  }
  await symlink(join(process.cwd(), 'node_modules/typescript'), join(root, 'node_modules/typescript'));
  for (const [path, imports] of Object.entries(files)) {
    const lines = imports.map((name) =>
      name.startsWith('type ') ? `export type * from '${name.slice(5)}';\n` : `export * from '${name}';\n`,
    );
    await write(join(root, path), lines.join('') || 'export const nothing = 0;\n');
  }
}

describe('the import boundaries', () => {
  test('let the allowed arrows be and report every planted one, type imports included', async () => {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'vividly-boundaries-')));
    try {
      await plant(root);
      const config = join(process.cwd(), 'dependency-cruiser.config.cjs');
      const cruiser = join(process.cwd(), 'node_modules/.bin/depcruise');
      const { stdout } = await run(
        cruiser,
        ['apps', 'packages', '--config', config, '--output-type', 'json'],
        {
          cwd: root,
          maxBuffer: 64 * 1024 * 1024,
          env: { PATH: process.env['PATH'] ?? '' },
        },
      ).catch((error: unknown) => error as { stdout: string });
      const reported: Record<string, string[]> = {};
      for (const { from, rule } of (JSON.parse(stdout) as Verdict).summary.violations) {
        reported[from] = [...new Set([...(reported[from] ?? []), rule.name])].sort();
      }
      expect(reported).toEqual(expected);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }, 60_000);
});
