import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from '@vividly/testing';
import { createProgram } from '../program.ts';
import { identify } from '../stack/process-identity.ts';
import { fakeCheckout, lessonPrograms, type FakeCheckout } from './fake-checkout.ts';

let checkout: FakeCheckout;
const everything = ['npm', 'pnpm install', 'pnpm run generate', 'pnpm run build'];

function on(machine: { programs: readonly string[] }): FakeCheckout {
  return (checkout = fakeCheckout(machine));
}

afterEach(() => {
  rmSync(dirname(checkout.root), { recursive: true, force: true });
});

describe('a machine with everything', () => {
  beforeEach(() => on({ programs: lessonPrograms }));

  test('the first start installs and builds and says so apart from the command; the second only runs the command', () => {
    const first = checkout.run(['demo', 'two words', '--json']);
    expect(first).toMatchObject({ status: 0, stdout: '["demo","two words","--json"]\n' });
    expect(first.stderr.trim().split('\n')).toEqual([
      'vividly: fetching pnpm 9.8.7, the package manager of this repository',
      'vividly: installing the npm packages of the lockfile',
      'vividly: generating the database client',
      'vividly: building',
    ]);
    expect(checkout.calls()).toEqual(everything);
    expect(checkout.run(['up'])).toMatchObject({ status: 0, stdout: '["up"]\n', stderr: '' });
    expect(checkout.calls()).toEqual(everything);
  });

  test.each([
    [
      'a source',
      () => writeFileSync(join(checkout.root, 'packages/db/index.ts'), 'changed'),
      ['pnpm run build'],
    ],
    ['a test', () => writeFileSync(join(checkout.root, 'packages/db/index.test.ts'), 'changed'), []],
    [
      'the output of a package that was deleted',
      () => rmSync(join(checkout.root, 'packages/db/dist'), { recursive: true }),
      ['pnpm run build'],
    ],
    [
      'the schema',
      () => writeFileSync(join(checkout.root, 'prisma/schema.prisma'), 'changed'),
      ['pnpm run generate', 'pnpm run build'],
    ],
    [
      'the lockfile',
      () => writeFileSync(join(checkout.root, 'pnpm-lock.yaml'), 'changed'),
      everything.slice(1),
    ],
    [
      'node_modules',
      () => rmSync(join(checkout.root, 'node_modules'), { recursive: true }),
      ['pnpm install'],
    ],
  ])('does again what depends on %s', (_what, change, calls) => {
    checkout.run(['up']);
    change();
    expect(checkout.run(['up'])).toMatchObject({ status: 0, stdout: '["up"]\n' });
    expect(checkout.calls().slice(everything.length)).toEqual(calls);
  });

  test('works through a symbolic link and from another folder', () => {
    const elsewhere = join(dirname(checkout.root), 'else where');
    mkdirSync(elsewhere);
    symlinkSync('../check out/vividly', join(elsewhere, 'link'));
    expect(checkout.run(['up'], { cwd: elsewhere, launcher: './link' })).toMatchObject({
      status: 0,
      stdout: '["up"]\n',
    });
  });

  test('two starts at once install once', async () => {
    const { npm } = checkout.scripts;
    checkout.install('npm', `${npm}while [ ! -f "$CALLS.go" ]; do sleep 0.01; done\n`);
    const one = checkout.start(['up']);
    await until('the first start installs', async () => checkout.calls().includes('npm'));
    const other = checkout.start(['up']);
    await until('the second start waits', async () =>
      other.stderr().includes('another start is installing or building here; waiting for it'),
    );
    writeFileSync(join(checkout.root, 'calls.go'), '');
    expect(await Promise.all([one.ended, other.ended])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(checkout.calls()).toEqual(everything);
  });

  test('a lock whose holder died does not hold up a machine without flock', () => {
    rmSync(join(checkout.bin, 'flock'), { force: true });
    mkdirSync(join(checkout.root, '.vividly/install.lock.d'), { recursive: true });
    writeFileSync(join(checkout.root, '.vividly/install.lock.d/pid'), '99999999');
    expect(checkout.run(['up'])).toMatchObject({ status: 0, stdout: '["up"]\n' });
    expect(existsSync(join(checkout.root, '.vividly/install.lock.d'))).toBe(false);
  });

  test('an interrupted installation ends what it started, and the next start goes on', async () => {
    const { npm } = checkout.scripts;
    checkout.install('npm', '#!/bin/sh\necho $$ >> "$CALLS"\nexec sleep 60\n');
    const { child, ended, stderr } = checkout.start(['up']);
    const [npmPid] = await until('npm runs', async () =>
      checkout.calls().length > 0 ? checkout.calls() : null,
    );
    child.kill('SIGTERM');
    expect(await ended).toEqual([130, null]);
    expect(stderr()).toContain('interrupted');
    expect(identify(Number(npmPid))).toBeNull();
    checkout.install('npm', npm);
    expect(checkout.run(['up'])).toMatchObject({ status: 0, stdout: '["up"]\n' });
  });

  test('an old Node is refused in words', () => {
    rmSync(join(checkout.bin, 'node'));
    checkout.install('node', '#!/bin/sh\necho v18.19.0\n');
    const { status, stderr } = checkout.run(['up']);
    expect(status).toBe(1);
    expect(stderr).toContain('Node.js v18.19.0 is installed, but 20.19 or newer is needed');
  });

  test('a failed step says what it was, shows its last words and what helps', () => {
    checkout.install('npm', '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 1\n');
    const { status, stdout, stderr } = checkout.run(['up']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/ENOTFOUND[^]*failed: fetching pnpm[^]*check the network[^]*install\.log/);
  });
});

describe('a machine that lacks programs', () => {
  const aptGet = `#!/bin/sh
echo "apt-get $*" >> "$CALLS"
case "$*" in *install*) for p in ${lessonPrograms.join(' ')}; do printf '#!/bin/sh\\n' > "\${0%/*}/$p"; /bin/chmod +x "\${0%/*}/$p"; done ;; esac
`;

  beforeEach(() => on({ programs: ['flite'] }));

  test('installs what is missing, and only for commands that need it', () => {
    checkout.install('id', '#!/bin/sh\necho 0\n');
    checkout.install('apt-get', aptGet);
    expect(checkout.run(['doctor'])).toMatchObject({ status: 0 });
    expect(checkout.calls()).toEqual(everything);
    const { status, stderr } = checkout.run(['demo', 'a question']);
    expect(status).toBe(0);
    expect(stderr).toContain(
      'installing with apt-get: espeak-ng (speaks other languages), ffmpeg (renders and checks video), redis-server (delivers tasks to workers)',
    );
    expect(checkout.calls().slice(everything.length)).toEqual([
      'apt-get -q update',
      'apt-get -q install -y --no-install-recommends -o DPkg::Lock::Timeout=300 espeak-ng ffmpeg redis-server',
    ]);
  });

  test('tests need a browser besides, whichever it is', () => {
    checkout.install('id', '#!/bin/sh\necho 0\n');
    checkout.install('apt-get', aptGet);
    for (const program of lessonPrograms) checkout.install(program, '#!/bin/sh\n');
    expect(checkout.run(['up']).status).toBe(0);
    const { status, stderr } = checkout.run(['test']);
    expect(stderr).toContain('installing with apt-get: chromium (plays lessons in tests)');
    // The stand-in installs everything but that.
    expect(stderr).toContain('Still missing after the installation: chromium.');
    expect(status).toBe(1);
    checkout.install('google-chrome', '#!/bin/sh\n');
    expect(checkout.run(['test'])).toMatchObject({ status: 0, stdout: '["test"]\n' });
  });

  test('without root asks sudo, and says what to run where sudo wants a password', () => {
    checkout.install('id', '#!/bin/sh\necho 1000\n');
    checkout.install('apt-get', aptGet);
    expect(checkout.run(['up']).stderr).toContain(
      'there is no sudo. As root: apt-get install espeak-ng ffmpeg redis-server',
    );
    checkout.install('sudo', '#!/bin/sh\nexit 1\n');
    expect(checkout.run(['up']).stderr).toContain(
      'Run this first: sudo apt-get install espeak-ng ffmpeg redis-server',
    );
    checkout.install('sudo', '#!/bin/sh\nshift\nexec "$@"\n');
    checkout.install('true', '#!/bin/sh\n');
    expect(checkout.run(['up'])).toMatchObject({ status: 0, stdout: '["up"]\n' });
  });

  test('says what is missing where it knows no package manager', () => {
    const { status, stderr } = checkout.run(['up']);
    expect(status).toBe(1);
    expect(stderr).toContain('missing: ffmpeg ffprobe espeak-ng redis-server.');
  });
});

describe('nothing is installed for', () => {
  beforeEach(() => on({ programs: [] }));

  test('--version', () => {
    expect(checkout.run(['--version'])).toMatchObject({ status: 0, stdout: '1.2.3\n', stderr: '' });
    expect(checkout.calls()).toEqual([]);
  });

  test('--help, which lists the commands that there are', () => {
    const { status, stdout } = checkout.run(['--help']);
    expect(status).toBe(0);
    expect(checkout.calls()).toEqual([]);
    const program = createProgram({
      version: '',
      context: () => {
        throw new Error('not run');
      },
      finish: () => undefined,
    });
    const listed = (help: string) =>
      [...help.matchAll(/^ {2}([a-z]+ .*?) {2,}(\S.*)$/gm)].map(([, usage, summary]) => ({ usage, summary }));
    expect(listed(stdout)).toEqual(
      listed(program.helpInformation()).filter(({ usage }) => !usage?.startsWith('help')),
    );
  });
});
