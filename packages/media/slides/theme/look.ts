import type { SceneRole } from '@vividly/lesson';
import type { Font, Weight } from '../../fonts.ts';
import type { IconName } from '../icons.ts';

/** The ground of a scene and what stands directly on it. */
export interface Surface {
  ground: string;
  /** Ornament close to the ground, so that text stays readable over it; null for a plain ground. */
  ornament: string | null;
  ink: string;
  /** Outlines of parts that are still to come. */
  ghost: string;
}

/** One voice of colour. */
export interface Accent {
  /** Ground of marks and bands; and text and lines on cards. */
  strong: string;
  /** Text and signs on `strong`. */
  on: string;
  /** Ground of emphasised cards: carries the cards' ink. */
  tint: string;
}

/** Cards, and what is written on them. */
export interface CardColors {
  fill: string;
  edge: string;
  /** Width of the outline, px. */
  edgeWidth: number;
  ink: string;
}

/** A plate with text on it. */
export interface Plate {
  plate: string;
  ink: string;
}

/** Everything about a scene that is a matter of taste: layouts take their colours and fonts from here. */
export interface Look {
  surface: Surface;
  card: CardColors;
  /** The one colour that leads the eye. */
  accent: Accent;
  /** The second voice, where there are two: the interest beside the concept, the other side of a comparison. */
  companion: Accent;
  right: Accent;
  wrong: Accent;
  /** The mark beside the heading. */
  mark: { fill: string; sign: string };
  /** Ornaments that are drawn rather than written: the title's art. */
  art: readonly [string, string, string];
  term: Plate;
  caption: { cold: Plate; lit: Plate };
  type: Record<Weight, Font>;
  icon: IconName;
}

/** The look of each role, so that a lesson has a rhythm and a viewer knows where they are. */
export type Theme = Readonly<Record<SceneRole, Look>>;
