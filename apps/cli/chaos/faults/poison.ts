import { ContentRequestStatus, PipelineStage } from '@vividly/db/enums';
import { listDeadLetters } from '@vividly/engine';
import { adminKeyFor } from '../admin.ts';
import type { Fault, Trial } from '../fault.ts';
import { superviseCrew } from '../supervisor.ts';
import { tasksOf } from '../tasks.ts';
import { until } from '../until.ts';

const quarantineLosses = 3;
/** What only a lesson makes that is wanted in this height too. */
const deadlyFile = 'lesson-480p.mp4';
const bystanders = 2;

/** Work that kills whoever does it. */
export const poison: Fault = {
  name: 'poison',
  guarantee:
    'a task that kills its worker is quarantined after exactly 3 of them, other requests complete, and redriven without its poison it completes',
  trials: { short: 1, full: 3 },
  variants: [{ name: 'a rendition', work: 'render' }],
  async run(trial) {
    const { stack, load, signal } = trial;
    const { ffmpeg, crew } = stack;
    const supervisor = superviseCrew(crew);
    try {
      ffmpeg.order(deadlyFile, 'deadly', 'always');
      const { body, ends } = load.wishes.render();
      const victim = await load.submit({ body: { ...body, renditions: [480] }, ends });
      const startedAt = Date.now();
      await load.submitAll(Array.from({ length: bystanders }, load.wishes.render));
      await until(
        'the request with the poison has failed',
        async () => (await requestOf(trial, victim)).status === ContentRequestStatus.failed,
        { limitMs: 180_000, signal, everyMs: 100 },
      );
      const quarantinedMs = Date.now() - startedAt;
      const deaths = [...supervisor.deaths];
      const others = load.ids().filter((id) => id !== victim);
      await until(
        'the others have ended',
        async () =>
          (await stack.db.contentRequest.count({ where: { id: { in: others }, completedAt: null } })) === 0,
        { limitMs: 120_000, signal, everyMs: 100 },
      );
      const { code } = await requestOf(trial, victim);
      const letters = await lettersOf(trial, victim);
      const quarantined = (await tasksOf(stack.db, [victim])).find(
        ({ stage, losses }) => stage === PipelineStage.video_processing && losses > 0,
      );
      // What ran beside it on the same workers.
      const bystanderLosses = Math.max(
        0,
        ...(await tasksOf(stack.db, load.ids()))
          .filter(({ stage, requestId }) => stage !== PipelineStage.video_processing || requestId !== victim)
          .map(({ losses }) => losses),
      );
      const hits = ffmpeg.hits().length;
      ffmpeg.clear();
      const redriven = await redrive(trial, victim, letters[0]?.id);
      await load.settle(120_000, signal);
      const open = await lettersOf(trial, victim);
      const [letter] = letters;
      const shot = deaths.filter((end) => end === 'signal SIGKILL').length;
      return {
        mayRepeat: 'any',
        broken: [
          ...(deaths.length === quarantineLosses && shot === quarantineLosses && hits === quarantineLosses
            ? []
            : [`the poison was run ${String(hits)} times and workers ended so: ${deaths.join(', ')}`]),
          ...(quarantined?.losses === quarantineLosses
            ? []
            : [`the task with the poison counts ${String(quarantined?.losses)} losses`]),
          ...(letters.length === 1 &&
          letter?.reason === 'poison' &&
          letter.code === 'worker_lost' &&
          letter.stage === PipelineStage.video_processing
            ? []
            : [`the dead letters are not one for poison: ${JSON.stringify(letters)}`]),
          ...(code === 'worker_lost' ? [] : [`the request with the poison failed with ${String(code)}`]),
          ...(redriven === 202 ? [] : [`the redrive was answered ${String(redriven)}`]),
          ...(open.length === 0 ? [] : ['the dead letter is still open after the redrive']),
        ],
        figures: { workersKilled: deaths.length, quarantinedMs, bystanderLosses },
      };
    } finally {
      ffmpeg.clear();
      await supervisor.stop();
    }
  },
};

async function requestOf({ stack }: Trial, id: string) {
  const { status, error } = await stack.db.contentRequest.findUniqueOrThrow({ where: { id } });
  return { status, code: (error as { code?: unknown } | null)?.code };
}

/** As `vividly dead list --json` shows them. */
async function lettersOf({ stack }: Trial, requestId: string) {
  const letters = await listDeadLetters(stack.db, { state: 'open' }, { limit: 1000 });
  return letters.filter((letter) => letter.requestId === requestId);
}

/** How the API answers an admin who redrives the letter. */
async function redrive({ stack }: Trial, requestId: string, letterId = 'none'): Promise<number> {
  const admin = stack.api.as(await adminKeyFor(stack.db, requestId));
  return (await admin.post(`/api/v1/admin/dead-letters/${letterId}/redrive`)).status;
}
