import type { Hit } from '../breakable-ffmpeg.ts';
import type { Breakage } from '../breakages.ts';
import type { Fault, Trial } from '../fault.ts';
import { programsNaming } from '../task-programs.ts';
import { until } from '../until.ts';

const foundLimitMs = 30_000;

/** How it hangs, by variant. */
const ways: Readonly<Record<string, Breakage>> = { stopped: 'stopped', 'with a child': 'deaf' };

/** What every lesson has; so two programs of one request hang at once. */
const scenes = ['hook.mp4', 'quiz.mp4'];

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
      for (const scene of scenes) ffmpeg.order(scene, ways[variant] ?? 'stopped', 'once');
      const id = await load.submit(load.wishes.render());
      const hits = await until(
        'as many ffmpegs hang as were ordered',
        () => Promise.resolve(ffmpeg.hits().length === scenes.length && ffmpeg.hits()),
        { limitMs: 60_000, signal },
      );
      const found = await Promise.all(hits.map(async (hit) => foundAfter(trial, id, hit)));
      await load.settle(60_000, signal);
      const tasks = await stack.db.stageTask.findMany({ where: { requestId: id } });
      const repeated = tasks.filter(({ attempt }) => attempt > 1);
      const wrong = repeated.filter(
        ({ part, attempt, losses }) => !scenes.includes(`${part}.mp4`) || attempt !== 2 || losses > 0,
      );
      return {
        recoveryMs: found.map(({ foundMs }) => foundMs),
        mayRepeat: new Set(repeated.map((task) => task.id)),
        broken: [
          ...found.flatMap(({ broken }) => broken),
          ...(repeated.length === scenes.length
            ? []
            : [`${String(repeated.length)} tasks were tried again instead of ${String(scenes.length)}`]),
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

/** Waits until the database says that the hang was found, and looks whether the group is gone then. */
async function foundAfter({ stack, signal }: Trial, requestId: string, { file, pid, at }: Hit) {
  const part = file.replace(/\.mp4$/, '');
  const event = await until(
    `the hang of ${file} is found`,
    async () =>
      (await stack.db.requestEvent.findMany({ where: { requestId, type: 'task.retrying' } })).find(
        ({ data }) => (data as { part?: unknown } | null)?.part === part,
      ),
    { limitMs: 90_000, signal },
  );
  const { code } = event.data as { code?: unknown };
  const broken = code === 'media_stalled' ? [] : [`the hang of ${file} was taken for ${String(code)}`];
  const { ffmpeg, crew } = stack;
  const left = (await programsNaming(ffmpeg.directory, crew.pids())).filter(({ group }) => group === pid);
  for (const { name } of left) broken.push(`${name} still runs after its hang over ${file} was written down`);
  return { foundMs: event.createdAt.getTime() - at, broken };
}
