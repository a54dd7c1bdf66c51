import { StageStatus } from '@vividly/db/enums';
import type { RequestView, StageView } from './request-view.ts';

/** One stage as it is shown. Times in seconds. */
export interface StageRow {
  title: string;
  status: StageView['status'];
  /** 0..1 */
  share: number;
  done: number;
  total: number;
  elapsed: number | null;
  /** How long it will still take, from its own pace; null while that says nothing. */
  remaining: number | null;
  /** Why a task is being tried again, or why the stage failed. */
  trouble: string | null;
}

/** Seconds from one moment to another; 0 when the clocks of two processes turn them round. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1_000);
}

function stageRow(stage: StageView, now: Date): StageRow {
  const { title, status, tasksDone: done, tasksTotal: total, startedAt, completedAt } = stage;
  const elapsed = startedAt === null ? null : secondsBetween(startedAt, completedAt ?? now);
  const share = status === StageStatus.completed ? 1 : total === 0 ? 0 : done / total;
  const pace = status === StageStatus.in_progress && elapsed !== null && done > 0 ? elapsed / done : null;
  return {
    title,
    status,
    share,
    done,
    total,
    elapsed,
    remaining: pace === null ? null : pace * (total - done),
    trouble: stage.error?.message ?? null,
  };
}

/** The stages of a request at the moment `now`, without those that its modalities skip. */
export function stageRows(view: RequestView, now: Date): StageRow[] {
  return view.stages
    .filter(({ status }) => status !== StageStatus.skipped)
    .map((stage) => stageRow(stage, now));
}

/** `7.3 s`, `1 min 05 s` */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, '0')} s`;
}

function parts({ done, total }: StageRow): string {
  return total > 1 ? `, ${String(done)} of ${String(total)} parts` : '';
}

function line(row: StageRow): string {
  const time = row.elapsed === null ? '' : ` (${duration(row.elapsed)})`;
  if (row.status === StageStatus.completed) return `${row.title}: done${time}`;
  if (row.status === StageStatus.failed)
    return `${row.title}: failed${row.trouble === null ? '' : `: ${row.trouble}`}`;
  if (row.status === StageStatus.pending) return `${row.title}: waiting`;
  const ahead = row.remaining === null ? '' : `, about ${duration(row.remaining)} to go`;
  const again = row.trouble === null ? '' : `, trying again after: ${row.trouble}`;
  return `${row.title}: under way${parts(row)}${ahead}${again}`;
}

/** Whether two states of a stage differ in what a plain line would say, time aside. */
function sameWords(one: StageRow, other: StageRow): boolean {
  return (
    one.status === other.status &&
    one.done === other.done &&
    one.total === other.total &&
    one.trouble === other.trouble
  );
}

/** One line for each stage that has something new to say since `before`. */
export function progressLines(before: readonly StageRow[], after: readonly StageRow[]): string[] {
  const known = new Map(before.map((row) => [row.title, row]));
  return after
    .filter((row) => {
      const last = known.get(row.title);
      return last === undefined ? row.status !== StageStatus.pending : !sameWords(last, row);
    })
    .map(line);
}
