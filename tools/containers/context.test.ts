import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildContext } from './context.ts';

async function tree(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'vividly-context-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

describe('the Docker build context', () => {
  test('is what .dockerignore leaves, with sizes', async () => {
    const root = await tree({
      '.dockerignore': '*\n!app\n!tools/build.mjs\n**/node_modules\n**/*.test.ts\n',
      'app/main.ts': '12345',
      'app/main.test.ts': 'left out',
      'app/node_modules/x/index.js': 'left out',
      'tools/build.mjs': '123',
      'tools/other.mjs': 'left out',
      'secret.txt': 'left out',
    });
    try {
      const files = buildContext(root).sort((a, b) => a.path.localeCompare(b.path));
      expect(files).toEqual([
        { path: 'app/main.ts', bytes: 5 },
        { path: 'tools/build.mjs', bytes: 3 },
      ]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
