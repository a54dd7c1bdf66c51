import { createMetrics } from './metrics.ts';
import { startProbeServer, type ProbeServer } from './probe-server.ts';

let probe: ProbeServer;
let ready: () => Promise<void>;
beforeEach(async () => {
  ready = async () => Promise.resolve();
  probe = await startProbeServer({
    host: '127.0.0.1',
    port: 0,
    ready: async () => ready(),
    metrics: createMetrics(),
  });
});
afterEach(async () => probe.close());

async function get(path: string, method = 'GET'): Promise<[number, string]> {
  const response = await fetch(`${probe.url}${path}`, { method });
  return [response.status, await response.text()];
}

test('a process that lives says so, and whether it can work', async () => {
  expect(await get('/health')).toEqual([200, 'ok\n']);
  expect(await get('/health/ready')).toEqual([200, 'ready\n']);
  ready = async () => Promise.reject(new Error('postgresql://u:secret@h is away'));
  expect(await get('/health/ready')).toEqual([503, 'not ready\n']);
  expect(await get('/health?verbose')).toEqual([200, 'ok\n']);
});

test('metrics are served in the text format', async () => {
  const response = await fetch(`${probe.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toContain('process_cpu_seconds_total');
});

test('anything else is not found', async () => {
  expect(await get('/')).toEqual([404, 'not found\n']);
  expect(await get('/health', 'POST')).toEqual([404, 'not found\n']);
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(probe.url).port);
  const again = startProbeServer({ host: '127.0.0.1', port, ready, metrics: createMetrics() });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
