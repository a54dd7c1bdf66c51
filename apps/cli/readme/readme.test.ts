import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationAt, repositoryRoot } from '../installation.ts';
import { startStack } from '../stack/start-stack.ts';
import { shellBlocks, type BlockUse } from './blocks.ts';

const root = repositoryRoot();
const page = readFileSync(join(root, 'README.md'), 'utf8');
const slow = 15 * 60_000;

function blocks(use: BlockUse) {
  return shellBlocks(page).filter((block) => block.use === use);
}

/** The environment of a person's shell: without what Jest needs, without settings of this test run. */
const { NODE_OPTIONS: _, DATABASE_URL: __, REDIS_URL: ___, ...environment } = process.env;

/** Runs a script with bash, stopping at its first failure. */
async function bash(script: string, cwd: string, more: Record<string, string> = {}) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('README.md', () => {
  test('shows commands that bash can read, some to run and some for the API', () => {
    const all = shellBlocks(page);
    const unreadable = all.filter(({ script }) => spawnSync('bash', ['-n', '-c', script]).status !== 0);
    expect(unreadable).toEqual([]);
    expect(blocks('run')).not.toEqual([]);
    expect(blocks('api')).not.toEqual([]);
  });

  test(
    'has commands that work in a checkout',
    async () => {
      for (const { script, line } of blocks('run')) {
        const { code, said } = await bash(script, root);
        expect({ line, code, said: code === 0 ? '' : said }).toEqual({ line, code: 0, said: '' });
      }
    },
    slow,
  );

  test(
    'has API calls that work, one after the other',
    async () => {
      const scratch = mkdtempSync(join(tmpdir(), 'vividly-readme-'));
      const stack = await startStack({
        installation: { ...installationAt(scratch), root },
        environment,
        workers: 1,
        command: 'readme.test',
        say: () => undefined,
        signal: new AbortController().signal,
      });
      try {
        // One script, so that variables carry over from block to block.
        const script = blocks('api')
          .map((block) => block.script)
          .join('\n');
        const { apiUrl, apiKey } = stack.info;
        const { code, said } = await bash(script, scratch, { VIVIDLY_URL: apiUrl, VIVIDLY_KEY: apiKey });
        expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
      } finally {
        await stack.stop();
        rmSync(scratch, { recursive: true, force: true });
      }
    },
    slow,
  );
});
