import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { installationAt, repositoryRoot } from './installation.ts';
import { createProgram, everyCommand } from './program.ts';
import { Interrupted, onInterruption } from './stack/interruption.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);
// A reader that has seen enough (`| head -1`) must not bring the stack down with an error.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const root = repositoryRoot();
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const program = createProgram({
  version,
  context: () => ({
    installation: installationAt(root),
    environment: process.env,
    signal: onInterruption(say),
    say,
    print,
  }),
  finish: (code) => (process.exitCode = code),
});
for (const command of everyCommand(program))
  command.exitOverride().configureOutput({ writeErr: (text) => void process.stderr.write(text) });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  else if (error instanceof Interrupted) process.exitCode = exitCodes.interrupted;
  else {
    const { explain } = await import('./explain.ts');
    say(explain(error));
    process.exitCode = exitCodes.failed;
  }
}
