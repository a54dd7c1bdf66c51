import { readFile } from 'node:fs/promises';
import { Modality } from '@vividly/db/enums';
import { qaReportSchema, wordsOf, type SceneSpeech } from '@vividly/lesson';
import { findSilences, measureLoudness, probe, runFfmpeg, type Probe } from '@vividly/media';
import { readSrt, readVtt } from '../../test/captions.ts';
import { contextOf, type Made } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { blackSeconds, brightness, picturesAt } from '../../test/picture.ts';
import { process, type Processed } from '../../test/processing.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { videoGeneration } from '../video_generation/contract.ts';
import { createVideoHandler } from '../video_generation/handler.ts';
import { createProcessingHandler } from './handler.ts';

const frameMs = 1000 / 30;
const { signal } = new AbortController();
const scripted = shortLesson.scenes.flatMap(({ sentences }) =>
  sentences.flatMap(({ text }) => wordsOf(text)),
);
const headings = ['Push and push back', 'Forces in pairs', 'Quick check', 'Remember'];

let bench: Workbench;
let made: Made & { speech: SceneSpeech[] };
let lesson: Processed;
let mp4: Probe;
/** Where scenes begin, and the lesson ends, in ms. */
let starts: number[];
beforeAll(async () => {
  bench = await openWorkbench();
  const spoken = await speak(bench);
  const drawn = await bench.run(videoGeneration, createVideoHandler(bench.deps), contextOf(spoken));
  made = { ...spoken, video_generation: drawn };
  lesson = await process(bench, made, { modalities: [Modality.video, Modality.audio] });
  mp4 = await probe(lesson.path('video'));
  starts = made.speech.reduce((ends, { durationMs }) => [...ends, (ends.at(-1) ?? 0) + durationMs], [0]);
});
afterAll(() => bench.close());

/** Streams as `type:codec`, without the text track in which mp4 keeps its chapters. */
const streamsOf = ({ streams }: Probe) =>
  streams.filter(({ type }) => type !== 'data').map(({ type, codec }) => `${type}:${codec}`);
/** Length of the lesson, in ms. */
const total = () => starts.at(-1) ?? 0;
const words = () =>
  made.speech.flatMap(({ words: spoken }, scene) =>
    spoken.map(({ text, startMs, endMs }) => ({
      text,
      startMs: starts[scene]! + startMs,
      endMs: starts[scene]! + endMs,
    })),
  );

describe('plan', () => {
  const plan = (before: Made = made, differs = {}) =>
    createProcessingHandler(bench.deps).plan(contextOf(before, differs))[0]!.input;

  test('is one part: script, sound and pictures of the scenes in the script’s order', () => {
    const shuffled = {
      ...made,
      speech_synthesis: [...(made.speech_synthesis ?? [])].reverse(),
      video_generation: [...(made.video_generation ?? [])].reverse(),
    };
    const input = plan(shuffled, { aspectRatio: '1:1' });
    expect(input).toMatchObject({ script: shortLesson, aspectRatio: '1:1', wordsPerMinute: 160 });
    expect(input.speech).toEqual(made.speech);
    expect(input.scenes.map(({ key }) => key.split('/').at(-1))).toEqual(
      ['hook', 'explain', 'quiz', 'recap'].map((id) => `${id}.mp4`),
    );
    expect(createProcessingHandler(bench.deps).plan(contextOf(made))).toHaveLength(1);
  });

  test('makes what was asked for; text needs no file of its own', () => {
    const { text, audio, video } = Modality;
    expect(plan(made, { modalities: [text, video, audio] }).wanted).toEqual(['audio', 'video']);
    expect(plan(made, { modalities: [video, text] }).wanted).toEqual(['video']);
  });

  test('a lesson that is only heard has no pictures', () => {
    const heard: Made = { ...made };
    delete heard.video_generation;
    expect(plan(heard, { modalities: [Modality.audio] })).toMatchObject({ scenes: [], wanted: ['audio'] });
  });

  test('leaves out who asked and in which words', () => {
    expect(plan(made, { id: 'other', query: 'Why do I fly?', gradeLevel: null })).toEqual(plan());
  });

  test('needs a script', () => {
    expect(() => plan({})).toThrow('no script');
  });
});

describe('the mp4', () => {
  test('holds H.264, AAC and soft captions, and lasts as long as its scenes', () => {
    expect(streamsOf(mp4)).toEqual(['video:h264', 'audio:aac', 'subtitle:mov_text']);
    expect(Math.abs(mp4.durationSeconds * 1000 - total())).toBeLessThan(frameMs + 1);
    const [picture, sound] = ['video', 'audio'].map((type) =>
      mp4.streams.find((stream) => stream.type === type)!,
    );
    expect(Math.abs(picture!.durationSeconds! - sound!.durationSeconds!) * 1000).toBeLessThan(frameMs + 22);
    expect(lesson.output.durationSeconds).toBe(Math.round(total()) / 1000);
  });

  test('is as loud as it should be, without clipping (rule 11)', async () => {
    const { lufs, peakDb } = await measureLoudness(lesson.path('video'), { signal, durationMs: total() });
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
    expect(peakDb).toBeLessThanOrEqual(-1.5);
  });

  test('has one chapter a scene, named by its heading, where the scene begins', () => {
    expect(mp4.chapters.map(({ title }) => title)).toEqual(headings);
    for (const [index, { startMs, endMs }] of mp4.chapters.entries()) {
      expect(Math.abs(startMs - starts[index]!)).toBeLessThan(2);
      expect(Math.abs(endMs - starts[index + 1]!)).toBeLessThan(2);
    }
  });

  test('its index stands before its data, so that it plays while it loads', async () => {
    const bytes = await readFile(lesson.path('video'));
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(bytes.indexOf('moov')).toBeGreaterThan(0);
  });

  test('dissolves from scene to scene within half a second, and has turned when the next one begins', async () => {
    const size = { width: 640, height: 360 };
    const cuts = starts.slice(1, -1);
    const pictures = await picturesAt(
      lesson.path('video'),
      size,
      cuts.flatMap((ms) => [ms - 16 * frameMs, ms - frameMs, ms]),
    );
    // The grounds of hook and quiz are dark, those of explanation and recap are light.
    const dark = pictures.map((picture) => brightness(picture).mean < 110);
    expect(dark).toEqual([true, false, false, false, true, true, true, false, false]);
    expect(await blackSeconds(lesson.path('video'))).toBe(0);
  });

  test('speaks when its words say: the time to think lies where the question ends', async () => {
    const silences = await findSilences(lesson.path('video'), 1500, { signal, durationMs: total() });
    const { words: spoken } = made.speech[2]!;
    const question = starts[2]! + spoken.filter(({ sentence }) => sentence === 0).at(-1)!.endMs;
    const answer = starts[2]! + spoken.find(({ sentence }) => sentence === 1)!.startMs;
    expect(silences).toHaveLength(1);
    expect(Math.abs(silences[0]!.startMs - question)).toBeLessThan(80);
    expect(Math.abs(silences[0]!.endMs - answer)).toBeLessThan(80);
  });

  test('its captions are burned in: players show the track only when they are told to', () => {
    const track = mp4.streams.find(({ type }) => type === 'subtitle');
    expect(track).toMatchObject({ enabled: false, language: 'eng' });
  });

  test('the captions of its track are those of the files', async () => {
    const extracted = `${lesson.path('video')}.srt`;
    const limits = { signal, wallClockMs: 60_000, stallMs: 60_000 };
    await runFfmpeg(['-i', lesson.path('video'), '-map', '0:s:0', '-f', 'srt', extracted], limits);
    const [inside, beside] = [await readSrt(extracted), await readSrt(lesson.path('captions_srt'))];
    expect(inside.map(({ lines }) => lines)).toEqual(beside.map(({ lines }) => lines));
    for (const [index, { startMs }] of inside.entries())
      expect(Math.abs(startMs - beside[index]!.startMs)).toBeLessThan(5);
  });
});

describe('captions', () => {
  test.each([
    ['captions_vtt', readVtt],
    ['captions_srt', readSrt],
  ] as const)('%s: the script word for word, each caption in its time and scene', async (kind, read) => {
    const captions = await read(lesson.path(kind));
    expect(captions.flatMap(({ lines }) => lines.flatMap(wordsOf))).toEqual(scripted);
    let reached = 0;
    let spoken = 0;
    for (const { startMs, endMs, lines } of captions) {
      expect(startMs).toBeGreaterThanOrEqual(reached);
      reached = endMs;
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(42);
      expect(Math.abs(startMs - words()[spoken]!.startMs)).toBeLessThan(80);
      spoken += lines.flatMap(wordsOf).length;
      expect(starts.filter((cut) => cut > startMs && cut < endMs)).toEqual([]);
    }
    expect(reached).toBeLessThanOrEqual(total());
  });

  test('both files hold the same captions', async () => {
    expect(await readSrt(lesson.path('captions_srt'))).toEqual(await readVtt(lesson.path('captions_vtt')));
  });

  test('every word has its time in the lesson, to the millisecond', async () => {
    const timed: unknown = JSON.parse(await readFile(lesson.path('words'), 'utf8'));
    const rounded = words().map(({ text, startMs, endMs }) => ({
      text,
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
    }));
    expect(timed).toEqual(rounded);
  });
});

test('the poster is a full-size picture that is not blank', async () => {
  const bytes = await readFile(lesson.path('poster'));
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1920, 1080]);
  const [poster] = await picturesAt(lesson.path('poster'), { width: 1920, height: 1080 }, [0]);
  expect(brightness(poster!).spread).toBeGreaterThan(15);
});

test('the transcript holds every sentence, what each visual shows, and when', async () => {
  const transcript = await readFile(lesson.path('transcript'), 'utf8');
  for (const { sentences, visualDescription, heading } of shortLesson.scenes)
    for (const text of [...sentences.map((sentence) => sentence.text), visualDescription, heading])
      expect(transcript).toContain(text);
  const times = starts.slice(0, -1).map((ms) => `[0:${String(Math.floor(ms / 1000)).padStart(2, '0')}]`);
  for (const [index, time] of times.entries()) expect(transcript).toContain(`## ${time} ${headings[index]}`);
});

test('the QA report is delivered and finds nothing', async () => {
  const report: unknown = JSON.parse(await readFile(lesson.path('qa_report'), 'utf8'));
  expect(report).toEqual(lesson.output.qa);
  const { checks, summary } = qaReportSchema.parse(report);
  expect(summary.rules).toEqual([]);
  expect(new Set(checks.map(({ rule }) => rule)).size).toBe(17);
  for (const name of ['loudness_off_target', 'contrast_too_low', 'word_not_lit', 'poster_without_title'])
    expect(checks.find((check) => check.name === name)).toMatchObject({ verdict: 'pass' });
});

test('every sentence has its time in the lesson', () => {
  const { sentences } = lesson.output;
  expect(sentences.map(({ id }) => id)).toEqual(
    shortLesson.scenes.flatMap((scene) => scene.sentences.map(({ id }) => id)),
  );
  const times = sentences.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const [first] = words();
  expect(sentences[0]!.startSeconds).toBeCloseTo(first!.startMs / 1000, 2);
  expect(sentences.at(-1)!.endSeconds).toBeCloseTo(words().at(-1)!.endMs / 1000, 2);
});

test('the sound alone is an m4a with chapters, without picture', async () => {
  const m4a = await probe(lesson.path('audio'));
  expect(streamsOf(m4a)).toEqual(['audio:aac']);
  expect(m4a.chapters.map(({ title }) => title)).toEqual(headings);
  expect(Math.abs(m4a.durationSeconds * 1000 - total())).toBeLessThan(frameMs + 22);
});

test('a lost scene stops the lesson', async () => {
  const [first] = made.speech;
  await bench.storage.delete(first!.audio.key);
  const again = process(bench, made, { modalities: [Modality.audio] });
  await expect(again).rejects.toMatchObject({ code: 'storage_missing' });
});
