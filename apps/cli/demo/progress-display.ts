import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { StageStatus } from '@vividly/db/enums';
import { duration, progressLines, stageRows, type StageRow } from './progress.ts';
import type { RequestView } from './request-view.ts';

/** Shows how a lesson is coming along. */
export interface ProgressDisplay {
  show(view: RequestView): void;
  /** Leaves the last state on the screen; nothing is shown after it. */
  close(): void;
}

/** Without a terminal: a line for every change. */
export function plainProgress(say: (line: string) => void): ProgressDisplay {
  let before: StageRow[] = [];
  return {
    show(view) {
      const rows = stageRows(view, new Date());
      progressLines(before, rows).forEach(say);
      before = rows;
    },
    close: () => undefined,
  };
}

/** What stands right of a stage's bar. */
export function barCaption({ status, elapsed, remaining, done, total, trouble }: StageRow): string {
  const spent = elapsed === null ? '' : duration(elapsed);
  if (status === StageStatus.completed) return spent;
  if (status === StageStatus.failed) return `${spent}  failed`;
  if (status === StageStatus.pending) return '';
  const counted = total > 1 ? `  ${String(done)}/${String(total)}` : '';
  const ahead = remaining === null ? '' : `  ETA ${duration(remaining)}`;
  return `${spent}${counted}${ahead}${trouble === null ? '' : '  trying again'}`;
}

const redrawMs = 250;

/** In a terminal: a bar for every stage with the time it has taken and the time it will take. */
export function barProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  let bars: MultiBar | undefined;
  let last: RequestView | undefined;
  const barOf = new Map<string, SingleBar>();

  const draw = () => {
    if (last === undefined) return;
    const rows = stageRows(last, new Date());
    const width = Math.max(...rows.map(({ title }) => title.length));
    bars ??= new MultiBar(
      {
        stream,
        format: '  {title} {bar} {percentage}%  {caption}',
        hideCursor: true,
        barsize: 24,
        linewrap: false,
        // Ctrl-C is for the command as a whole.
        gracefulExit: false,
        noTTYOutput: false,
      },
      Presets.shades_classic,
    );
    for (const row of rows) {
      const bar =
        barOf.get(row.title) ?? bars.create(100, 0, { title: row.title.padEnd(width), caption: '' });
      barOf.set(row.title, bar);
      bar.update(Math.floor(100 * row.share), { title: row.title.padEnd(width), caption: barCaption(row) });
    }
    bars.update();
  };

  const clock = setInterval(draw, redrawMs);
  return {
    show(view) {
      last = view;
      draw();
    },
    close() {
      clearInterval(clock);
      draw();
      bars?.stop();
    },
  };
}
