import { once } from 'node:events';
import { liveRun, readRun } from './stack/run-record.ts';
import { endLeftovers } from './stack/clean-up.ts';

/**
 * Outlives the command that owns a stack. While that command runs it holds the other end of this process's standard
 * input; when it dies without stopping its programs (kill -9, out of memory), the pipe closes and they are ended here.
 */
const [runFile = '', postgresDir = ''] = process.argv.slice(2);
process.stdin.resume();
await once(process.stdin, 'close');
if (liveRun(runFile) === null) await endLeftovers(readRun(runFile), postgresDir);
