import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lessonScriptSchema } from '@vividly/lesson';
import { verdictsOn } from './bars.ts';
import { benchCases, caseNames } from './cases.ts';
import { figuresOf, spreadOf, type Figures } from './figures.ts';
import { edited, measuredLesson } from './lesson.ts';
import { measureLesson, openEdit } from './lesson-job.ts';
import type { Machine } from './machine.ts';
import { jsonOf, tableOf } from './report.ts';

const measured = (name: string, factor: number, more: Partial<Figures> = {}): Figures => ({
  name,
  runs: 3,
  seconds: spreadOf([60 / factor]),
  realtimeFactor: spreadOf([factor]),
  cpuSecondsPerMinute: 9,
  peakMemoryMB: 400,
  stages: {},
  work: {},
  ...more,
});

describe('figures', () => {
  test('are medians of the runs', () => {
    const [lesson] = benchCases(null);
    const runs = [3, 6, 4].map((seconds) => ({
      seconds,
      cpuSeconds: 2 * seconds,
      stages: { video_generation: seconds / 2 },
      work: { 'ffmpeg watching': seconds / 4 },
    }));
    expect(figuresOf(lesson!, { runs, peakMemoryMB: 200 })).toEqual({
      name: 'lesson-1080p',
      runs: 3,
      seconds: { median: 4, min: 3, max: 6 },
      realtimeFactor: { median: 15, min: 10, max: 20 },
      cpuSecondsPerMinute: 8,
      peakMemoryMB: 200,
      stages: { video_generation: 2 },
      work: { 'ffmpeg watching': 1 },
    });
  });

  test('of an even number of runs lie between the two in the middle', () => {
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe('bars', () => {
  const failed = (all: Figures[]) =>
    verdictsOn(all)
      .filter(({ pass }) => !pass)
      .map(({ says }) => says);

  test('are met by a lesson that is fast enough, by itself and against the floor of the same run', () => {
    expect(failed([measured('lesson-1080p', 12), measured('floor-1080p', 4)])).toEqual([]);
    expect(failed([measured('lesson-1080p', 12), measured('floor-1080p', 4.1)])).toEqual([
      '2.9 × floor-1080p, at least 3',
    ]);
    expect(failed([measured('lesson-720p', 23)])).toEqual(['23.0 × real time, at least 24']);
  });

  test('are missed by what takes too much', () => {
    expect(failed([measured('lesson-1080p', 20, { cpuSecondsPerMinute: 11, peakMemoryMB: 501 })])).toEqual([
      '11.0 CPU-seconds a minute, at most 10',
      '501.0 MB, at most 500',
    ]);
    expect(failed([measured('edit-one-sentence', 15)])).toEqual(['4.0 s, at most 3']);
  });

  test('say nothing of what was not measured', () => {
    expect(verdictsOn([measured('floor-1080p', 4)])).toEqual([]);
  });
});

test('the report for programs has the names and figures that clients read', () => {
  const machine: Machine = {
    ...{ cpu: 'some', cores: 2, memoryGiB: 8, system: 'Linux', load: 0 },
    ...{ node: 'v20', ffmpeg: '5.1', commit: 'abc' },
  };
  const all = [measured('lesson-1080p', 12.3456), measured('edit-one-sentence', 30)];
  expect(JSON.parse(jsonOf(machine, all, verdictsOn(all)))).toMatchObject({
    machine,
    cases: [
      {
        name: 'lesson-1080p',
        realtimeFactor: { median: 12.35, min: 12.35, max: 12.35 },
        cpuSecondsPerMinute: 9,
        peakMemoryMB: 400,
      },
      { name: 'edit-one-sentence', seconds: { median: 2, min: 2, max: 2 } },
    ],
  });
  expect(tableOf(all)[1]).toMatch(/^lesson-1080p +3 +12\.35 \(12\.35 to 12\.35\)/);
});

test('the lesson is one that the pipeline accepts, before and after its sentence is edited', () => {
  const lesson = measuredLesson();
  expect(lessonScriptSchema.parse(lesson).scenes).toHaveLength(10);
  for (const { cues } of lesson.scenes) expect(new Set(cues.map(({ word }) => word)).size).toBe(3);
  const changed = lessonScriptSchema.parse(edited(lesson, 'scene-4', 'fly.'));
  expect(
    changed.scenes.filter(
      (scene, index) => scene.sentences[0]!.text !== lesson.scenes[index]!.sentences[0]!.text,
    ),
  ).toMatchObject([{ id: 'scene-4', sentences: [{ text: expect.stringMatching(/fly\.$/) as string }] }]);
});

test('there is a case for every name, Remotion only where it is installed', () => {
  expect(benchCases({ project: 'here', browser: 'there' }).map(({ name }) => name)).toEqual(caseNames);
  expect(benchCases(null)).toHaveLength(caseNames.length - 1);
});

test('a small lesson is measured from its speech to the finished file, and one edited scene alone', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vividly-bench-'));
  const begun: string[] = [];
  const around = { root, signal: new AbortController().signal, onBegin: () => begun.push('begin') };
  const lesson = { height: 90, scenes: 5, frameRate: 'auto' } as const;
  try {
    const whole = await measureLesson(lesson, 0, around);
    const edit = await openEdit(lesson, around);
    const part = await edit(0);
    for (const { taken, stages, work } of [whole, part]) {
      expect(work).toMatchObject({
        'this process': expect.any(Number) as number,
        'ffmpeg encoding pictures': expect.any(Number) as number,
        'ffmpeg mastering': expect.any(Number) as number,
        'ffmpeg probing': expect.any(Number) as number,
      });
      expect(taken.seconds).toBeGreaterThan(0);
      expect(taken.cpuSeconds).toBeGreaterThan(0);
      expect(Object.keys(stages)).toEqual(['video_generation', 'video_processing']);
    }
    expect(begun).toHaveLength(2);
  } finally {
    await rm(root, { recursive: true });
  }
});
