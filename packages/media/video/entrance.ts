import type { Rect } from '../slides/geometry.ts';
import type { Entrance } from '../slides/slide.ts';

/** Frames that an entrance takes: 0.23 s, so that a part stands within 0.3 s of its word (rule 14). */
const ENTRANCE_FRAMES = 7;
/** Height from which a part rises, px of the full-size frame. */
const RISE = 20;

/** How a layer is drawn at one moment. */
export interface Pose {
  /** 0..1 */
  strength: number;
  /** Moved down by so many px of the output; even. */
  shift: number;
  /** The part of the layer that is seen, in px of the output at even coordinates. */
  window: Rect;
}

/**
 * The pose of a layer `age` frames after it appeared (0 is the first frame), or null once it stands still.
 * @param box of the layer in px of the output
 */
export function entrancePose(entrance: Entrance, age: number, box: Rect, scale: number): Pose | null {
  if (age >= ENTRANCE_FRAMES - 1) return null;
  // Quick at first, then slower: the eye finds it at once.
  const share = 1 - (1 - (age + 1) / ENTRANCE_FRAMES) ** 3;
  const even = (length: number): number => 2 * Math.round(length / 2);
  switch (entrance) {
    case 'fade':
      return { strength: share, shift: 0, window: box };
    case 'rise':
      return { strength: share, shift: even((1 - share) * RISE * scale), window: box };
    case 'wipe-right':
      return { strength: 1, shift: 0, window: { ...box, width: even(box.width * share) } };
    case 'wipe-left': {
      const width = even(box.width * share);
      return { strength: 1, shift: 0, window: { ...box, x: box.x + box.width - width, width } };
    }
    case 'wipe-down':
      return { strength: 1, shift: 0, window: { ...box, height: even(box.height * share) } };
    case 'wipe-up': {
      const height = even(box.height * share);
      return { strength: 1, shift: 0, window: { ...box, y: box.y + box.height - height, height } };
    }
  }
}
