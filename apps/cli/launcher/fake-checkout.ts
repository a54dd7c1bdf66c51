import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { repositoryRoot } from '../installation.ts';

/** What the launcher itself needs of a system. */
const tools =
  'sh sed readlink dirname cat find sort tr xargs cksum mkdir rm mv date uname df awk grep tail paste id env flock sleep touch'.split(
    ' ',
  );

/** Programs that lessons need; a machine may lack them. */
export const lessonPrograms = ['ffmpeg', 'ffprobe', 'flite', 'espeak-ng', 'redis-server'];

/** Stands in for the package manager: does in an instant what its commands are for, and writes down each call. */
const pnpm = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const root = args[args.indexOf('--dir') + 1];
const command = args.filter((arg) => !arg.startsWith('-') && arg !== root).join(' ');
appendFileSync(root + '/calls', 'pnpm ' + command + '\\n');
const write = (path, text) => {
  mkdirSync(require('node:path').dirname(root + '/' + path), { recursive: true });
  writeFileSync(root + '/' + path, text);
};
if (command === 'install') write('node_modules/.modules.yaml', '');
if (command === 'run generate') write('packages/db/generated/client.ts', '');
if (command === 'run build') {
  write('packages/db/dist/index.js', '');
  write('apps/cli/dist/main.js', 'console.log(JSON.stringify(process.argv.slice(2)))');
}`;

const npm = `#!/bin/sh
echo npm >> "$CALLS"
dir=$3/node_modules/pnpm/bin
mkdir -p "$dir" && cat > "$dir/pnpm.cjs" <<'JS'
${pnpm}
JS
`;

/** A checkout with the real launcher in which npm and pnpm are stand-ins, on a machine of its own. */
export interface FakeCheckout {
  root: string;
  /** Folder of the machine's programs. */
  bin: string;
  /** Puts a shell script on the machine. */
  install(name: string, script: string): void;
  /** Calls of npm, pnpm and whatever else writes to $CALLS, in order. */
  calls(): string[];
  run(
    args: string[],
    options?: { cwd?: string; launcher?: string },
  ): { status: number | null; stdout: string; stderr: string };
  start(args: string[]): { child: ChildProcess; stderr: () => string; ended: Promise<unknown> };
  /** The stand-ins' scripts. */
  scripts: { npm: string };
}

export function fakeCheckout(machine: { programs: readonly string[] }): FakeCheckout {
  const base = mkdtempSync(join(tmpdir(), 'vividly launcher '));
  const root = join(base, 'check out');
  const bin = join(base, 'bin');
  mkdirSync(bin);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write('package.json', '{\n  "version": "1.2.3",\n  "packageManager": "pnpm@9.8.7"\n}\n');
  for (const path of [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'prisma/schema.prisma',
    'prisma/prisma.config.ts',
    'packages/db/index.ts',
    'apps/cli/main.ts',
  ])
    write(path, '');
  for (const path of ['apps/cli/package.json', 'packages/db/package.json', 'prisma/seed/package.json'])
    write(path, '{}');
  mkdirSync(join(root, 'prisma/seed/dist'), { recursive: true });
  for (const part of ['vividly', 'tools/launcher'])
    cpSync(join(repositoryRoot(), part), join(root, part), { recursive: true });

  const install = (name: string, script: string) => {
    // The name may be a link to a program of this machine, which writing would go through.
    rmSync(join(bin, name), { force: true });
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  };
  for (const tool of tools) {
    const path = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', tool], { encoding: 'utf8' }).stdout.trim();
    if (path !== '') symlinkSync(path, join(bin, tool));
  }
  symlinkSync(process.execPath, join(bin, 'node'));
  install('npm', npm);
  for (const program of machine.programs) install(program, '#!/bin/sh\n');

  const env = { PATH: bin, CALLS: join(root, 'calls') };
  const launcher = join(root, 'vividly');
  return {
    root,
    bin,
    install,
    calls: () =>
      existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [],
    run: (args, { cwd = base, launcher: path = launcher } = {}) =>
      spawnSync(path, args, { cwd, env, encoding: 'utf8' }),
    start(args) {
      const child = spawn(launcher, args, { cwd: base, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      return { child, stderr: () => said, ended: once(child, 'exit') };
    },
    scripts: { npm },
  };
}
