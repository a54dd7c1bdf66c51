import { once } from 'node:events';
import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';
import {
  internalErrorReply,
  invalidKeyReply,
  overloadedReply,
  replyAsWriter,
  startFakeGemini,
  type FakeGemini,
} from '@vividly/testing/gemini';
import { until } from '@vividly/testing';
import { startSystem, type RequestView, type System } from './system.ts';

let system: System;
let gemini: FakeGemini;
beforeEach(async () => {
  system = await startSystem();
  gemini = await startFakeGemini();
});
afterEach(async () => {
  await system.close();
  await gemini.close();
});
const ended = ({ status }: RequestView) =>
  status === ContentRequestStatus.completed || status === ContentRequestStatus.failed;
/** Two lessons' worth of drawing, and the lease of a dead worker in between. */
const slow = 240_000;
const withGemini = () => ({
  LLM_PROVIDER: 'gemini',
  GEMINI_API_KEY: gemini.apiKey,
  GEMINI_BASE_URL: gemini.url,
  GEMINI_MODELS: 'gemini-2.5-flash',
});

test(
  'a worker killed in mid-render loses nothing: another one finishes the request',
  async () => {
    const doomed = system.startWorker();
    const { id } = await system.submit({ query: 'Explain gravity using chess', durationSeconds: 60 });
    await until(
      'a scene is being drawn',
      async () => {
        const where = {
          requestId: id,
          stage: PipelineStage.video_generation,
          status: StageStatus.in_progress,
        };
        return (await system.db.stageTask.count({ where })) > 0;
      },
      120_000,
    );
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    system.startWorker();
    const done = await system.when(id, 'ends', ended);
    expect(done.status).toBe(ContentRequestStatus.completed);
    const lost = await system.db.stageTask.count({ where: { requestId: id, losses: { gt: 0 } } });
    expect(lost).toBeGreaterThan(0);
  },
  slow,
);

test('a permanent provider error fails the request with its reason, without a second try', async () => {
  gemini.reply(invalidKeyReply());
  system.startWorker(withGemini());
  const { id } = await system.submit({ query: 'Explain gravity', modalities: ['text'] });
  const failed = await system.when(id, 'ends', ended);
  expect(failed).toMatchObject({
    status: ContentRequestStatus.failed,
    error: { code: 'provider_unauthorized', retryable: false, stage: PipelineStage.validation },
  });
  expect(gemini.calls).toHaveLength(1);
  const { attempt } = await system.db.stageTask.findFirstOrThrow({ where: { requestId: id } });
  expect(attempt).toBe(1);
});

test('a transient provider error is got over and never shows as failed', async () => {
  gemini.reply(overloadedReply());
  gemini.reply(internalErrorReply());
  gemini.reply(replyAsWriter);
  system.startWorker(withGemini());
  const { id } = await system.submit({
    query: "Explain Newton's third law using basketball",
    gradeLevel: 6,
    modalities: ['text'],
  });
  const done = await system.when(id, 'ends', ended);
  expect(done.error).toBeUndefined();
  expect(done.status).toBe(ContentRequestStatus.completed);
  expect(done.result?.providers['llm']).toMatch(/^gemini:/);
  const events = await system.db.requestEvent.findMany({ where: { requestId: id }, orderBy: { seq: 'asc' } });
  expect(events.filter(({ type }) => type === 'task.retrying')).toHaveLength(2);
  const moves = events
    .filter(({ type }) => type === 'request.status')
    .map(({ data }) => (data as { to: string }).to);
  expect(moves).not.toContain(ContentRequestStatus.failed);
});
