import { createMetrics } from './metrics.ts';
import { measureCalls, type ProviderCall } from './provider-calls.ts';

/** The samples of one metric, without help and type. */
async function samples(metrics: { render(): Promise<string> }, name: string): Promise<string[]> {
  return (await metrics.render())
    .split('\n')
    .filter((line) => new RegExp(`^${name}(_count|_sum)?[ {]`).test(line));
}

test('answered requests are timed by method, route and status', async () => {
  const metrics = createMetrics();
  metrics.observeRequest({ method: 'GET', route: '/content-requests/{id}', status: 200, seconds: 0.25 });
  metrics.observeRequest({ method: 'GET', route: '/content-requests/{id}', status: 200, seconds: 0.25 });
  const labels = '{method="GET",route="/content-requests/{id}",status="200"}';
  expect(await samples(metrics, 'vividly_http_request_seconds')).toEqual([
    `vividly_http_request_seconds_sum${labels} 0.5`,
    `vividly_http_request_seconds_count${labels} 2`,
  ]);
  expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
});

test('tasks are timed by stage and outcome, and none runs once each has ended', async () => {
  const metrics = createMetrics();
  const stage = 'drawing';
  const ends = ['task.asked', 'task.parked', 'task.fenced', 'task.handed_back', 'task.waiting'] as const;
  for (let started = 0; started < 10; started++)
    metrics.observe({ type: 'task.started', stage, waitMs: 500 });
  metrics.observe({ type: 'task.completed', stage, cached: true, runMs: 100 });
  metrics.observe({ type: 'task.completed', stage, cached: false, runMs: 2_000 });
  metrics.observe({ type: 'task.failed', stage, code: 'provider_timeout', final: false, runMs: 100 });
  metrics.observe({ type: 'task.failed', stage, code: 'out_of_scope', final: true, runMs: 100 });
  for (const type of ends) metrics.observe({ type, stage, runMs: 100 });
  metrics.observe({ type: 'task.lost', stage });
  metrics.observe({ type: 'request.finished', status: 'done', seconds: 2 });

  expect(await samples(metrics, 'vividly_tasks_running')).toEqual([
    'vividly_tasks_running{stage="drawing"} 1',
  ]);
  const runs = await samples(metrics, 'vividly_task_run_seconds');
  for (const outcome of [
    'made',
    'found',
    'retrying',
    'failed',
    'asked',
    'parked',
    'fenced',
    'handed_back',
    'waiting',
  ])
    expect(runs).toContain(`vividly_task_run_seconds_count{stage="drawing",outcome="${outcome}"} 1`);
  expect(await samples(metrics, 'vividly_task_wait_seconds')).toContain(
    'vividly_task_wait_seconds_sum{stage="drawing"} 5',
  );
  expect(await samples(metrics, 'vividly_task_failures_total')).toEqual([
    'vividly_task_failures_total{stage="drawing",code="provider_timeout",final="false"} 1',
    'vividly_task_failures_total{stage="drawing",code="out_of_scope",final="true"} 1',
  ]);
  expect(await samples(metrics, 'vividly_tasks_lost_total')).toEqual([
    'vividly_tasks_lost_total{stage="drawing"} 1',
  ]);
  expect(await samples(metrics, 'vividly_request_seconds')).toContain(
    'vividly_request_seconds_count{status="done"} 1',
  );
});

test('watched numbers are read at every scrape; what is gone or unreadable is not shown with its old value', async () => {
  const metrics = createMetrics();
  let depths: ReadonlyMap<string, number> | null = new Map([
    ['drawing', 4],
    ['posting', 0],
  ]);
  metrics.watch({
    name: 'vividly_queue_depth',
    help: 'Jobs waiting',
    label: 'stage',
    read: async () =>
      depths === null ? Promise.reject(new Error('the database is away')) : Promise.resolve(depths),
  });
  const shown = async () => samples(metrics, 'vividly_queue_depth');
  expect(await shown()).toEqual([
    'vividly_queue_depth{stage="drawing"} 4',
    'vividly_queue_depth{stage="posting"} 0',
  ]);
  depths = new Map([['drawing', 7]]);
  expect(await shown()).toEqual(['vividly_queue_depth{stage="drawing"} 7']);
  depths = null;
  expect(await shown()).toEqual([]);
  expect(await samples(metrics, 'vividly_unreadable_total')).toEqual([
    'vividly_unreadable_total{metric="vividly_queue_depth"} 1',
  ]);
});

describe('measureCalls', () => {
  class Voice {
    readonly name = 'flite';
    #spoken = 0;
    get version(): string {
      return `2.2 after ${String(this.#spoken)}`;
    }
    async speak(text: string): Promise<string> {
      this.#spoken += 1;
      if (text === 'busy') throw Object.assign(new Error('429'), { code: 'provider_rate_limited' });
      if (text === 'stop') throw new DOMException('stopped', 'AbortError');
      if (text === 'bug') throw new TypeError('undefined is not a function');
      return Promise.resolve(`said ${text}`);
    }
  }

  test('every call is told with its outcome; answers, errors and getters pass through', async () => {
    const calls: ProviderCall[] = [];
    const voice = measureCalls(new Voice(), ['speak'], (call) => calls.push(call));
    expect(await voice.speak('hello')).toBe('said hello');
    await expect(voice.speak('busy')).rejects.toMatchObject({ code: 'provider_rate_limited' });
    await expect(voice.speak('stop')).rejects.toThrow('stopped');
    await expect(voice.speak('bug')).rejects.toThrow(TypeError);
    expect(calls.map(({ provider, operation, outcome }) => `${provider} ${operation} ${outcome}`)).toEqual([
      'flite speak ok',
      'flite speak provider_rate_limited',
      'flite speak aborted',
      'flite speak error',
    ]);
    expect(calls.every(({ seconds }) => seconds >= 0 && seconds < 60)).toBe(true);
  });

  test('calls become a metric', async () => {
    const metrics = createMetrics();
    metrics.observeCall({ provider: 'gemini', operation: 'write', outcome: 'ok', seconds: 2 });
    expect(await samples(metrics, 'vividly_provider_call_seconds')).toContain(
      'vividly_provider_call_seconds_sum{provider="gemini",operation="write",outcome="ok"} 2',
    );
  });
});

test('sentences looked for in the cache are counted by engine and outcome', async () => {
  const metrics = createMetrics();
  for (const outcome of ['miss', 'hit', 'hit']) metrics.observeSentence({ engine: 'flite', outcome });
  expect(await samples(metrics, 'vividly_speech_cache_total')).toEqual([
    'vividly_speech_cache_total{engine="flite",outcome="miss"} 1',
    'vividly_speech_cache_total{engine="flite",outcome="hit"} 2',
  ]);
});
