import { readFile } from 'node:fs/promises';
import { PermanentError, TransientError, type TaskContext } from '@vividly/engine';
import {
  hardFailures,
  limitInWords,
  qaReport,
  wordTimesSchema,
  type DeliveredTexts,
  type QaCheck,
  type QaReport,
  type QaSubject,
} from '@vividly/lesson';
import {
  captionCues,
  measurePicture,
  measurePoster,
  measureSound,
  readBranding,
  readSrt,
  readVtt,
  revealsOf,
  type BrandSource,
  type FinishedFilm,
  type ReadCaption,
} from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import { fetchBranding } from '../../branding.ts';
import type { LocalFile, ProcessingInput } from './files.ts';
import type { Timeline } from './timeline.ts';

/** Rules about what this task makes itself: made again, it may come out right. Others would be broken again. */
const madeHere: ReadonlySet<number> = new Set([11, 12, 13, 16]);

/**
 * Measures the finished files, from which nothing but storing them is left, and holds the lesson against every rule.
 *
 * @throws TransientError lesson_rule_broken when a hard rule is broken for the first time that making the files again
 * may mend
 * @throws PermanentError lesson_rule_broken when a hard rule is broken otherwise; both name rule, figure and limit, and
 * carry the report as their cause
 */
export async function judgeLesson(
  storage: ObjectStorage,
  input: ProcessingInput,
  timeline: Timeline,
  files: readonly LocalFile[],
  task: TaskContext,
): Promise<QaReport> {
  const report = qaReport(await measured(storage, input, timeline, files, task));
  const broken = hardFailures(report);
  if (broken.length === 0) return report;
  const message = `the finished lesson breaks ${broken.map(inWords).join('; ')}`;
  const again = task.attempt <= 1 && broken.every(({ rule }) => madeHere.has(rule));
  throw again
    ? new TransientError('lesson_rule_broken', message, { cause: report })
    : new PermanentError('lesson_rule_broken', message, { cause: report });
}

function inWords({ rule, name, figure, unit, limit, findings = [] }: QaCheck): string {
  const [first] = findings;
  const where = first === undefined ? '' : ` (${[first.sceneId, first.message].filter(Boolean).join(': ')})`;
  return `rule ${String(rule)} ${name}: ${String(figure ?? 'none')} ${unit}, ${limitInWords(limit)}${where}`;
}

async function measured(
  storage: ObjectStorage,
  input: ProcessingInput,
  timeline: Timeline,
  files: readonly LocalFile[],
  { signal, workDir }: TaskContext,
): Promise<QaSubject> {
  const { script, wordsPerMinute, music, aspectRatio, theme } = input;
  const brand = await fetchBranding(storage, input.brand, workDir);
  const pathOf = (kind: LocalFile['kind']): string | undefined =>
    files.find((file) => file.kind === kind)?.path;
  const [video, poster] = [pathOf('video'), pathOf('poster')];
  const sounding = video ?? pathOf('audio');
  const { captions, ...texts } = await readTexts(pathOf, files);
  const film = video === undefined ? undefined : await filmOf(input, timeline, video, brand);
  const run = { signal, durationMs: timeline.totalMs };
  return {
    script,
    wordsPerMinute,
    music,
    spoken: { scenes: timeline.scenes, reveals: film ? revealsOf(film) : [] },
    captioned: {
      captions,
      cutsMs: timeline.scenes.map(({ offsetMs }) => offsetMs),
      frameMs: 1000 / 30,
    },
    texts,
    ...(sounding !== undefined && { sound: await measureSound(sounding, texts.words, run) }),
    ...(film && { picture: await measurePicture(film, signal) }),
    ...(poster !== undefined && {
      poster: await measurePoster(poster, { title: script.title, aspectRatio, theme, brand }),
    }),
  };
}

/** What was drawn, as video generation drew it. */
async function filmOf(
  { script, captions, aspectRatio, theme }: ProcessingInput,
  timeline: Timeline,
  path: string,
  brand: BrandSource | null,
): Promise<FinishedFilm> {
  const burned = captions === 'burned';
  const { gradeLevel } = script;
  return {
    path,
    options: { aspect: aspectRatio, captions: burned, theme, brand: await readBranding(brand) },
    scenes: timeline.scenes.map(({ sceneId, words, durationMs }) => {
      const scene = script.scenes.find(({ id }) => id === sceneId);
      if (!scene) throw new Error(`scene ${sceneId} was spoken but is not in the script`);
      const spoken = { offsetMs: 0, durationMs, sentences: scene.sentences, words };
      return { scene, words, durationMs, cues: burned ? captionCues([spoken], { gradeLevel }) : null };
    }),
  };
}

async function readTexts(
  pathOf: (kind: LocalFile['kind']) => string | undefined,
  files: readonly LocalFile[],
): Promise<DeliveredTexts & { captions: ReadCaption[] }> {
  const read = async <T>(
    kind: LocalFile['kind'],
    from: (path: string) => Promise<T>,
    without: T,
  ): Promise<T> => {
    const path = pathOf(kind);
    return path === undefined ? without : from(path);
  };
  const vtt = await read('captions_vtt', readVtt, { captions: [], faults: [] });
  const srt = await read('captions_srt', readSrt, []);
  const asOne = ({ startMs, endMs, lines }: ReadCaption): string =>
    [startMs, endMs, ...lines.map((line) => line.trim())].join('\n');
  const inVtt = new Set(vtt.captions.map(asOne));
  return {
    kinds: files.map(({ kind }) => kind),
    captions: vtt.captions,
    vttFaults: vtt.faults,
    srtDiffers:
      srt.filter((caption) => !inVtt.has(asOne(caption))).length +
      Math.max(0, vtt.captions.length - srt.length),
    transcript: await read('transcript', async (path) => readFile(path, 'utf8'), ''),
    words: await read(
      'words',
      async (path) => wordTimesSchema.parse(JSON.parse(await readFile(path, 'utf8'))),
      [],
    ),
  };
}
