import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { satisfies } from 'semver';
import { browserPackages, installedBrowser } from '@vividly/testing/browser';
import { fail, ok, warn, type Finding } from './finding.ts';

const run = promisify(execFile);
const limitMs = 10_000;

/** What a program says; null when it is missing or fails. */
async function ask(command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(command, args, { timeout: limitMs });
    return `${stdout}${stderr}`;
  } catch {
    return null;
  }
}

interface RequiredProgram {
  command: string;
  args: readonly string[];
  /** What its answer must hold, with the reason why it is needed. */
  needs: readonly { pattern: RegExp; why: string }[];
  /** Debian's and Homebrew's package. */
  packages: { apt: string; brew: string };
  /** What it is for. */
  purpose: string;
}

const required: readonly RequiredProgram[] = [
  {
    command: 'ffmpeg',
    args: ['-hide_banner', '-encoders'],
    needs: [
      { pattern: /\blibx264\b/, why: 'the encoder libx264' },
      { pattern: /\baac\b/, why: 'the encoder aac' },
    ],
    packages: { apt: 'ffmpeg', brew: 'ffmpeg' },
    purpose: 'renders video',
  },
  {
    command: 'ffprobe',
    args: ['-version'],
    needs: [],
    packages: { apt: 'ffmpeg', brew: 'ffmpeg' },
    purpose: 'checks video',
  },
  {
    command: 'flite',
    args: ['-lv'],
    needs: [{ pattern: /\bslt\b/, why: 'the voice slt' }],
    packages: { apt: 'flite', brew: 'flite' },
    purpose: 'speaks English',
  },
  {
    command: 'espeak-ng',
    args: ['--version'],
    needs: [],
    packages: { apt: 'espeak-ng', brew: 'espeak-ng' },
    purpose: 'speaks other languages',
  },
  {
    command: 'redis-server',
    args: ['--version'],
    needs: [],
    packages: { apt: 'redis-server', brew: 'redis' },
    purpose: 'delivers tasks to workers',
  },
];

function installation({ apt, brew }: RequiredProgram['packages']): string {
  return process.platform === 'darwin' ? `brew install ${brew}` : `apt-get install ${apt}`;
}

async function checkProgram(program: RequiredProgram): Promise<Finding> {
  const { command, args, needs, packages, purpose } = program;
  const said = await ask(command, args);
  if (said === null) return fail(command, `missing or broken (${purpose})`, installation(packages));
  const lacking = needs.filter(({ pattern }) => !pattern.test(said)).map(({ why }) => why);
  if (lacking.length > 0) return fail(command, `lacks ${lacking.join(' and ')}`, installation(packages));
  return ok(command, purpose);
}

interface RootManifest {
  packageManager: string;
  engines: { node: string };
}

/** The programs that a lesson needs, and that they can do what is needed. */
export async function checkPrograms(root: string): Promise<Finding[]> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as RootManifest;
  return [
    checkNode(manifest),
    await checkPnpm(root, manifest),
    ...(await Promise.all(required.map(checkProgram))),
    checkBrowser(),
  ];
}

/** Lessons are made without one. */
function checkBrowser(): Finding {
  const browser = installedBrowser();
  return browser === null
    ? warn(
        'chromium',
        'missing (optional: tests play lessons in it, and `bench render` measures Remotion with it)',
        installation(browserPackages),
      )
    : ok('chromium', `${browser} (optional: for tests and \`bench render\`)`);
}

function checkNode({ engines }: RootManifest): Finding {
  return satisfies(process.version, engines.node)
    ? ok('node', process.version)
    : fail(
        'node',
        `${process.version}, needed is ${engines.node}`,
        'install a current Node.js, e.g. from https://nodejs.org',
      );
}

/** Only needed to install and build; `./vividly` brings its own. */
async function checkPnpm(root: string, { packageManager }: RootManifest): Promise<Finding> {
  const version = packageManager.replace(/^pnpm@/, '');
  if (existsSync(join(root, '.vividly/tools', `pnpm-${version}`, 'node_modules/pnpm/bin/pnpm.cjs')))
    return ok('pnpm', version);
  const found = (await ask('pnpm', ['--version']))?.trim();
  return found === version
    ? ok('pnpm', version)
    : warn('pnpm', found ?? 'missing', `./vividly installs version ${version} by itself when it is needed`);
}
