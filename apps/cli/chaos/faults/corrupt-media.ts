import { ContentRequestStatus, PipelineStage } from '@vividly/db/enums';
import { pictures } from '../breakable-ffmpeg.ts';
import { liars } from '../breakages.ts';
import type { Fault, Trial } from '../fault.ts';

/** What every lesson makes, each broken once: so no task more often than twice, which leaves it a try. */
const brokenOnce = ['lesson.mp4', pictures, 'narration.m4a', pictures];
/** What only a lesson makes that is wanted in this height too. */
const brokenAlways = 'lesson-480p.mp4';
const settleLimitMs = 120_000;

/** An ffmpeg that reports success and leaves something else than was asked for. */
export const corruptMedia: Fault = {
  name: 'corrupt-media',
  guarantee:
    'ffmpeg ends with code 0 and leaves broken files: 0 of them are published; broken once, the request completes, broken always, it fails with a dead letter',
  trials: { short: 1, full: 5 },
  // What is left always; once, everything is in turn.
  variants: liars.map((name) => ({ name, work: 'render' as const })),
  async run(trial) {
    const { stack, load, signal, variant } = trial;
    const { ffmpeg } = stack;
    const always = liars.find((liar) => liar === variant);
    if (always === undefined) throw new RangeError(`there is no ${variant}`);
    const turn = liars.indexOf(always);
    try {
      for (const [index, file] of brokenOnce.entries()) {
        const liar = liars[(turn + index) % liars.length];
        if (liar !== undefined) ffmpeg.order(file, liar, 'once');
      }
      ffmpeg.order(brokenAlways, always, 'always');
      const { body } = load.wishes.render();
      const victim = await load.submit({
        body: { ...body, renditions: [480] },
        ends: ContentRequestStatus.failed,
      });
      await load.submitAll([load.wishes.render(), load.wishes.render()]);
      await load.settle(settleLimitMs, signal);
      const hit = ffmpeg.hits().map(({ file }) => file);
      const left = [...hit];
      const spared = [...brokenOnce, brokenAlways].filter((file) => {
        const at = left.indexOf(file);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
      const tasks = await stack.db.stageTask.findMany({
        where: { requestId: { in: load.ids() }, attempt: { gt: 1 } },
        select: { id: true },
      });
      return {
        // Of a request that has failed, tasks may have been broken off.
        mayRepeat: new Set([...tasks.map(({ id }) => id), ...(await tasksOfFailed(trial, victim))]),
        broken: [...spared.map((file) => `nothing broke ${file}`), ...(await buriedFaults(trial, victim))],
        figures: { brokenFiles: hit.length, triedAgain: tasks.length },
      };
    } finally {
      ffmpeg.clear();
    }
  },
};

async function tasksOfFailed({ stack }: Trial, requestId: string): Promise<string[]> {
  const tasks = await stack.db.stageTask.findMany({ where: { requestId }, select: { id: true } });
  return tasks.map(({ id }) => id);
}

/** What is wrong with how the request that cannot succeed has ended, each a sentence. */
async function buriedFaults({ stack }: Trial, requestId: string): Promise<string[]> {
  const { error } = await stack.db.contentRequest.findUniqueOrThrow({ where: { id: requestId } });
  const letters = await stack.db.deadLetter.findMany({ where: { requestId } });
  const { code } = (error ?? {}) as { code?: unknown };
  const [letter] = letters;
  return [
    ...(code === 'media_invalid_output'
      ? []
      : [`a request whose media are always broken ended with ${String(code)}`]),
    ...(letters.length === 1 ? [] : [`it left ${String(letters.length)} dead letters instead of 1`]),
    ...(letter?.code === 'media_invalid_output' &&
    letter.stage === PipelineStage.video_processing &&
    letter.message.includes(brokenAlways)
      ? []
      : [`its dead letter does not say why: ${JSON.stringify(letter)}`]),
  ];
}
