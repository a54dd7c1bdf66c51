import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import type { ChaosStack } from './stack.ts';

/** The commit of the checkout, short; `unknown` outside of Git, with `+` when files differ from it. */
export function commitOf(root: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

/** What a report's numbers depend on, in lines. */
export async function headerOf(seed: number, commit: string, { db, redis }: ChaosStack): Promise<string[]> {
  const [row] = await db.$queryRaw<
    { version: string }[]
  >`SELECT current_setting('server_version') AS version`;
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `seed ${String(seed)}, commit ${commit}`,
    `${String(cpus().length)} cores, ${String(memory)} GiB, ${type()} ${release()}, Node ${process.version}, ` +
      `PostgreSQL ${row?.version ?? 'unknown'}, Redis ${await redis.version()}`,
  ];
}
