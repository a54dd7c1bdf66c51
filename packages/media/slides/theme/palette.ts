import type { SceneRole } from '@vividly/lesson';
import { typeOf, type Typeface } from '../../fonts.ts';
import type { IconName } from '../icons.ts';
import type { Accent, CardColors, Look, Plate, Surface, Theme } from './look.ts';

/** A theme as a few decisions; its looks follow. */
export interface Palette {
  /** Opens the lesson and asks the questions. */
  stage: Surface;
  /** What explains. */
  page: Surface;
  /** What compares with the learner's interest. */
  meeting: Surface;
  /** What warns of a wrong idea. */
  warning: Surface;
  card: CardColors;
  accent: Accent;
  companion: Accent;
  right: Accent;
  wrong: Accent;
  /** Marks and ornaments on the stage, and the word that is spoken. */
  spotlight: Plate;
  art: Look['art'];
  caption: Plate;
  typeface: Typeface;
}

type SurfaceName = 'stage' | 'page' | 'meeting' | 'warning';

const roles: Record<
  SceneRole,
  { surface: SurfaceName; lead: 'accent' | 'companion' | 'wrong'; icon: IconName }
> = {
  hook: { surface: 'stage', lead: 'accent', icon: 'spark' },
  explain: { surface: 'page', lead: 'accent', icon: 'bulb' },
  analogy: { surface: 'meeting', lead: 'accent', icon: 'swap' },
  misconception: { surface: 'warning', lead: 'wrong', icon: 'alert' },
  example: { surface: 'page', lead: 'accent', icon: 'pencil' },
  quiz: { surface: 'stage', lead: 'accent', icon: 'question' },
  recap: { surface: 'page', lead: 'accent', icon: 'flag' },
};

/** The looks of a palette. */
export function themeFrom(palette: Palette): Theme {
  const { card, companion, right, wrong, spotlight, art, caption } = palette;
  const type = typeOf(palette.typeface);
  const lookOf = (role: SceneRole): Look => {
    const { surface, lead, icon } = roles[role];
    const accent = palette[lead];
    return {
      ...{ card, companion, right, wrong, art, type, icon, accent },
      surface: palette[surface],
      mark:
        surface === 'stage'
          ? { fill: spotlight.plate, sign: spotlight.ink }
          : { fill: accent.strong, sign: accent.on },
      term: spotlight,
      caption: { cold: caption, lit: spotlight },
    };
  };
  return Object.fromEntries(
    (Object.keys(roles) as SceneRole[]).map((role) => [role, lookOf(role)]),
  ) as unknown as Theme;
}
