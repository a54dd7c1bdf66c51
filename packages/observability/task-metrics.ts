import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { durationBuckets } from './buckets.ts';

/** What happened in the engine, as far as metrics care; the engine's own events have this form. */
export type MeasuredEvent =
  | { type: 'task.started'; stage: string; waitMs: number }
  | { type: 'task.completed'; stage: string; cached: boolean; runMs: number }
  | { type: 'task.failed'; stage: string; code: string; final: boolean; runMs: number }
  | {
      type: 'task.asked' | 'task.parked' | 'task.fenced' | 'task.handed_back' | 'task.waiting';
      stage: string;

      runMs: number;
    }
  | { type: 'task.lost'; stage: string }
  | { type: 'request.finished'; status: string; seconds: number };

/** Registers the metrics of tasks and requests; the result takes the engine's events. */
export function taskMetrics(registry: Registry): (event: MeasuredEvent) => void {
  const registers = [registry];
  const waits = new Histogram({
    name: 'vividly_task_wait_seconds',
    help: 'Time from when a task was due until a worker claimed it',
    labelNames: ['stage'],
    buckets: durationBuckets,
    registers,
  });
  const runs = new Histogram({
    name: 'vividly_task_run_seconds',
    help: 'Time a try of a task took, by how it ended (made, found, asked, parked, retrying, failed, waiting, fenced, handed_back)',
    labelNames: ['stage', 'outcome'],
    buckets: durationBuckets,
    registers,
  });
  const running = new Gauge({
    name: 'vividly_tasks_running',
    help: 'Tasks this process works on',
    labelNames: ['stage'],
    registers,
  });
  const failures = new Counter({
    name: 'vividly_task_failures_total',
    help: 'Failed tries, by error code and whether they were the last',
    labelNames: ['stage', 'code', 'final'],
    registers,
  });
  const losses = new Counter({
    name: 'vividly_tasks_lost_total',
    help: 'Tasks whose lease ran out and that this process sent on',
    labelNames: ['stage'],
    registers,
  });
  const requests = new Histogram({
    name: 'vividly_request_seconds',
    help: 'Time from acceptance to the end of a request',
    labelNames: ['status'],
    buckets: durationBuckets,
    registers,
  });

  const end = (stage: string, outcome: string, runMs: number) => {
    running.dec({ stage });
    runs.observe({ stage, outcome }, runMs / 1000);
  };
  return (event) => {
    switch (event.type) {
      case 'task.started':
        waits.observe({ stage: event.stage }, event.waitMs / 1000);
        running.inc({ stage: event.stage });
        return;
      case 'task.completed':
        end(event.stage, event.cached ? 'found' : 'made', event.runMs);
        return;
      case 'task.failed':
        failures.inc({ stage: event.stage, code: event.code, final: String(event.final) });
        end(event.stage, event.final ? 'failed' : 'retrying', event.runMs);
        return;
      case 'task.asked':
      case 'task.parked':
      case 'task.fenced':
      case 'task.handed_back':
      case 'task.waiting':
        end(event.stage, event.type.slice('task.'.length), event.runMs);
        return;
      case 'task.lost':
        losses.inc({ stage: event.stage });
        return;
      case 'request.finished':
        requests.observe({ status: event.status }, event.seconds);
    }
  };
}
