import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What happened in the engine, as far as metrics care; the engine's own events have this form. */
export type MeasuredEvent =
  | { type: 'task.started'; stage: string; waitMs: number }
  | { type: 'task.completed'; stage: string; cached: boolean; runMs: number }
  | { type: 'task.failed'; stage: string; code: string; final: boolean }
  | { type: 'task.fenced' | 'task.handed_back' | 'task.waiting'; stage: string }
  | { type: 'task.lost'; stage: string }
  | { type: 'request.finished'; status: string; seconds: number };

/** One answered HTTP request. */
export interface AnsweredRequest {
  method: string;
  /** Path template, so that ids do not become labels. */
  route: string;
  status: number;
  seconds: number;
}

/** Metrics of one process, in the Prometheus text format. */
export interface Metrics {
  contentType: string;
  render(): Promise<string>;
  observe(event: MeasuredEvent): void;
  observeRequest(request: AnsweredRequest): void;
  /** Calls `read` at every scrape and shows the number, by label value. */
  watch(name: string, help: string, label: string, read: () => Promise<ReadonlyMap<string, number>>): void;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Makes the metrics of a process, with its own registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({
    name: 'vividly_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const waits = new Histogram({
    name: 'vividly_task_wait_seconds',
    help: 'Time from when a task was due until a worker claimed it',
    labelNames: ['stage'],
    buckets: seconds,
    registers,
  });
  const runs = new Histogram({
    name: 'vividly_task_run_seconds',
    help: 'Time a task took, by whether its result was made or found',
    labelNames: ['stage', 'source'],
    buckets: seconds,
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
    help: 'Failed tries, by error code and whether another try follows',
    labelNames: ['stage', 'code', 'final'],
    registers,
  });
  const interrupted = new Counter({
    name: 'vividly_task_interruptions_total',
    help: 'Tries that ended without a verdict: fenced, handed back, waiting for another task, lost',
    labelNames: ['stage', 'how'],
    registers,
  });
  const requests = new Histogram({
    name: 'vividly_request_seconds',
    help: 'Time from acceptance to the end of a request',
    labelNames: ['status'],
    buckets: seconds,
    registers,
  });

  return {
    contentType: registry.contentType,
    render: async () => registry.metrics(),
    observeRequest({ method, route, status, seconds: took }) {
      http.observe({ method, route, status: String(status) }, took);
    },
    observe(event) {
      switch (event.type) {
        case 'task.started':
          waits.observe({ stage: event.stage }, event.waitMs / 1000);
          running.inc({ stage: event.stage });
          return;
        case 'task.completed':
          runs.observe({ stage: event.stage, source: event.cached ? 'found' : 'made' }, event.runMs / 1000);
          running.dec({ stage: event.stage });
          return;
        case 'task.failed':
          failures.inc({ stage: event.stage, code: event.code, final: String(event.final) });
          running.dec({ stage: event.stage });
          return;
        case 'task.fenced':
        case 'task.handed_back':
        case 'task.waiting':
          interrupted.inc({ stage: event.stage, how: event.type.slice('task.'.length) });
          running.dec({ stage: event.stage });
          return;
        case 'task.lost':
          interrupted.inc({ stage: event.stage, how: 'lost' });
          return;
        case 'request.finished':
          requests.observe({ status: event.status }, event.seconds);
      }
    },
    watch(name, help, label, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          for (const [value, count] of await read()) gauge.set({ [label]: value }, count);
        },
      });
    },
  };
}
