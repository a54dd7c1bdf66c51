import { openingOf, type SceneSpeech } from '@vividly/lesson';
import { captionCues, probe } from '@vividly/media';
import { contextOf, type Made } from '../../test/context.ts';
import { shortLesson } from '../../test/lesson.ts';
import { blackSeconds, brightness, litPlate, picturesAt, type Picture } from '../../test/picture.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { videoGeneration } from './contract.ts';
import { createVideoHandler } from './handler.ts';

const size = { width: 640, height: 360 };
const quiz = shortLesson.scenes.find(({ id }) => id === 'quiz')!;

let bench: Workbench;
let made: Made & { speech: SceneSpeech[] };
beforeAll(async () => {
  bench = await openWorkbench();
  made = await speak(bench);
});
afterAll(() => bench.close());

const speechOf = (id: string) => made.speech.find(({ sceneId }) => sceneId === id)!;
const plan = (...[before = made, differs]: Parameters<typeof contextOf>) =>
  createVideoHandler(bench.deps).plan(contextOf(before, differs));

describe('plan', () => {
  test('is one part a scene: what it draws, its words with their times, and the shape of the picture', () => {
    const planned = plan(made, { aspectRatio: '9:16' });
    expect(planned.map(({ part }) => part)).toEqual(['hook', 'explain', 'quiz', 'recap']);
    const { words, durationMs } = speechOf('quiz');
    expect(planned[2]?.input).toEqual({
      scene: quiz,
      next: openingOf(shortLesson.scenes[3]!),
      words,
      durationMs,
      gradeLevel: 6,
      aspectRatio: '9:16',
      height: 360,
      captions: 'burned',
      theme: 'matter',
      brand: null,
    });
  });

  test('soft captions are not drawn, but their place is kept; without captions it is not', () => {
    const drawn = (captions: string) =>
      plan(made, { presentation: { captions } }).map(({ input }) => input.captions);
    expect(drawn('soft')).toEqual(Array(4).fill('soft'));
    expect(drawn('off')).toEqual(Array(4).fill('none'));
  });

  test('other heights are tasks of their own, after those of the installation’s; its own is not drawn twice', () => {
    const planned = (renditions: number[], height = 360) =>
      createVideoHandler({ ...bench.deps, render: { height } }).plan(
        contextOf(made, { presentation: { renditions } }),
      );
    const parts = ['hook', 'explain', 'quiz', 'recap'];
    const tasks = planned([480, 1080]);
    expect(tasks.map(({ part, input }) => [part, input.height])).toEqual([
      ...parts.map((part) => [part, 360]),
      ...parts.map((part) => [`${part}.1080p`, 1080]),
      ...parts.map((part) => [`${part}.480p`, 480]),
    ]);
    expect(tasks.slice(0, 4)).toEqual(plan());
    expect({ ...tasks[4]!.input, height: 360 }).toEqual(tasks[0]!.input);
    expect(planned([720], 720)).toEqual(planned([], 720));
  });

  test('a scene spoken anew is drawn anew, alone', () => {
    const respoken = (made.speech_synthesis ?? []).map(({ part, output }, index) => {
      const { speech } = output as { speech: SceneSpeech };
      const slower = { ...speech, durationMs: speech.durationMs + 100 };
      return { part, output: { speech: index === 1 ? slower : speech, spokenBy: 'flite:1' } };
    });
    const [before, after] = [plan(), plan({ ...made, speech_synthesis: respoken })];
    expect(after[1]).not.toEqual(before[1]);
    expect(after.filter((_, index) => index !== 1)).toEqual(before.filter((_, index) => index !== 1));
  });

  test('leaves out where the sound is kept: the same words at the same times draw the same picture', () => {
    expect(JSON.stringify(plan())).not.toContain(speechOf('quiz').audio.key);
  });

  test('every scene must have been spoken, and the shape of the picture be known', () => {
    const spoken = made.speech_synthesis ?? [];
    expect(() => plan({ ...made, speech_synthesis: spoken.slice(1) })).toThrow('hook was not spoken');
    expect(() => plan({ speech_synthesis: spoken })).toThrow('needs a script');
    expect(() => plan(made, { aspectRatio: '4:3' })).toThrow(/9:16/);
  });

  test('the revision names the renderer', () => {
    expect(createVideoHandler(bench.deps).revision).toMatch(/^vividly-slides:\S+$/);
  });
});

describe('a drawn scene', () => {
  let path: string;
  let output: Awaited<ReturnType<ReturnType<typeof createVideoHandler>['run']>>;
  beforeAll(async () => {
    const { input } = plan().find(({ part }) => part === 'quiz')!;
    output = await createVideoHandler(bench.deps).run(input, await bench.task(videoGeneration.stage, 'quiz'));
    path = await bench.fetch(output.video);
  });

  test('is an mp4 of the asked size, silent, exactly as long as its speech', async () => {
    const { durationMs } = speechOf('quiz');
    const found = await probe(path);
    expect(found.streams).toMatchObject([{ type: 'video', codec: 'h264', ...size }]);
    expect(Math.abs(found.durationSeconds * 1000 - durationMs)).toBeLessThan(34);
    expect(output).toMatchObject({ sceneId: 'quiz', ...size, video: { contentType: 'video/mp4' } });
    expect(output.durationMs).toBeCloseTo(durationMs, 3);
    expect(output.frames).toBe(Math.round((durationMs * 30) / 1000));
    expect(output.distinctFrames).toBeLessThan(output.frames);
    expect(videoGeneration.output.parse(output)).toEqual(output);
  });

  test('is never black or blank', async () => {
    expect(await blackSeconds(path)).toBe(0);
    const { durationMs } = speechOf('quiz');
    for (const picture of await picturesAt(path, size, [0, durationMs / 2, durationMs - 50])) {
      expect(brightness(picture).mean).toBeGreaterThan(20);
      expect(brightness(picture).spread).toBeGreaterThan(10);
    }
  });

  test('lights each word while it is spoken, from left to right along its line', async () => {
    const { words, durationMs } = speechOf('quiz');
    const lesson = { offsetMs: 0, durationMs, sentences: quiz.sentences, words };
    const cues = captionCues([lesson], { gradeLevel: shortLesson.gradeLevel });
    const spoken = cues.flatMap((cue, at) =>
      cue.words.map((word) => ({ ...word, row: `${at}:${word.line}` })),
    );
    const middles = spoken.map(({ startMs, endMs }) => (startMs + endMs) / 2);
    const lit = (await picturesAt(path, size, middles)).map(litPlate);
    for (const { pixels } of lit) expect(pixels).toBeGreaterThan(60);
    const steps = spoken.slice(1).map(({ row }, index) => ({
      sameRow: spoken[index]!.row === row,
      px: lit[index + 1]!.x - lit[index]!.x,
    }));
    const along = steps.filter(({ sameRow }) => sameRow);
    expect(along.length).toBeGreaterThan(8);
    for (const { px } of along) expect(px).toBeGreaterThan(5);
  });

  test('without burned-in captions no word is seen', async () => {
    const planned = plan(made, { presentation: { captions: 'soft' } }).find(({ part }) => part === 'quiz')!;
    const task = await bench.task(videoGeneration.stage, 'quiz-soft');
    const { video } = await createVideoHandler(bench.deps).run(planned.input, task);
    const middles = speechOf('quiz').words.map(({ startMs, endMs }) => (startMs + endMs) / 2);
    for (const picture of await picturesAt(await bench.fetch(video), size, middles))
      expect(litPlate(picture).pixels).toBe(0);
  });

  test('where players show soft captions nothing else is drawn', async () => {
    const spread: Record<string, number> = {};
    for (const captions of ['soft', 'off']) {
      const planned = plan(made, { presentation: { captions } }).find(({ part }) => part === 'explain')!;
      const task = await bench.task(videoGeneration.stage, `explain-${captions}`);
      const { video } = await createVideoHandler(bench.deps).run(planned.input, task);
      const last = speechOf('explain').words.at(-1)!.endMs;
      const [{ rgb }] = (await picturesAt(await bench.fetch(video), size, [last])) as [Picture];
      // The strip's middle, where the term that is explained would stand.
      const [x, y, width, height] = [200, 300, 240, 38];
      const rows = Array.from({ length: height }, (_, row) => {
        const at = 3 * ((y + row) * size.width + x);
        return Buffer.from(rgb.subarray(at, at + 3 * width));
      });
      spread[captions] = brightness({ width, height, rgb: Buffer.concat(rows) }).spread;
    }
    expect(spread['soft']).toBeLessThan(3);
    expect(spread['off']).toBeGreaterThan(6);
  });

  test('lights none while the learner thinks', async () => {
    const words = speechOf('quiz').words;
    const question = words.filter(({ sentence }) => sentence === 0).at(-1)!;
    const [thinking] = await picturesAt(path, size, [question.endMs + 1400]);
    expect(litPlate(thinking!).pixels).toBe(0);
  });

  test('ticks the answer when it is spoken, not before', async () => {
    const { words } = speechOf('quiz');
    const answer = words.at(-1)!;
    const upper = ({ rgb }: { rgb: Uint8Array }) => rgb.subarray(0, size.width * 3 * 230);
    const times = [answer.startMs - 1500, answer.startMs - 300, answer.startMs + 700];
    const [early, before, after] = (await picturesAt(path, size, times)).map(upper);
    const differing = (a: Uint8Array, b: Uint8Array) =>
      a.filter((value, at) => Math.abs(value - b[at]!) > 60).length;
    expect(differing(early!, before!)).toBe(0);
    expect(differing(before!, after!)).toBeGreaterThan(500);
  });
});

test.each([
  ['9:16', { width: 360, height: 640 }],
  ['1:1', { width: 360, height: 360 }],
] as const)('in %s the picture is as tall as that needs', async (aspectRatio, expected) => {
  const { input } = plan(made, { aspectRatio }).find(({ part }) => part === 'recap')!;
  const task = await bench.task(videoGeneration.stage, `recap-${expected.height}`);
  const output = await createVideoHandler(bench.deps).run(input, task);
  expect(output).toMatchObject(expected);
  expect((await probe(await bench.fetch(output.video))).streams).toMatchObject([expected]);
});

test('a task that is told to stop draws and stores nothing', async () => {
  const stop = new AbortController();
  stop.abort(new Error('cancelled'));
  const task = await bench.task(videoGeneration.stage, 'stopped');
  const { input } = plan()[0]!;
  const drawing = createVideoHandler(bench.deps).run(input, { ...task, signal: stop.signal });
  await expect(drawing).rejects.toThrow('cancelled');
  expect(await bench.storage.stat(`${task.storagePrefix}/hook.mp4`)).toBeNull();
});
