import type { Visual, VisualKind, VisualOf } from '@vividly/lesson';
import type { Frame } from './frame.ts';
import type { Rect } from './geometry.ts';
import type { Layer, Trigger } from './slide.ts';
import type { Look } from './theme/index.ts';

/** Where a layout draws, and what it may ask. */
export interface Stage {
  frame: Frame;
  /** The room between heading and captions. */
  area: Rect;
  look: Look;
  /** Whether words too long for their place may be broken: only when nothing fits without. */
  breakWords: boolean;
  /** What makes a part of the visual appear, by its id. */
  appears(element: string): Trigger;
  /** The last cue of a part, for parts that are shown first and marked later. */
  appearsLast(element: string): Trigger;
}

/** One way to arrange a visual; null when it does not fit into the stage at any allowed size. */
export type Arrangement<V extends Visual = Visual> = (visual: V, stage: Stage) => Layer[] | null;

/** What remains of a part of a visual when only one can be shown at a time: its texts, from top to bottom. */
export interface FocusCard {
  id: string;
  trigger: Trigger;
  texts: readonly string[];
  /** Arrows from each text to the next instead of short lines between them. */
  arrows?: true;
}

export interface Layout<K extends VisualKind> {
  /** Whether the scene's heading is shown above: where the visual is a heading itself, it is not. */
  heading: 'always' | 'if-it-fits' | 'never';
  /** Best first. */
  arrangements: readonly Arrangement<VisualOf<K>>[];
  cards(visual: VisualOf<K>, stage: Stage): readonly FocusCard[];
}
