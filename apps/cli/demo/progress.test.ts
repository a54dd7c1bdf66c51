import { ContentRequestStatus, PipelineStage, StageStatus } from '@vividly/db/enums';
import { duration, progressLines, stageRows } from './progress.ts';
import { barCaption } from './progress-display.ts';
import { requestViewSchema, type RequestView } from './request-view.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);

interface Stage {
  stage: PipelineStage;
  title: string;
  status: StageStatus;
  tasksTotal?: number;
  tasksDone?: number;
  started?: number;
  completed?: number;
  error?: { message: string };
}

function view(...stages: Stage[]): RequestView {
  return requestViewSchema.parse({
    id: 'r',
    status: ContentRequestStatus.generating_video,
    awaitingClarification: false,
    progressPercentage: 10,
    stages: stages.map(({ started, completed, tasksTotal = 0, tasksDone = 0, ...stage }) => ({
      ...stage,
      tasksTotal,
      tasksDone,
      startedAt: started === undefined ? null : at(started).toISOString(),
      completedAt: completed === undefined ? null : at(completed).toISOString(),
    })),
  });
}

const speech = { stage: PipelineStage.speech_synthesis, title: 'Speaking' };
const video = { stage: PipelineStage.video_generation, title: 'Drawing' };
const pending: Stage = { ...video, status: StageStatus.pending };
const running: Stage = {
  ...video,
  status: StageStatus.in_progress,
  tasksTotal: 8,
  tasksDone: 2,
  started: 10,
};
const done: Stage = {
  ...speech,
  status: StageStatus.completed,
  tasksTotal: 8,
  tasksDone: 8,
  started: 1,
  completed: 4.25,
};

test('a stage that runs shows its share, its time and how long it will still take at its pace', () => {
  const [row] = stageRows(view(running), at(16));
  expect(row).toMatchObject({ share: 0.25, elapsed: 6, remaining: 18 });
  expect(barCaption(row!)).toBe('6.0 s  2/8  ETA 18.0 s');
});

test('no estimate without a finished part', () => {
  const [row] = stageRows(view({ ...running, tasksDone: 0 }), at(16));
  expect(row).toMatchObject({ share: 0, remaining: null });
});

test('a finished stage keeps its time; a clock behind the server shows no negative one', () => {
  const [first, second] = stageRows(view(done, running), at(5));
  expect(first).toMatchObject({ share: 1, elapsed: 3.25, remaining: null });
  expect(second).toMatchObject({ elapsed: 0 });
});

test('skipped stages are not shown', () => {
  expect(stageRows(view(done, { ...video, status: StageStatus.skipped }), at(5))).toHaveLength(1);
});

test('lines tell changes once', () => {
  const early = stageRows(
    view({ ...speech, status: StageStatus.in_progress, started: 1, tasksTotal: 8 }, pending),
    at(2),
  );
  expect(progressLines([], early)).toEqual(['Speaking: under way, 0 of 8 parts']);
  const later = stageRows(view(done, running), at(16));
  expect(progressLines(early, later)).toEqual([
    'Speaking: done (3.3 s)',
    'Drawing: under way, 2 of 8 parts, about 18.0 s to go',
  ]);
  expect(progressLines(later, stageRows(view(done, running), at(17)))).toEqual([]);
});

test('lines and bars tell a task that is tried again, and a stage that failed', () => {
  const [again] = stageRows(view({ ...running, error: { message: 'the service is busy' } }), at(16));
  expect(progressLines([], [again!])).toEqual([
    'Drawing: under way, 2 of 8 parts, about 18.0 s to go, trying again after: the service is busy',
  ]);
  expect(barCaption(again!)).toMatch(/trying again$/);
  const [failed] = stageRows(
    view({ ...running, status: StageStatus.failed, completed: 20, error: { message: 'no such model' } }),
    at(21),
  );
  expect(progressLines([], [failed!])).toEqual(['Drawing: failed: no such model']);
  expect(barCaption(failed!)).toBe('10.0 s  failed');
});

test.each([
  [0, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 00 s'],
  [125.4, '2 min 05 s'],
])('%d seconds are %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});
