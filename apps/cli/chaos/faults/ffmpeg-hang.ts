import { PipelineStage } from '@vividly/db/enums';
import { pictures, type Hit } from '../breakable-ffmpeg.ts';
import type { Breakage } from '../breakages.ts';
import type { Fault, Trial } from '../fault.ts';
import { programsNaming } from '../task-programs.ts';
import { until } from '../until.ts';

const foundLimitMs = 30_000;

/** How it hangs, by variant. */
const ways: Readonly<Record<string, Breakage>> = { stopped: 'stopped', 'with a child': 'deaf' };

/** Scenes are drawn side by side: so many encoders of one request hang at once. */
const hanging = 2;

/** An ffmpeg that stops for ever and heeds no SIGTERM. */
export const ffmpegHang: Fault = {
  name: 'ffmpeg-hang',
  guarantee:
    'an ffmpeg that stands still is found within 30 s and its whole group is gone, and the request completes by another try',
  trials: { short: 1, full: 4 },
  variants: Object.keys(ways).map((name) => ({ name, work: 'render' as const })),
  recovery: { percentile: 'max', atMostMs: foundLimitMs },
  async run(trial) {
    const { stack, load, signal, variant } = trial;
    const { ffmpeg } = stack;
    try {
      for (let order = 0; order < hanging; order += 1)
        ffmpeg.order(pictures, ways[variant] ?? 'stopped', 'once');
      const id = await load.submit(load.wishes.render());
      const hits = await until(
        'as many ffmpegs hang as were ordered',
        () => Promise.resolve(ffmpeg.hits().length === hanging && ffmpeg.hits()),
        { limitMs: 60_000, signal },
      );
      const found = await foundAfter(trial, id, hits);
      await load.settle(60_000, signal);
      const tasks = await stack.db.stageTask.findMany({ where: { requestId: id } });
      const repeated = tasks.filter(({ attempt }) => attempt > 1);
      const wrong = repeated.filter(
        ({ stage, attempt, losses }) =>
          stage !== PipelineStage.video_generation || attempt !== 2 || losses > 0,
      );
      return {
        recoveryMs: found.foundMs,
        mayRepeat: new Set(repeated.map((task) => task.id)),
        broken: [
          ...found.broken,
          ...(repeated.length === hanging
            ? []
            : [`${String(repeated.length)} tasks were tried again instead of ${String(hanging)}`]),
          ...wrong.map(
            ({ part, attempt, losses }) =>
              `${part} has ${String(attempt)} tries and ${String(losses)} losses after a hang`,
          ),
        ],
        figures: { hung: hits.length, triedAgain: repeated.length },
      };
    } finally {
      ffmpeg.clear();
    }
  },
};

/** Waits until the database says that the hangs were found, and looks whether their groups are gone then. */
async function foundAfter({ stack, signal }: Trial, requestId: string, hits: readonly Hit[]) {
  const events = await until(
    'the hangs are found',
    async () => {
      const retrying = { requestId, type: 'task.retrying' };
      const told = await stack.db.requestEvent.findMany({ where: retrying, orderBy: { seq: 'asc' } });
      return told.length >= hits.length && told;
    },
    { limitMs: 90_000, signal },
  );
  const broken = events.flatMap(({ data }) => {
    const { code, part } = data as { code?: unknown; part?: unknown };
    return code === 'media_stalled' ? [] : [`the hang of ${String(part)} was taken for ${String(code)}`];
  });
  const { ffmpeg, crew } = stack;
  for (const { name, group } of await programsNaming(ffmpeg.directory, crew.pids()))
    if (hits.some(({ pid }) => pid === group))
      broken.push(`${name} still runs after its hang was written down`);
  const at = hits.map((hit) => hit.at).sort((a, b) => a - b);
  const foundMs = events.map(({ createdAt }, index) => createdAt.getTime() - (at[index] ?? 0));
  return { foundMs, broken };
}
