import type { LessonScript } from '../script.ts';
import type { Music } from '../presentation.ts';
import type { TimedScene } from './timing.ts';

/** What decoding the delivered sound told. */
export interface SoundMeasures {
  durationMs: number;
  /** Integrated, LUFS. */
  lufs: number;
  /** True peak, dBTP. */
  peakDb: number;
  /** Runs of samples at full scale. */
  clippedRuns: number;
  /** Silences of at least a second, in ms of the lesson. */
  silences: { startMs: number; endMs: number }[];
  /** How far what sounds between the words lies under them, in dB; null where no pause is long enough to tell. */
  pausesUnderSpeechDb: number | null;
}

/** A part that a word reveals, as decoded pictures show it 0.3 s before and after its word. */
export interface SeenReveal {
  element: string;
  /** `colour`: no pixel of it became clearly lighter or darker. `early`: it was there before. */
  seen: 'light' | 'colour' | 'early' | 'never';
}

/** What decoded pictures of a scene show of its texts. */
export interface SceneLook {
  sceneId: string;
  /** The text that stands out least, with its contrast (WCAG 2.2); null in a scene without text. */
  faintest: { text: string; contrast: number } | null;
  /** The smallest type as a share of the frame's height; Infinity without text. */
  smallestType: number;
  /** Texts of which ink is missing where it should be, or that run over the edge of their ground. */
  cut: string[];
  /** Texts that leave the safe area. */
  outside: string[];
  /** Pairs of texts that lie over each other. */
  overlapping: string[];
  /** The first part that a word reveals; null when none does. */
  reveal: SeenReveal | null;
}

/** Words of burned-in captions that were looked at two frames before and after they should light up. */
export interface LitWords {
  /** The furthest that a word is scheduled from the time at which it is spoken, in ms. */
  offMs: number;
  looked: number;
  wrong: string[];
}

/** What decoding the delivered picture told. */
export interface PictureMeasures {
  pictureMs: number;
  soundMs: number;
  /** Shorter side of the picture, px. */
  side: number;
  /** Pictures that were looked at, and how many of them are black or of one colour. */
  looked: number;
  blank: number;
  /** The last picture is one of the blank ones. */
  endsBlank: boolean;
  /** Texts of the opening that the first picture does not show. */
  openingMissing: string[];
  scenes: SceneLook[];
  /** Null when captions are not burned in. */
  litWords: LitWords | null;
}

/** What the pixels of the poster show. */
export interface PosterMeasures {
  /** How much its brightness varies: standard deviation of luma, 0 to 255. */
  spread: number;
  /** Rows of the title that cannot be read. */
  missing: string[];
}

/** The delivered files that are read, not seen or heard. */
export interface DeliveredTexts {
  /** Kinds of all delivered files. */
  kinds: readonly string[];
  transcript: string;
  /** What a strict parser found wrong with the WebVTT file. */
  vttFaults: readonly string[];
  /** Captions in which SubRip and WebVTT differ. */
  srtDiffers: number;
  /** The delivered words with their times in ms of the lesson. */
  words: readonly { text: string; startMs: number; endMs: number }[];
}

interface Finished {
  script: LessonScript;
  scenes: readonly TimedScene[];
}
export interface HeardLesson extends Finished {
  sound: SoundMeasures;
  music: Music;
}
export interface SeenLesson extends Finished {
  picture: PictureMeasures;
}
export interface DeliveredLesson extends Finished {
  texts: DeliveredTexts;
}
