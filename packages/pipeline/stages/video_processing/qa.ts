import { readFile } from 'node:fs/promises';
import { PermanentError, TransientError, type TaskContext } from '@vividly/engine';
import {
  hardFailures,
  limitInWords,
  qaReport,
  wordTimesSchema,
  type DeliveredTexts,
  type PosterMeasures,
  type QaCheck,
  type QaReport,
  type QaSubject,
  type SoundMeasures,
} from '@vividly/lesson';
import { readSrt, readVtt, type Probe, type ReadCaption, type WatchedFilm } from '@vividly/media';
import type { LocalFile, ProcessingInput } from './files.ts';
import type { Timeline } from './timeline.ts';

/** Rules about what this task makes itself: made again, it may come out right. Others would be broken again. */
const madeHere: ReadonlySet<number> = new Set([11, 12, 13, 16]);

/** What was measured on the finished files; null for what is not delivered. */
export interface Measured {
  sound: SoundMeasures;
  film: Pick<WatchedFilm, 'measures' | 'reveals'> | null;
  /** Of the lesson's own mp4. */
  video: Probe | null;
  poster: PosterMeasures | null;
}

/**
 * Holds the lesson against every rule. Its files are finished: nothing but storing them is left.
 *
 * @throws TransientError lesson_rule_broken when a hard rule is broken for the first time that making the files again
 * may mend
 * @throws PermanentError lesson_rule_broken when a hard rule is broken otherwise; both name rule, figure and limit, and
 * carry the report as their cause
 */
export async function judgeLesson(
  input: ProcessingInput,
  timeline: Timeline,
  files: readonly LocalFile[],
  measured: Measured,
  { attempt }: Pick<TaskContext, 'attempt'>,
): Promise<QaReport> {
  const report = qaReport(await subjectOf(input, timeline, files, measured));
  const broken = hardFailures(report);
  if (broken.length === 0) return report;
  const message = `the finished lesson breaks ${broken.map(inWords).join('; ')}`;
  const again = attempt <= 1 && broken.every(({ rule }) => madeHere.has(rule));
  throw again
    ? new TransientError('lesson_rule_broken', message, { cause: report })
    : new PermanentError('lesson_rule_broken', message, { cause: report });
}

function inWords({ rule, name, figure, unit, limit, findings = [] }: QaCheck): string {
  const [first] = findings;
  const where = first === undefined ? '' : ` (${[first.sceneId, first.message].filter(Boolean).join(': ')})`;
  return `rule ${String(rule)} ${name}: ${String(figure ?? 'none')} ${unit}, ${limitInWords(limit)}${where}`;
}

async function subjectOf(
  input: ProcessingInput,
  timeline: Timeline,
  files: readonly LocalFile[],
  { sound, film, video, poster }: Measured,
): Promise<QaSubject> {
  const { script, authorship, wordsPerMinute, music } = input;
  const { captions, ...texts } = await readTexts(
    (kind) => files.find((file) => file.kind === kind)?.path,
    files,
  );
  const lengthMs = (type: 'video' | 'audio'): number =>
    (video?.streams.find((stream) => stream.type === type)?.durationSeconds ?? 0) * 1000;
  return {
    script,
    authorship,
    wordsPerMinute,
    music,
    spoken: { scenes: timeline.scenes, reveals: film?.reveals ?? [] },
    captioned: {
      captions,
      cutsMs: timeline.scenes.map(({ offsetMs }) => offsetMs),
      frameMs: 1000 / 30,
    },
    texts,
    sound,
    ...(film && { picture: { ...film.measures, pictureMs: lengthMs('video'), soundMs: lengthMs('audio') } }),
    ...(poster && { poster }),
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
