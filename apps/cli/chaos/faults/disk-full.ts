import { ContentRequestStatus, PipelineStage } from '@vividly/db/enums';
import { requestsPath } from '../api.ts';
import type { Fault, Trial } from '../fault.ts';
import { remainsOf } from '../remains.ts';
import { mountSmallDisk, type SmallDisk } from '../small-disk.ts';
import type { ChaosStack } from '../stack.ts';
import { workerInStage } from '../tasks.ts';
import { pause, until } from '../until.ts';

const mebibytes = 96;
/** What a learner may be told: the storage, or the media that could not be written. */
const fit = /^(storage_unavailable|media_.*)$/;
const during = 3;

/** What is full, by variant. */
const places: Readonly<Record<string, readonly ('storageDir' | 'temporaryDir')[]>> = {
  both: ['storageDir', 'temporaryDir'],
  storage: ['storageDir'],
  temporary: ['temporaryDir'],
};

/** No space is left, neither for what is being made nor for what is done. */
export const diskFull: Fault = {
  name: 'disk-full',
  guarantee:
    'the disk fills up in mid-work: 0 broken artifacts, 0 requests lost, POSTs are 202, and what failed completes when tried again with space',
  trials: { short: 1, full: 3 },
  variants: Object.keys(places).map((name) => ({ name, work: 'render' as const })),
  async run(trial) {
    const { crew } = trial.stack;
    const leave = async () => Promise.all(crew.workers().map(async (worker) => worker.end('SIGTERM')));
    await leave();
    const disks: SmallDisk[] = [];
    try {
      // Both, so that neither is large enough by chance.
      const { storageDir, temporaryDir } = directoriesOf(trial.stack);
      const storage = mountSmallDisk(storageDir, mebibytes);
      disks.push(storage);
      const temporary = mountSmallDisk(temporaryDir, mebibytes);
      disks.push(temporary);
      await crew.assemble(trial.setup);
      const full = (places[trial.variant] ?? []).map(
        (place) => ({ storageDir: storage, temporaryDir: temporary })[place],
      );
      return await withFull(trial, full);
    } finally {
      await leave();
      for (const disk of disks) disk.remove();
    }
  },
};

function directoriesOf({ installation, temporaryDir }: ChaosStack) {
  return { storageDir: installation.storageDir, temporaryDir };
}

async function withFull(trial: Trial, disks: readonly SmallDisk[]) {
  const { stack, load, signal } = trial;
  const broken: string[] = [];
  await load.submitAll([load.wishes.render(), load.wishes.render()]);
  await workerInStage(trial, PipelineStage.video_generation, 500);
  for (const disk of disks) disk.fill();
  for (let number = 0; number < during; number += 1) {
    const { status } = await load.post(load.wishes.render());
    if (status !== 202) broken.push(`a POST was answered ${String(status)} while the disk was full`);
    await pause(500, signal);
  }
  await until('a request has failed', async () => (await failed(trial)).length > 0, {
    limitMs: 90_000,
    signal,
  });
  for (const disk of disks) disk.free();
  const freedAt = Date.now();
  await load.settle(60_000, signal);
  const victims = await failed(trial);
  const codes = victims.map(
    ({ error }) => (error ?? {}) as { code?: unknown; retryable?: unknown; stage?: unknown },
  );
  for (const { code, retryable, stage } of codes)
    if (!fit.test(String(code)) || retryable !== true)
      broken.push(
        `a request failed at ${String(stage)} with ${String(code)}, retryable: ${String(retryable)}`,
      );
  for (const { id } of victims) {
    const { status } = await stack.api.post(`${requestsPath}/${id}/retry`);
    if (status !== 202) broken.push(`the retry of request ${id} was answered ${String(status)}`);
  }
  await load.settle(60_000, signal);
  const doneMs = Date.now() - freedAt;
  await until('nothing is left', async () => Object.values(await remainsOf(stack)).flat().length === 0, {
    limitMs: 10_000,
    signal,
  }).catch(async () => broken.push(`the work left ${JSON.stringify(await remainsOf(stack))}`));
  return { broken, mayRepeat: 'any' as const, figures: { failed: victims.length, doneMs } };
}

async function failed({ stack, load }: Trial) {
  return stack.db.contentRequest.findMany({
    where: { id: { in: load.ids() }, status: ContentRequestStatus.failed },
    select: { id: true, error: true },
  });
}
