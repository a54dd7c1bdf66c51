import type { Interest, Library, Topic } from '@vividly/knowledge/library';
import {
  captionModeSchema,
  themeNameSchema,
  type CaptionMode,
  type Music,
  type ThemeName,
} from '@vividly/lesson';
import { contracts } from '@vividly/pipeline';

const ratios = contracts.video_generation.input.shape.aspectRatio.options;

/** How a lesson is asked to look, sound and be delivered; the rest is as it always is. */
export interface QaLook {
  theme: ThemeName;
  aspectRatio: (typeof ratios)[number];
  captions: CaptionMode;
  music: Music;
  /** Besides the picture's own height. */
  renditions: 480[];
  hls: boolean;
}

/** A lesson that the library can be asked for. */
export interface QaLesson {
  topic: string;
  title: string;
  gradeLevel: number;
  interest: string;
  look: QaLook;
}

/**
 * The lessons of some topics, each with so many interests of different families. The same choice every time, whichever
 * other topics are chosen: topic number n of the library begins at interest n of the list, so that all interests come up
 * over all topics.
 */
export function lessonsOf(
  { interests, topics: all }: Pick<Library, 'interests' | 'topics'>,
  topics: readonly Topic[],
  perTopic: number,
): QaLesson[] {
  return topics.flatMap((topic) => {
    const first = all.indexOf(topic) * perTopic;
    return differing(interests, first, perTopic).map(({ name }, index) => ({
      topic: topic.slug,
      title: topic.title,
      gradeLevel: topic.grades.typical,
      interest: name,
      look: lookOf(first + index),
    }));
  });
}

/**
 * The look of lesson number n of the library. 63 lessons in a row have all themes in all shapes with all kinds of
 * captions; some have music, a rendition or, which is dear, a stream.
 */
export function lookOf(n: number): QaLook {
  const from = <T>(choices: readonly T[], index: number): T => choices[index % choices.length] as T;
  const themes = themeNameSchema.options;
  return {
    theme: from(themes, n),
    aspectRatio: from(ratios, n),
    captions: from(captionModeSchema.options, n + Math.floor(n / (themes.length * ratios.length))),
    music: n % 5 === 4 ? 'calm' : 'none',
    renditions: n % 8 === 3 ? [480] : [],
    hls: n % 22 === 10,
  };
}

function differing(interests: readonly Interest[], from: number, count: number): Interest[] {
  const chosen: Interest[] = [];
  for (let step = 0; step < interests.length && chosen.length < count; step += 1) {
    const interest = interests[(from * 7 + step) % interests.length];
    if (interest && chosen.every(({ family }) => family !== interest.family)) chosen.push(interest);
  }
  return chosen;
}

/** Topics by name, or the first so many; all without either. Throws `RangeError` for a name that is none. */
export function chosenTopics(
  { topics }: Pick<Library, 'topics'>,
  wanted: readonly string[] | number | null,
): Topic[] {
  if (wanted === null) return topics;
  if (typeof wanted === 'number') return topics.slice(0, wanted);
  return wanted.map((slug) => {
    const topic = topics.find((each) => each.slug === slug);
    if (!topic)
      throw new RangeError(`the library has no topic ${slug}: ${topics.map((each) => each.slug).join(', ')}`);
    return topic;
  });
}
