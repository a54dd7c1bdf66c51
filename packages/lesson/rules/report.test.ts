import { qaReport, qaReportSchema } from './report.ts';
import { leverLesson, spokenEvenly } from './test/lesson.ts';

const figure = (report: ReturnType<typeof qaReport>, name: string) =>
  report.figures.find((each) => each.name === name);

test('a script alone is reported with estimated times', () => {
  const report = qaReport({ script: leverLesson(), wordsPerMinute: 130 });
  expect(qaReportSchema.parse(report)).toEqual(report);
  expect(report.findings).toEqual([]);
  expect(figure(report, 'scenes')).toMatchObject({ rule: 1, value: 6, min: 4, max: 8 });
  expect(figure(report, 'screen_words')).toMatchObject({ rule: 3, value: 7, max: 12 });
  expect(figure(report, 'reading_grade')).toMatchObject({ rule: 5, min: 2, max: 6 });
  expect(figure(report, 'sourced_sentences')).toMatchObject({ rule: 8, value: 1 });
  expect(figure(report, 'duration')).toMatchObject({ rule: 9, min: 72, max: 88 });
  expect(figure(report, 'longest_scene')?.scenes).toHaveLength(6);
  expect(figure(report, 'speaking_rate')).toBeUndefined();
});

test('a spoken, captioned lesson is reported with measured times', () => {
  const script = leverLesson();
  const scenes = spokenEvenly(script, 120);
  const captions = [{ startMs: 0, endMs: 2000, lines: ['How can you lift a friend'] }];
  const report = qaReport({
    script,
    spoken: { scenes, reveals: [] },
    captioned: { captions, cutsMs: [], frameMs: 40 },
  });
  expect(qaReportSchema.parse(report)).toEqual(report);
  expect(figure(report, 'speaking_rate')).toMatchObject({ rule: 10, value: 120, min: 110, max: 150 });
  expect(figure(report, 'fastest_caption')).toMatchObject({ rule: 12, value: 12.5, max: 13 });
  expect(figure(report, 'duration')?.value).toBeGreaterThan(84);
  expect(report.findings.map(({ name }) => name)).toContain('captions_differ_from_script');
});
