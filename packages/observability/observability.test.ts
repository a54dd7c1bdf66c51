import { PassThrough } from 'node:stream';
import { createLogger, createMetrics, withContext } from './index.ts';

function lines(): { destination: PassThrough; read: () => Record<string, unknown>[] } {
  const destination = new PassThrough();
  return {
    destination,
    read: () =>
      String(destination.read() ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test('a line carries service, level and the ids of the work around it', () => {
  const { destination, read } = lines();
  const logger = createLogger({ service: 'test', level: 'info', destination });
  withContext({ requestId: 'r1' }, () => {
    withContext({ taskId: 't1' }, () => {
      logger.info({ n: 1 }, 'inside');
    });
  });
  logger.info('outside');
  const [inside, outside] = read();
  expect(inside).toMatchObject({ service: 'test', level: 'info', requestId: 'r1', taskId: 't1', n: 1, msg: 'inside' });
  expect(outside).not.toHaveProperty('requestId');
});

test('secrets are left out wherever they stand', () => {
  const { destination, read } = lines();
  const logger = createLogger({ service: 'test', level: 'info', destination });
  logger.info({ authorization: 'Bearer s1', req: { headers: { authorization: 's2', 'x-api-key': 's3' } }, config: { apiKey: 's4' } }, 'x');
  expect(JSON.stringify(read())).not.toMatch(/s[1-4]"/);
});

test('tasks are counted by stage and outcome', async () => {
  const metrics = createMetrics();
  metrics.observe({ type: 'task.started', stage: 'validation', waitMs: 20 });
  metrics.observe({ type: 'task.started', stage: 'validation', waitMs: 20 });
  metrics.observe({ type: 'task.completed', stage: 'validation', cached: true, runMs: 5 });
  metrics.observe({ type: 'request.finished', status: 'completed', seconds: 2 });
  metrics.watch('vividly_queue_depth', 'Jobs waiting', 'stage', async () => Promise.resolve(new Map([['validation', 4]])));
  const text = await metrics.render();
  expect(text).toContain('vividly_tasks_running{stage="validation"} 1');
  expect(text).toContain('vividly_task_run_seconds_count{stage="validation",source="found"} 1');
  expect(text).toContain('vividly_request_seconds_count{status="completed"} 1');
  expect(text).toContain('vividly_queue_depth{stage="validation"} 4');
});
