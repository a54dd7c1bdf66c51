import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How PostgreSQL's programs are run: as which user, behind which command. */
export interface PostgresAccount {
  account?: { uid: number; gid: number };
  /** Command and arguments in front of the program's own. */
  prefix: readonly string[];
}

/** PostgreSQL cannot run here; the message says what to do. */
export class PostgresAccountError extends Error {
  override readonly name = 'PostgresAccountError';
}

const userName = 'postgres';

/** Ids of a user from /etc/passwd or the name service; null when there is none. */
function idsOf(user: string): { uid: number; gid: number } | null {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, user], { encoding: 'utf8' }));
  const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout) : undefined));
  return uid === undefined || gid === undefined ? null : { uid, gid };
}

function createUser(): { uid: number; gid: number } {
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', userName], {
    encoding: 'utf8',
  });
  const ids = made.status === 0 ? idsOf(userName) : null;
  if (ids === null)
    throw new PostgresAccountError(
      `PostgreSQL refuses to run as root, and the system user "${userName}" could not be created` +
        ` (${made.error?.message ?? made.stderr.trim()}). Run as an ordinary user, create that user, or set DATABASE_URL.`,
    );
  return ids;
}

/** Contents first: a directory that still belongs to root has not been given away as a whole. */
function giveTo({ uid, gid }: { uid: number; gid: number }, path: string): void {
  if (lstatSync(path).isDirectory())
    for (const name of readdirSync(path)) giveTo({ uid, gid }, join(path, name));
  lchownSync(path, uid, gid);
}

/** `setpriv` with which a user keeps one capability of root's. */
function keeping(capability: string, { uid, gid }: { uid: number; gid: number }): string[] {
  return [
    'setpriv',
    `--reuid=${String(uid)}`,
    `--regid=${String(gid)}`,
    '--clear-groups',
    // initdb asks access(2), which forgets the capabilities of everybody but root unless this bit is set.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    `--bounding-set=-all,+${capability}`,
    '--no-new-privs',
    '--',
  ];
}

/** Whether the program can enter `dir` and read the server's files. */
function works({ account, prefix }: PostgresAccount, program: string, dir: string): boolean {
  const [command, ...args] = [
    ...prefix,
    '/bin/sh',
    '-c',
    'cd "$1" && test -x "$2" && "$2" --version',
    'sh',
    dir,
    program,
  ];
  const trial = spawnSync(command, args, { cwd: '/', ...account, stdio: 'ignore' });
  return trial.status === 0;
}

/** The first ancestor of `path` that others may not enter, for the message. */
function closedDirectory(path: string): string {
  const parts = path.split('/');
  const ancestors = parts.map((_, index) => parts.slice(0, index + 1).join('/') || '/');
  return ancestors.find((dir) => (statSync(dir).mode & 0o001) === 0) ?? path;
}

/**
 * Decides how the server in `program` runs over `dir`, which exists. An ordinary user runs it as himself. Root may not
 * run PostgreSQL: the data is given to the user `postgres` (created if missing), who runs it. Where that user cannot
 * reach the checkout (below /root, say), it keeps one capability of root's to get there (docs/decisions/
 * embedded-services.md). Throws `PostgresAccountError` where nothing works.
 */
export function postgresAccount(program: string, dir: string): PostgresAccount {
  const owner = statSync(dir);
  const self = process.getuid?.();
  if (self !== 0) {
    if (owner.uid === self) return { prefix: [] };
    throw new PostgresAccountError(
      `${dir} belongs to another user: it was made by a start as root or by somebody else.` +
        ' Start as that user again, or remove the directory to begin with an empty database.',
    );
  }
  const account = owner.uid === 0 ? (idsOf(userName) ?? createUser()) : { uid: owner.uid, gid: owner.gid };
  if (owner.uid === 0) giveTo(account, dir);
  const ways: PostgresAccount[] = [
    { account, prefix: [] },
    { prefix: keeping('dac_read_search', account) },
    // Containers usually withhold the narrower capability and grant this one.
    { prefix: keeping('dac_override', account) },
  ];
  const way = ways.find((candidate) => works(candidate, program, dir));
  if (way === undefined)
    throw new PostgresAccountError(
      `PostgreSQL refuses to run as root, and the user "${userName}" who runs it instead cannot enter ${closedDirectory(dir)}.` +
        ` Move the checkout to a directory that everybody may enter (/opt, /srv), run as an ordinary user, or set DATABASE_URL.`,
    );
  return way;
}
