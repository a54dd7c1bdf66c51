import { wordsOf, type LessonScript } from '../script.ts';
import { captionWidth } from './caption-width.ts';
import { worstOf, type Measurement, type Rule } from './finding.ts';
import { captionCharsPerSecondMax, limits } from './limits.ts';

/** One caption: its lines, and when it stands on the screen in ms of the lesson. */
export interface Caption {
  startMs: number;
  endMs: number;
  lines: readonly string[];
}

/** The captions of a lesson, with what they are judged against. */
export interface CaptionedLesson {
  script: LessonScript;
  captions: readonly Caption[];
  /** Where scenes begin, in ms of the lesson; the first one included or not. */
  cutsMs: readonly number[];
  frameMs: number;
}

/** Characters a second a caption asks the learner to read. */
export function captionSpeed({ lines, startMs, endMs }: Caption): number {
  return (captionWidth(lines.join(' ')) * 1000) / (endMs - startMs);
}

/** A rule about each caption by itself: `judge` gives the reason, or undefined when the caption is fine. */
function eachCaption(
  name: string,
  judge: (caption: Caption, lesson: CaptionedLesson, index: number) => string | undefined,
  measure?: (lesson: CaptionedLesson) => Measurement,
): Rule<CaptionedLesson> {
  return {
    rule: 12,
    name,
    ...(measure && { measure }),
    check: (lesson) =>
      lesson.captions.flatMap((caption, index) => {
        const reason = judge(caption, lesson, index);
        return reason === undefined ? [] : [{ message: `“${caption.lines.join(' ')}” ${reason}` }];
      }),
  };
}

/** Captioned words with those whole again that are too wide for a line and had to be broken. */
function wordsRejoined(scripted: readonly string[], captioned: readonly string[]): string[] {
  const rejoined: string[] = [];
  let at = 0;
  while (at < captioned.length) {
    const wanted = scripted[rejoined.length] ?? '';
    let word = captioned[at++] ?? '';
    if (captionWidth(wanted) > limits.captionLineChars)
      while (word.length < wanted.length && at < captioned.length) word += captioned[at++] ?? '';
    rejoined.push(word);
  }
  return rejoined;
}

/** Rule 12: captions that are the script, readable, and in their scene. */
export const captionRules: readonly Rule<CaptionedLesson>[] = [
  {
    rule: 12,
    name: 'captions_differ_from_script',
    check: ({ script, captions }) => {
      const scripted = script.scenes.flatMap((scene) => scene.sentences.flatMap(({ text }) => wordsOf(text)));
      const captioned = wordsRejoined(
        scripted,
        captions.flatMap(({ lines }) => wordsOf(lines.join(' '))),
      );
      const at = scripted.findIndex((word, index) => captioned[index] !== word);
      if (at < 0 && captioned.length === scripted.length) return [];
      const where = at < 0 ? scripted.length : at;
      return [
        {
          message: `word ${where + 1} is “${scripted[where] ?? ''}” in the script and “${captioned[where] ?? ''}” in the captions`,
        },
      ];
    },
  },
  eachCaption(
    'caption_too_large',
    ({ lines }) =>
      lines.length <= limits.captionLines &&
      lines.every((line) => captionWidth(line) <= limits.captionLineChars)
        ? undefined
        : `has more than ${limits.captionLines} lines of ${limits.captionLineChars} characters`,
    ({ captions }) => ({
      figure: Math.max(0, ...captions.flatMap(({ lines }) => lines.map(captionWidth))),
      unit: 'characters a line',
      limit: { max: limits.captionLineChars },
    }),
  ),
  eachCaption(
    'caption_duration',
    ({ startMs, endMs }) => {
      const { min, max } = limits.captionMs;
      const lasts = endMs - startMs;
      return lasts >= min && lasts <= max
        ? undefined
        : `stands for ${Math.round(lasts)} ms; ${min} to ${max} ms`;
    },
    ({ captions }) => {
      const lasting = captions.map(({ startMs, endMs }) => endMs - startMs);
      return { figure: worstOf(lasting, limits.captionMs), unit: 'ms', limit: limits.captionMs };
    },
  ),
  eachCaption(
    'caption_too_fast',
    (caption, { script }) => {
      const max = captionCharsPerSecondMax(script.gradeLevel);
      const speed = captionSpeed(caption);
      return speed <= max ? undefined : `asks for ${speed.toFixed(1)} characters a second; at most ${max}`;
    },
    ({ captions, script }) => ({
      figure: Math.max(0, ...captions.map(captionSpeed)),
      unit: 'characters/s',
      limit: { max: captionCharsPerSecondMax(script.gradeLevel) },
    }),
  ),
  eachCaption('captions_too_close', ({ startMs }, { captions, frameMs }, index) => {
    const previous = captions[index - 1];
    // A ms of slack: caption files carry whole ms, and both ends of the gap are rounded.
    return previous === undefined || startMs - previous.endMs >= limits.captionGapFrames * frameMs - 1
      ? undefined
      : `starts less than ${limits.captionGapFrames} frames after the caption before`;
  }),
  eachCaption('caption_across_cut', ({ startMs, endMs }, { cutsMs }) =>
    cutsMs.some((cut) => cut > startMs && cut < endMs) ? 'stands across a scene cut' : undefined,
  ),
];
