import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/** How long what a test file has closed may take to be gone. */
const graceMs = 2_000;

/** Names of resources that keep a process alive, with how many there are of each. */
function active() {
  const counts = new Map();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What is there now and was not there before. */
function added(before) {
  const more = [...active()].map(([name, count]) => [name, count - (before.get(name) ?? 0)]);
  return more.filter(([, count]) => count > 0);
}

/**
 * Node's environment for tests, which fails a test file that leaves a handle open (a socket, a server, a timer, a child
 * process): it would keep the process alive, and it can disturb the files that follow.
 */
export default class LeakCheckingEnvironment extends TestEnvironment {
  #before = new Map();
  #path;

  constructor(config, context) {
    super(config, context);
    this.#path = context.testPath;
  }

  async setup() {
    await super.setup();
    this.#before = active();
  }

  async teardown() {
    const deadline = Date.now() + graceMs;
    while (added(this.#before).length > 0 && Date.now() < deadline) await delay(20);
    const left = added(this.#before).map(([name, count]) => `${count} × ${name}`);
    await super.teardown();
    if (left.length > 0) throw new Error(`${this.#path} leaves open: ${left.join(', ')}`);
  }
}
