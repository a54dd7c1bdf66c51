import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureFloor } from './bench/floor-job.ts';
import { orderSchema, type Job, type Word } from './bench/job.ts';
import { measureLesson, openEdit, type Run, type Surroundings } from './bench/lesson-job.ts';
import { openRemotion } from './bench/remotion-job.ts';

/**
 * The process that `vividly bench render` measures: it does one kind of work as often as its one message says, and
 * tells its parent of each run. It ends when its parent does.
 */
const parentGone = new AbortController();
process.once('disconnect', () => {
  parentGone.abort(new Error('the command that measures is gone'));
});
const tell = (word: Word): void => void process.send?.(word);

const [message] = (await once(process, 'message')) as [unknown];
const { job, runs } = orderSchema.parse(message);
const root = await mkdtemp(join(tmpdir(), 'vividly-bench-'));
try {
  const around = { root, signal: parentGone.signal, onBegin: () => tell({ says: 'begin' }) };
  const measure = await measurementOf(job, around);
  for (let run = 0; run < runs; run += 1) tell({ says: 'end', ...(await measure(run)) });
} finally {
  await rm(root, { recursive: true, force: true });
  if (process.connected) process.disconnect();
}

async function measurementOf(wanted: Job, around: Surroundings): Promise<(run: number) => Promise<Run>> {
  switch (wanted.kind) {
    case 'lesson':
      return async (run) => measureLesson(wanted, run, around);
    case 'edit':
      return openEdit({ ...wanted, frameRate: 'auto' }, around);
    case 'floor':
      return async () => measureFloor(wanted, around);
    case 'remotion':
      return openRemotion(wanted, around);
  }
}
