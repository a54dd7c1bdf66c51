import { installationAt } from '../installation.ts';
import { startStack } from './start-stack.ts';

/** Owns the stack of the checkout that its argument names until it is killed: for tests of what is left then. */
const stack = await startStack({
  installation: installationAt(process.argv[2] ?? ''),
  environment: process.env,
  workers: 1,
  command: 'stack-owner',
  say: () => undefined,
  signal: new AbortController().signal,
});
process.stdout.write(`${JSON.stringify(stack.info)}\n`);
