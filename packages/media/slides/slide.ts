import type { Frame } from './frame.ts';
import type { Rect } from './geometry.ts';
import type { Shape } from './shapes.ts';
import type { Look } from './theme/index.ts';

/** What makes a layer appear. */
export type Trigger =
  | { at: 'start' }
  /** A word of the narration: index of the sentence and of the word in it. */
  | { at: 'word'; sentence: number; word: number }
  /** The first time a term is spoken. */
  | { at: 'term'; term: string }
  /** A share of the scene's length, 0..1: for parts that no cue names and that cannot all stand at once. */
  | { at: 'share'; share: number };

export const START: Trigger = { at: 'start' };

/** How a layer comes: all at once, or drawn from one side as a line is drawn. */
export type Entrance = 'fade' | 'wipe-right' | 'wipe-left' | 'wipe-up' | 'wipe-down';

/**
 * A part of the picture that appears as a whole. Layers later in the list lie over earlier ones.
 * Layers with the same `deck` share a place: only the page last turned to is seen. A layer that appears by a word, a
 * term or a share turns its deck to its own page; the lowest page is open at the start.
 */
export interface Layer {
  /** Unique in the slide. */
  id: string;
  trigger: Trigger;
  entrance: Entrance;
  page?: { deck: string; number: number };
  shapes: readonly Shape[];
}

/** A scene laid out: what to draw, where and when, in px of the full-size frame. */
export interface Slide {
  frame: Frame;
  look: Look;
  /** Opaque over the whole frame. */
  background: readonly Shape[];
  layers: readonly Layer[];
  /** The strip kept free for burned-in captions; null when there are none. */
  captionArea: Rect | null;
}
