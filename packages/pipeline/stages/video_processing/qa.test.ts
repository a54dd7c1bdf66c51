import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Modality } from '@vividly/db/enums';
import { PermanentError, TransientError, type TaskContext } from '@vividly/engine';
import { qaReportSchema, type SceneSpeech } from '@vividly/lesson';
import { createReel, hearSound, measurePoster, probe, runFfmpeg } from '@vividly/media';
import { contextOf, type Made } from '../../test/context.ts';
import { process, type Processed } from '../../test/processing.ts';
import { speak } from '../../test/speech.ts';
import { openWorkbench, type Workbench } from '../../test/workbench.ts';
import { videoGeneration } from '../video_generation/contract.ts';
import { createVideoHandler } from '../video_generation/handler.ts';
import { videoProcessing } from './contract.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import { createProcessingHandler } from './handler.ts';
import { judgeLesson } from './qa.ts';
import { spokenWords, timelineOf, type Timeline } from './timeline.ts';
import { watchLesson } from './watch-lesson.ts';

/** A finished lesson that a test may spoil. */
interface Finished {
  input: ProcessingInput;
  timeline: Timeline;
  files: LocalFile[];
}

let bench: Workbench;
let lesson: Processed;
let good: Finished;
let task: TaskContext;
beforeAll(async () => {
  bench = await openWorkbench();
  const spoken: Made & { speech: SceneSpeech[] } = await speak(bench);
  const drawn = await bench.run(videoGeneration, createVideoHandler(bench.deps), contextOf(spoken));
  const made = { ...spoken, video_generation: drawn };
  const wanted = { modalities: [Modality.video] };
  lesson = await process(bench, made, wanted);
  const [planned] = createProcessingHandler(bench.deps).plan(contextOf(made, wanted));
  task = await bench.task(videoProcessing.stage);
  good = {
    input: videoProcessing.input.parse(planned!.input),
    timeline: timelineOf(spoken.speech),
    files: lesson.kinds
      .filter((kind) => kind !== 'qa_report')
      .map((kind) => ({ kind, path: lesson.path(kind), name: kind, contentType: 'test/test' })),
  };
});
afterAll(() => bench.close());

/** Measures the files as the handler does, and judges them. */
async function judge({ input, timeline, files }: Finished, attempt = 2) {
  const path = (kind: string) => files.find((file) => file.kind === kind)!.path;
  const video = await probe(path('video'));
  const { width = 0, height = 0 } = video.streams.find(({ type }) => type === 'video') ?? {};
  const durationMs = timeline.totalMs;
  const reel = await createReel([{ path: path('video'), durationMs }], join(task.workDir, 'lesson.txt'));
  const drawn = [{ ...reel, height, size: { width, height }, name: 'lesson' }];
  const seen = await watchLesson(input, drawn, timeline, null, task);
  const sound = await hearSound(path('video'), spokenWords(timeline), { signal: task.signal, durationMs });
  const { title } = input.script;
  const poster = await measurePoster(path('poster'), {
    title,
    ...{ aspectRatio: input.aspectRatio, theme: input.theme, brand: null },
  });
  const measured = { sound, film: seen, video, poster };
  return judgeLesson(input, timeline, files, measured, { attempt });
}

/** The names of the broken rules, and what the error says. */
async function brokenBy(spoiled: Finished): Promise<{ rules: string[]; message: string }> {
  try {
    const { summary } = await judge(spoiled);
    return { rules: summary.rules, message: '' };
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { rules: qaReportSchema.parse(error.cause).summary.rules, message: error.message };
  }
}

let spoils = 0;
/** The lesson with another file in place of one of its own. */
async function replaced(
  kind: LocalFile['kind'],
  make: (from: string, to: string) => Promise<unknown>,
): Promise<Finished> {
  const from = lesson.path(kind);
  spoils += 1;
  const path = join(task.workDir, `${String(spoils)}-${from.split('/').at(-1) ?? kind}`);
  await make(from, path);
  return { ...good, files: good.files.map((file) => (file.kind === kind ? { ...file, path } : file)) };
}

const bounds = { signal: new AbortController().signal, wallClockMs: 120_000 };
const filmed = async (...args: string[]) =>
  replaced('video', async (from, to) =>
    runFfmpeg(['-i', from, '-map', '0:v', '-map', '0:a', ...args, '-f', 'mp4', to], bounds),
  );
const picture = async (filter: string) =>
  filmed('-vf', filter, '-c:a', 'copy', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0');
const sound = async (filter: string) => filmed('-af', filter, '-c:v', 'copy', '-c:a', 'aac', '-b:a', '128k');
const rewritten = async (kind: LocalFile['kind'], edit: (text: string) => string) =>
  replaced(kind, async (from, to) => writeFile(to, edit(await readFile(from, 'utf8'))));

test('a good lesson keeps every rule', async () => {
  const report = await judge(good);
  expect(report.summary).toMatchObject({ failed: 0, softFailed: 0, rules: [] });
  expect(report.checks.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(50);
});

const attacks: [what: string, rule: string, spoil: () => Promise<Finished>][] = [
  ['quiet sound', 'loudness_off_target', () => sound('volume=-6dB')],
  ['loud sound', 'true_peak_too_high', () => sound('volume=6dB')],
  ['clipped sound', 'sound_clips', () => sound('volume=30dB')],
  [
    'sound that ends three frames early',
    'sound_and_picture_differ',
    async () => {
      const { durationSeconds } = await probe(lesson.path('video'));
      return sound(`atrim=0:${String(durationSeconds - 0.1)}`);
    },
  ],
  [
    'a black tail',
    'ends_blank',
    async () => {
      const { durationSeconds } = await probe(lesson.path('video'));
      return picture(`drawbox=t=fill:color=black:enable='gte(t,${String(durationSeconds - 1)})'`);
    },
  ],
  ['a black opening', 'opening_not_shown', () => picture("drawbox=t=fill:color=black:enable='lt(t,0.5)'")],
  ['pale pictures', 'contrast_too_low', () => picture('eq=contrast=0.2')],
  ['covered texts', 'text_cut', () => picture('drawbox=x=iw*0.5:w=iw*0.5:y=0:h=ih:t=fill:color=0xFBF4E7')],
  [
    'captions without light',
    'word_not_lit',
    () => picture('drawbox=x=0:w=iw:y=ih*0.75:h=ih*0.25:t=fill:color=0x1D1630'),
  ],
  [
    'a blank poster',
    'poster_blank',
    () =>
      replaced('poster', async (_, to) =>
        runFfmpeg(['-f', 'lavfi', '-i', 'color=0x251C3D:s=1920x1080', '-frames:v', '1', to], bounds),
      ),
  ],
  [
    'a wrong word in the captions',
    'captions_differ_from_script',
    () => rewritten('captions_vtt', (vtt) => vtt.replace('floor', 'flour')),
  ],
  [
    'a caption across a cut',
    'caption_across_cut',
    () => {
      const cut = good.timeline.scenes[1]!.offsetMs;
      const at = (ms: number) => new Date(ms).toISOString().slice(11, 23);
      return rewritten('captions_vtt', (vtt) => {
        const blocks = vtt.split('\n\n');
        const late = blocks.findLastIndex((block) => (/--> (\S+)/.exec(block)?.[1] ?? '99') < at(cut));
        return blocks
          .map((block, index) => (index === late ? block.replace(/--> \S+/, `--> ${at(cut + 300)}`) : block))
          .join('\n\n');
      });
    },
  ],
  [
    'a broken caption file',
    'caption_file_faulty',
    () => rewritten('captions_vtt', (vtt) => vtt.replace('WEBVTT', 'VTT')),
  ],
  [
    'SubRip that lacks a caption',
    'caption_file_faulty',
    () => rewritten('captions_srt', (srt) => srt.split('\n\n').slice(1).join('\n\n')),
  ],
  [
    'words with other times',
    'word_times_off',
    () =>
      rewritten('words', (json) =>
        json.replace(/"startMs": (\d+)/, (_, ms: string) => `"startMs": ${String(Number(ms) + 200)}`),
      ),
  ],
  [
    'a transcript that lacks a visual',
    'transcript_incomplete',
    () => rewritten('transcript', (text) => text.replace('Two boxes', 'Boxes')),
  ],
  [
    'a part that appears too late',
    'reveal_not_seen',
    () => {
      const scenes = good.input.script.scenes.map((scene) =>
        scene.id === 'explain'
          ? { ...scene, cues: scene.cues.map((cue) => ({ ...cue, sentence: 0, word: 1 })) }
          : scene,
      );
      const input = { ...good.input, script: { ...good.input.script, scenes } };
      return Promise.resolve({ ...good, input });
    },
  ],
];

test.each(attacks)('%s is found: %s', async (_, rule, spoil) => {
  const { rules, message } = await brokenBy(await spoil());
  expect(rules).toContain(rule);
  expect(message).toMatch(/^the finished lesson breaks rule \d+ \w+: \S+ .*(at most|at least|to) /);
});

test('a hard rule about files that are made here fails for good only when it is broken twice', async () => {
  const quiet = await sound('volume=-6dB');
  await expect(judge(quiet, 1)).rejects.toBeInstanceOf(TransientError);
  await expect(judge(quiet, 2)).rejects.toMatchObject({ code: 'lesson_rule_broken', retryable: false });
  const pale = await picture('eq=contrast=0.2');
  await expect(judge(pale, 1)).rejects.toBeInstanceOf(PermanentError);
});

test('a soft rule that is broken is listed, and the lesson is delivered', async () => {
  const input = { ...good.input, script: { ...good.input.script, targetSeconds: 45 } };
  const { rules, message } = await brokenBy({ ...good, input });
  expect(rules).toContain('duration_off_target');
  expect(message).toBe('');
});

test('a hole in the sound is listed', async () => {
  const { rules, message } = await brokenBy(await sound("volume=0:enable='between(t,6,8.5)'"));
  expect(rules).toContain('unplanned_silence');
  expect(message).toBe('');
});
