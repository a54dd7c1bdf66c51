import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';
import type { LessonScript } from '@vividly/lesson';
import { startSystem, type RequestView, type System } from './system.ts';

let system: System;
const question = {
  query: "Explain Newton's third law using basketball",
  durationSeconds: 60,
  modalities: ['video', 'audio'],
};
const ended = ({ status }: RequestView) =>
  status === ContentRequestStatus.completed || status === ContentRequestStatus.failed;

beforeAll(async () => {
  system = await startSystem();
  system.startWorker();
});
afterAll(async () => system.close());

const artifact = async (id: string, kind: string): Promise<Buffer> => {
  const answer = await system.call('GET', `/api/v1/content-requests/${id}/artifacts/${kind}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};
const wordsIn = (text: string) => text.split(/\s+/).filter(Boolean);

describe('a clear question', () => {
  let request: RequestView;
  const dir = mkdtempSync(join(tmpdir(), 'vividly-lesson-'));
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    const { id } = await system.submit(question);
    request = await system.when(id, 'ends', ended);
    for (const { kind } of request.result?.artifacts ?? []) {
      const bytes = await artifact(id, kind);
      files.set(kind, bytes);
      writeFileSync(join(dir, kind), bytes);
    }
  }, 240_000);

  test('is completed without being asked back, by the configured providers', () => {
    expect(request).toMatchObject({ status: ContentRequestStatus.completed, progressPercentage: 100 });
    expect(request.clarification).toBeUndefined();
    expect(request.result?.cached).toBe(false);
    expect(request.result?.providers['llm']).toMatch(/^local:/);
    expect(request.result?.providers['speech']).toMatch(/^flite:/);
    expect(request.stages.map(({ status }) => status)).toEqual(
      request.stages.map(() => StageStatus.completed),
    );
  });

  test('every artifact is there with the size and hash that the result names', () => {
    const named = request.result?.artifacts ?? [];
    expect(named.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'video',
        'audio',
        'captions_vtt',
        'captions_srt',
        'script',
        'transcript',
        'poster',
      ]),
    );
    for (const { kind, bytes, sha256 } of named) {
      const file = files.get(kind) ?? Buffer.alloc(0);
      expect([kind, file.length, createHash('sha256').update(file).digest('hex')]).toEqual([
        kind,
        bytes,
        sha256,
      ]);
    }
  });

  test('the video plays: picture, sound and captions, as long as the result says', () => {
    const probed = JSON.parse(
      execFileSync(
        'ffprobe',
        ['-v', 'error', '-show_streams', '-show_format', '-show_chapters', '-of', 'json', join(dir, 'video')],
        {
          encoding: 'utf8',
        },
      ),
    ) as { streams: { codec_name: string }[]; format: { duration: string }; chapters: unknown[] };
    expect(probed.streams.map(({ codec_name: codec }) => codec)).toEqual(
      expect.arrayContaining(['h264', 'aac', 'mov_text']),
    );
    const seconds = Number(probed.format.duration);
    expect(Math.abs(seconds - (request.result?.durationSeconds ?? 0))).toBeLessThan(0.1);
    expect(Math.abs(seconds - question.durationSeconds)).toBeLessThanOrEqual(question.durationSeconds * 0.1);
    expect(probed.chapters.length).toBeGreaterThanOrEqual(4);
  });

  test('it is neither silent nor black', () => {
    const { stderr } = spawnSync(
      'ffmpeg',
      [
        '-hide_banner',
        '-nostats',
        '-i',
        join(dir, 'video'),
        '-vf',
        'blackdetect=d=0.3',
        '-af',
        'ebur128=framelog=verbose',
        '-f',
        'null',
        '-',
      ],
      { encoding: 'utf8' },
    );
    expect(stderr).not.toContain('black_start');
    const lufs = Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr.slice(stderr.lastIndexOf('Summary:')))?.[1]);
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
  });

  test('captions are the script, word for word, and the transcript describes every visual', () => {
    const script = JSON.parse(String(files.get('script'))) as LessonScript;
    const spoken = script.scenes.flatMap(({ sentences }) => sentences.flatMap(({ text }) => wordsIn(text)));
    const cues = String(files.get('captions_vtt')).split('\n\n').slice(1);
    const captioned = cues.flatMap((cue) => wordsIn(cue.split('\n').slice(2).join(' ')));
    expect(captioned).toEqual(spoken);
    const transcript = String(files.get('transcript'));
    for (const { visualDescription } of script.scenes) expect(transcript).toContain(visualDescription);
  });

  test('the poster decodes and is not blank', () => {
    const pixels = execFileSync('ffmpeg', [
      '-v',
      'error',
      '-i',
      join(dir, 'poster'),
      '-vf',
      'scale=64:36,format=gray',
      '-f',
      'rawvideo',
      '-',
    ]);
    expect(new Set(pixels).size).toBeGreaterThan(10);
  });

  test('asked again it is found, and nothing is made', async () => {
    const made = await system.db.taskResult.count();
    const { id } = await system.submit(question);
    const again = await system.when(id, 'ends', ended);
    expect(again.result?.cached).toBe(true);
    expect(await system.db.taskResult.count()).toBe(made);
  });

  test('with one sentence edited, its scene is spoken and drawn again, and nothing else', async () => {
    const path = `/api/v1/content-requests/${request.id}/script`;
    const script = (await (await system.call('GET', path)).json()) as LessonScript;
    const edit = (text: string) => text.replace('If a truck hits', 'If a bus hits');
    const edited = script.scenes.filter(({ sentences }) => sentences.some(({ text }) => edit(text) !== text));
    expect(edited).toHaveLength(1);
    for (const { sentences } of edited) for (const each of sentences) each.text = edit(each.text);

    const answer = await system.call('PUT', path, { body: script });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as RequestView;
    const revised = await system.when(id, 'ends', ended);
    expect(revised).toMatchObject({ status: ContentRequestStatus.completed, result: { cached: false } });
    expect(revised.result?.providers['llm']).toMatch(/^edited:local:/);

    const ran = await system.db.stageTask.findMany({
      where: { requestId: id, cached: false },
      orderBy: [{ stage: 'asc' }, { position: 'asc' }],
      select: { stage: true, part: true },
    });
    const [scene] = edited.map((each) => each.id);
    expect(ran).toEqual([
      { stage: PipelineStage.script_generation, part: 'main' },
      { stage: PipelineStage.speech_synthesis, part: scene },
      { stage: PipelineStage.video_generation, part: scene },
      { stage: PipelineStage.video_processing, part: 'main' },
      { stage: PipelineStage.notification, part: 'main' },
    ]);
    const captions = String(await artifact(id, 'captions_vtt')).replace(/\s+/g, ' ');
    expect(captions).toContain('bus');
    expect(String(files.get('captions_vtt'))).not.toContain('bus');
    expect(await system.get(request.id)).toEqual(request);
  });

  test("another organization's key sees none of it", async () => {
    const key = await system.strangersKey();
    for (const path of ['', '/events', '/artifacts', '/artifacts/video', '/script', '/revisions'])
      expect(
        (await system.call('GET', `/api/v1/content-requests/${request.id}${path}`, { key })).status,
      ).toBe(404);
    for (const path of ['/cancel', '/retry'])
      expect(
        (await system.call('POST', `/api/v1/content-requests/${request.id}${path}`, { key })).status,
      ).toBe(404);
  });
});

test('a vague question is asked back; the answer resumes the same request', async () => {
  const { id } = await system.submit({ query: 'Tell me about science', modalities: ['text'] });
  const asked = await system.when(id, 'asks', ({ awaitingClarification }) => awaitingClarification);
  expect(asked.status).toBe(ContentRequestStatus.pending);
  expect(asked.clarification?.questions.length).toBeGreaterThanOrEqual(2);
  const answer = await system.call('POST', `/api/v1/content-requests/${id}/clarification`, {
    body: { answer: 'photosynthesis' },
  });
  expect(answer.status).toBe(202);
  const done = await system.when(id, 'ends', ended);
  expect(done.status).toBe(ContentRequestStatus.completed);
  expect(done.result?.title).toMatch(/photosynthesis/i);
});

test('text alone runs no speech and no video', async () => {
  const { id } = await system.submit({
    query: 'What is photosynthesis?',
    modalities: ['text'],
    interest: 'dogs',
  });
  const done = await system.when(id, 'ends', ended);
  expect(done).toMatchObject({ status: ContentRequestStatus.completed, progressPercentage: 100 });
  const skipped = done.stages
    .filter(({ status }) => status === StageStatus.skipped)
    .map(({ stage }) => stage);
  expect(skipped).toEqual([
    PipelineStage.speech_synthesis,
    PipelineStage.video_generation,
    PipelineStage.video_processing,
  ]);
  expect(done.result?.artifacts.map(({ kind }) => kind).sort()).toEqual([
    'qa_report',
    'script',
    'transcript',
  ]);
});

test('workers may share the stages between them', async () => {
  const { validation, notification, ...between } = PipelineStage;
  const stages = { WORKER_STAGES: Object.values(between).join() };
  const shared = await startSystem();
  try {
    shared.startWorker({ WORKER_STAGES: validation });
    const { id } = await shared.submit({ query: 'What is gravity?', modalities: ['text'] });
    await shared.when(id, 'is understood', ({ status }) => status === ContentRequestStatus.retrieving);
    shared.startWorker(stages);
    await shared.when(id, 'is written', ({ status }) => status === ContentRequestStatus.notifying);
    shared.startWorker({ WORKER_STAGES: notification });
    const done = await shared.when(id, 'ends', ended);
    expect(done.status).toBe(ContentRequestStatus.completed);
  } finally {
    await shared.close();
  }
});

test('what the library does not hold fails kindly, and what is no lesson is refused', async () => {
  const cases = {
    topic_not_in_library: 'Explain quantum entanglement',
    out_of_scope: 'Order me a pizza please',
  };
  for (const [code, query] of Object.entries(cases)) {
    const { id } = await system.submit({ query });
    const failed = await system.when(id, 'ends', ended);
    expect(failed).toMatchObject({ status: ContentRequestStatus.failed, error: { code, retryable: false } });
  }
});

test('ten identical questions at once are generated once', async () => {
  const body = {
    query: 'How do fractions work?',
    interest: 'baking',
    durationSeconds: 30,
    modalities: ['audio'],
  };
  const requests = await Promise.all(Array.from({ length: 10 }, async () => system.submit(body)));
  const ids = requests.map(({ id }) => id);
  for (const id of ids)
    expect((await system.when(id, 'ends', ended)).status).toBe(ContentRequestStatus.completed);
  const made = await system.db.stageTask.groupBy({
    by: ['stage', 'part'],
    where: { requestId: { in: ids }, cached: false, stage: { not: PipelineStage.notification } },
    _count: true,
  });
  expect(made.filter(({ _count: count }) => count !== 1)).toEqual([]);
});

test('a cancelled request stops and stays cancelled', async () => {
  const { id } = await system.submit({ query: 'Explain gravity using tennis', durationSeconds: 180 });
  await system.when(id, 'draws', ({ status }) => status === ContentRequestStatus.generating_video);
  const path = `/api/v1/content-requests/${id}/cancel`;
  expect((await system.call('POST', path)).status).toBe(202);
  expect((await system.call('POST', path)).status).toBe(202);
  await system.when(id, 'is cancelled', ({ status }) => status === ContentRequestStatus.cancelled);
  const open = { requestId: id, status: { in: [StageStatus.pending, StageStatus.in_progress] } };
  expect(await system.db.stageTask.count({ where: open })).toBe(0);
});
