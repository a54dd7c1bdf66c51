import { qaReportSchema, storedQaReportSchema } from './report-schema.ts';
import { hardFailures, qaReport, qaRules, qaSummary, type QaSubject } from './report.ts';
import { standings } from './standing.ts';
import { finishedLesson } from './test/finished.ts';
import { leverLesson } from './test/lesson.ts';

const check = (report: ReturnType<typeof qaReport>, name: string) =>
  report.checks.find((each) => each.name === name);
const broken = (subject: QaSubject) => qaReport(subject).summary.rules;

test('every rule of the lesson rules is in every report, and has a standing', () => {
  expect(new Set(qaRules.map(({ rule }) => rule))).toEqual(
    new Set(Array.from({ length: 17 }, (_, index) => index + 1)),
  );
  expect(qaRules.map(({ name }) => name).sort()).toEqual(Object.keys(standings).sort());
  for (const subject of [finishedLesson(), { script: leverLesson() }])
    expect(
      qaReport(subject).checks.map(({ rule, name, title, severity }) => ({ rule, name, title, severity })),
    ).toEqual(qaRules);
});

test('a script alone is reported with estimated times; what needs files does not apply, and says why', () => {
  const report = qaReport({ script: leverLesson(), wordsPerMinute: 130 });
  expect(qaReportSchema.parse(report)).toEqual(report);
  expect(report.summary).toMatchObject({ failed: 0, softFailed: 0, rules: [] });
  expect(check(report, 'scene_count')).toMatchObject({ rule: 1, figure: 6, limit: { min: 4, max: 8 } });
  expect(check(report, 'too_many_screen_words')).toMatchObject({ rule: 3, figure: 7, limit: { max: 12 } });
  expect(check(report, 'reading_grade')).toMatchObject({ rule: 5, limit: { min: 2, max: 6 } });
  expect(check(report, 'duration_off_target')).toMatchObject({ rule: 9, limit: { min: 72, max: 88 } });
  expect(check(report, 'scene_length')?.scenes).toHaveLength(6);
  for (const name of ['speaking_rate', 'loudness_off_target', 'contrast_too_low', 'poster_blank'])
    expect(check(report, name)).toMatchObject({ verdict: 'not_applicable', figure: null });
  expect(check(report, 'loudness_off_target')?.why).toBe('the lesson has no sound');
  expect(check(report, 'no_worked_example')?.why).toBe('no procedure is taught');
});

test('a finished lesson is reported with the figures of its files', () => {
  const report = qaReport(finishedLesson());
  expect(qaReportSchema.parse(report)).toEqual(report);
  expect(check(report, 'loudness_off_target')).toMatchObject({
    verdict: 'pass',
    figure: -16,
    unit: 'LUFS',
    limit: { min: -17, max: -15 },
  });
  expect(check(report, 'contrast_too_low')?.scenes).toHaveLength(6);
  expect(check(report, 'music_too_loud')).toMatchObject({ verdict: 'not_applicable', why: 'no music plays' });
});

type Files = Pick<ReturnType<typeof finishedLesson>, 'sound' | 'picture' | 'poster' | 'texts' | 'music'>;
const faults: [name: string, spoil: (files: Files) => void][] = [
  ['unplanned_silence', ({ sound }) => sound.silences.push({ startMs: 3000, endMs: 5000 })],
  ['loudness_off_target', ({ sound }) => (sound.lufs = -18.2)],
  ['loudness_off_target', ({ sound }) => (sound.lufs = -14.9)],
  ['true_peak_too_high', ({ sound }) => (sound.peakDb = -1.4)],
  ['sound_clips', ({ sound }) => (sound.clippedRuns = 1)],
  [
    'music_too_loud',
    (files) => {
      files.music = 'calm';
      files.sound.pausesUnderSpeechDb = 12;
    },
  ],
  ['word_lit_off_speech', ({ picture }) => (picture.litWords!.offMs = 81)],
  ['word_not_lit', ({ picture }) => picture.litWords!.wrong.push('lever')],
  ['reveal_not_seen', ({ picture }) => (picture.scenes[1]!.reveal!.seen = 'never')],
  ['reveal_not_seen', ({ picture }) => (picture.scenes[1]!.reveal!.seen = 'early')],
  ['colour_alone', ({ picture }) => (picture.scenes[1]!.reveal!.seen = 'colour')],
  ['contrast_too_low', ({ picture }) => (picture.scenes[2]!.faintest!.contrast = 4.4)],
  ['type_too_small', ({ picture }) => (picture.scenes[2]!.smallestType = 0.03)],
  ['text_cut', ({ picture }) => picture.scenes[2]!.cut.push('lever')],
  ['text_outside_safe_area', ({ picture }) => picture.scenes[2]!.outside.push('lever')],
  ['texts_overlap', ({ picture }) => picture.scenes[2]!.overlapping.push('“lever” and “pivot”')],
  ['sound_and_picture_differ', ({ picture }) => (picture.soundMs += 100)],
  ['blank_picture', ({ picture }) => (picture.blank = 1)],
  ['opening_not_shown', ({ picture }) => picture.openingMissing.push('Levers')],
  ['ends_blank', ({ picture }) => (picture.endsBlank = true)],
  [
    'tail_too_long',
    ({ picture }) => {
      picture.pictureMs += 2000;
      picture.soundMs += 2000;
    },
  ],
  ['poster_blank', ({ poster }) => (poster.spread = 0)],
  ['poster_without_title', ({ poster }) => poster.missing.push('Levers')],
  ['caption_file_faulty', ({ texts }) => (texts.vttFaults = ['no signature'])],
  ['caption_file_faulty', ({ texts }) => (texts.srtDiffers = 2)],
  ['word_files_missing', ({ texts }) => (texts.kinds = ['video', 'captions_vtt', 'words'])],
  [
    'word_times_off',
    ({ texts }) =>
      (texts.words = texts.words.map((word, at) =>
        at === 9 ? { ...word, startMs: word.startMs + 90 } : word,
      )),
  ],
  ['word_times_off', ({ texts }) => (texts.words = texts.words.slice(1))],
  [
    'transcript_incomplete',
    ({ texts }) => (texts.transcript = texts.transcript.replace('What explain shows.', '')),
  ],
];

test.each(faults)('%s is found in what was measured', (name, spoil) => {
  const whole = broken(finishedLesson());
  const lesson = finishedLesson();
  spoil(lesson);
  expect(broken(lesson).filter((rule) => !whole.includes(rule))).toEqual([name]);
});

test('a silence after a question is planned', () => {
  const lesson = finishedLesson();
  const quiz = lesson.spoken.scenes.find(({ sceneId }) => sceneId === 'quiz')!;
  const asked = quiz.words.filter(({ sentence }) => sentence === 0).at(-1)!;
  const startMs = quiz.offsetMs + asked.endMs + 10;
  lesson.sound.silences.push({ startMs, endMs: startMs + 1900 });
  expect(broken(lesson)).not.toContain('unplanned_silence');
});

test('hard rules that are broken stop a lesson, soft ones are listed', () => {
  const lesson = finishedLesson();
  lesson.sound.lufs = -30;
  lesson.music = 'calm';
  lesson.sound.pausesUnderSpeechDb = 3;
  const report = qaReport(lesson);
  expect(hardFailures(report).map(({ name }) => name)).toContain('loudness_off_target');
  expect(hardFailures(report).map(({ name }) => name)).not.toContain('music_too_loud');
  expect(check(report, 'music_too_loud')).toMatchObject({
    verdict: 'fail',
    severity: 'soft',
    findings: [{ message: '3 dB under speech; at least 18' }],
  });
});

test('what cannot be counted is null, as JSON wants it', () => {
  const lesson = finishedLesson();
  lesson.texts.words = [];
  const found = check(qaReport(lesson), 'word_times_off');
  expect(found).toMatchObject({ verdict: 'fail', figure: null });
  expect(found?.findings?.[0]).not.toHaveProperty('measured');
});

test('a report of version 1 is still read and summed up', () => {
  const stored = storedQaReportSchema.parse({
    version: 1,
    figures: [{ rule: 1, name: 'scenes', value: 6, unit: 'scenes', min: 4, max: 8 }],
    findings: [{ rule: 12, name: 'caption_too_fast', message: 'too fast' }],
  });
  expect(qaSummary(stored)).toMatchObject({ failed: 1, softFailed: 1, rules: ['caption_too_fast'] });
});
