import { wordsOf } from '../script.ts';
import { bounded, type Rule } from './finding.ts';
import type { DeliveredLesson } from './finished.ts';
import { limits } from './limits.ts';

/** Files with the lesson's words that every audio or video lesson has (rule 13). */
const wordFiles = ['captions_vtt', 'captions_srt', 'words'] as const;

/** The furthest that a delivered word lies from the time at which it is spoken, in ms; Infinity if they differ. */
function wordsOffMs({ scenes, texts }: DeliveredLesson): number {
  const spoken = scenes.flatMap(({ offsetMs, words }) =>
    words.map(({ text, startMs }) => ({ text, startMs: offsetMs + startMs })),
  );
  if (spoken.length !== texts.words.length) return Infinity;
  return Math.max(
    0,
    ...spoken.map(({ text, startMs }, index) => {
      const word = texts.words[index];
      return word?.text === text ? Math.abs(word.startMs - startMs) : Infinity;
    }),
  );
}

/** Rules 12, 13 and 17 on the delivered files, read again. */
export const deliveryRules: readonly Rule<DeliveredLesson>[] = [
  {
    rule: 12,
    name: 'caption_file_faulty',
    check: ({ texts }) => [
      ...texts.vttFaults.map((fault) => ({ message: `captions.vtt: ${fault}` })),
      ...(texts.srtDiffers === 0
        ? []
        : [{ message: `${texts.srtDiffers} captions differ between SubRip and WebVTT` }]),
    ],
  },
  {
    rule: 13,
    name: 'word_files_missing',
    check: ({ texts }) =>
      wordFiles
        .filter((kind) => !texts.kinds.includes(kind))
        .map((kind) => ({ message: `there is no ${kind}` })),
  },
  bounded({
    rule: 13,
    name: 'word_times_off',
    measure: (lesson) => ({ figure: wordsOffMs(lesson), unit: 'ms', limit: { max: limits.litOffMsMax } }),
  }),
  {
    rule: 17,
    name: 'transcript_incomplete',
    check: ({ script, texts }) => {
      const written = wordsOf(texts.transcript).join(' ');
      return script.scenes.flatMap((scene) =>
        [scene.visualDescription, ...scene.sentences.map(({ text }) => text)]
          .filter((text) => !written.includes(wordsOf(text).join(' ')))
          .map((text) => ({ message: `the transcript lacks “${text}”`, sceneId: scene.id })),
      );
    },
  },
];
