import { PipelineStage, StageStatus } from '@vividly/db/enums';
import { etaSeconds } from './eta.ts';

const now = new Date('2026-05-01T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const { validation, speech_synthesis: speech, video_generation: video } = PipelineStage;
const medians = new Map([
  [validation, 2],
  [speech, 10],
  [video, 60],
]);

const stage = (
  name: PipelineStage,
  status: StageStatus,
  progress: { total?: number; done?: number; since?: number } = {},
) => ({
  stage: name,
  status,
  tasksTotal: progress.total ?? 0,
  tasksDone: progress.done ?? 0,
  startedAt: progress.since === undefined ? null : secondsAgo(progress.since),
});

test('stages to come count by their medians; those that are over or skipped do not', () => {
  const stages = [
    stage(validation, StageStatus.completed, { since: 5 }),
    stage(speech, StageStatus.pending),
    stage(video, StageStatus.skipped),
  ];
  expect(etaSeconds(stages, medians, now)).toBe(10);
});

test('a stage that runs counts down, to nothing at worst', () => {
  const runningFor = (since: number) =>
    etaSeconds([stage(video, StageStatus.in_progress, { since, total: 6 })], medians, now);
  expect(runningFor(0)).toBe(60);
  expect(runningFor(45)).toBe(15);
  expect(runningFor(500)).toBe(1);
});

test('a stage that has finished tasks goes on at its own pace', () => {
  expect(
    etaSeconds([stage(video, StageStatus.in_progress, { since: 40, total: 6, done: 2 })], medians, now),
  ).toBe(80);
});

test('without history of a stage to come there is no estimate', () => {
  expect(etaSeconds([stage(PipelineStage.notification, StageStatus.pending)], medians, now)).toBeNull();
});
