import { inset, rect, type Rect } from './geometry.ts';

export const aspectRatios = ['16:9', '9:16', '1:1'] as const;
export type AspectRatio = (typeof aspectRatios)[number];

/** The picture as layouts see it: always at full size; smaller renditions are scaled when they are drawn. */
export interface Frame {
  aspect: AspectRatio;
  width: number;
  height: number;
  /** Everything that carries meaning stays inside: 5 % from each edge (rule 15). */
  safe: Rect;
  /** Type sizes in px, falling. The last one is the smallest allowed: at least 4 % of the frame's height. */
  scale: readonly number[];
  /** Where each use of text starts on the scale. */
  start: Record<TextUse, number>;
  /** Distance between neighbours, in px; other distances are multiples of it. */
  gap: number;
  /** Where captions are burned in, whether or not any are. */
  captionSize: number;
}

/** `large` is for the content of scenes with few parts, `body` for the rest. */
export type TextUse = 'display' | 'headline' | 'heading' | 'large' | 'body';

const SAFE_SHARE = 0.05;

const formats = {
  '16:9': {
    width: 1920,
    height: 1080,
    scale: [148, 128, 112, 98, 86, 76, 68, 60, 54, 48, 44],
    start: { display: 128, headline: 98, heading: 60, large: 76, body: 60 },
    gap: 24,
    captionSize: 46,
  },
  '9:16': {
    width: 1080,
    height: 1920,
    scale: [156, 140, 126, 112, 100, 92, 84, 78],
    start: { display: 140, headline: 112, heading: 84, large: 100, body: 92 },
    gap: 26,
    captionSize: 78,
  },
  '1:1': {
    width: 1080,
    height: 1080,
    scale: [124, 108, 96, 84, 74, 66, 58, 52, 47, 44],
    start: { display: 108, headline: 84, heading: 58, large: 74, body: 58 },
    gap: 20,
    captionSize: 44,
  },
} as const satisfies Record<AspectRatio, Omit<Frame, 'aspect' | 'safe'>>;

/** The frame of an aspect ratio at full size: 1920×1080, 1080×1920 or 1080×1080 px. */
export function frameOf(aspect: AspectRatio): Frame {
  const format = formats[aspect];
  const whole = rect(0, 0, format.width, format.height);
  return { aspect, ...format, safe: inset(whole, format.width * SAFE_SHARE, format.height * SAFE_SHARE) };
}

/** The sizes of the scale that may be used for `use`, falling. */
export function sizesFor(frame: Frame, use: TextUse): readonly number[] {
  return frame.scale.filter((size) => size <= frame.start[use]);
}

/** Scenes of up to so many parts are set large. */
const FEW = 3;

/** The sizes for the content of a scene with so many parts, falling. */
export function contentSizes(frame: Frame, parts: number): readonly number[] {
  return sizesFor(frame, parts <= FEW ? 'large' : 'body');
}

/** The smallest size of type allowed in the frame, in px. */
export function smallestSize(frame: Frame): number {
  return Math.min(...frame.scale);
}
