import type { SceneRole } from '@vividly/lesson';
import type { IconName } from './icons.ts';

/** The ground of a scene and what stands directly on it. */
export interface Surface {
  ground: string;
  /** Ornament: close to the ground, so that text stays readable over it. */
  ornament: string;
  ink: string;
  /** Outlines of parts that are still to come. */
  ghost: string;
}

/** One voice of colour. `strong` carries text on white and white text on itself; `tint` is a ground for dark text. */
export interface Accent {
  strong: string;
  tint: string;
}

/** The look of a scene: one per role, so that the lesson has a rhythm and a viewer knows where they are. */
export interface Look {
  surface: Surface;
  accent: Accent;
  /** The mark beside the heading: ground and sign. */
  mark: { fill: string; sign: string };
  icon: IconName;
}

export const INK = '#2A2140';
export const CARD = '#FFFFFF';
export const CARD_EDGE = '#E4D8C8';

export const accents = {
  teal: { strong: '#0B6E66', tint: '#D8F0EB' },
  violet: { strong: '#6438B8', tint: '#EAE0FB' },
  rose: { strong: '#B3264F', tint: '#FFE1E4' },
  blue: { strong: '#1C58AE', tint: '#DEEAFB' },
  green: { strong: '#24703A', tint: '#DDF1DF' },
  coral: { strong: '#BC4216', tint: '#FFE6D8' },
} as const satisfies Record<string, Accent>;

const night: Surface = { ground: '#251C3D', ornament: '#332851', ink: '#FFF7E8', ghost: '#6B5E90' };

const paper = (ground: string, ornament: string, ghost: string): Surface => ({
  ground,
  ornament,
  ink: INK,
  ghost,
});

/** Colours that are the same everywhere: captions and term chips. */
export const caption = { plate: '#1D1630', ink: '#FFF7E8', litPlate: '#FFC24B', litInk: '#1D1630' } as const;
export const term = { plate: '#FFD368', ink: '#2A2140' } as const;

export const looks: Record<SceneRole, Look> = {
  hook: {
    surface: night,
    accent: accents.coral,
    mark: { fill: '#FFC24B', sign: '#251C3D' },
    icon: 'spark',
  },
  explain: {
    surface: paper('#FBF4E7', '#F4E7CF', '#CDBFA6'),
    accent: accents.teal,
    mark: { fill: accents.teal.strong, sign: '#FFFFFF' },
    icon: 'bulb',
  },
  analogy: {
    surface: paper('#F6F0FB', '#E9DDF5', '#C2B2D8'),
    accent: accents.violet,
    mark: { fill: accents.violet.strong, sign: '#FFFFFF' },
    icon: 'swap',
  },
  misconception: {
    surface: paper('#FDF1EC', '#F9DFD5', '#DDB9AC'),
    accent: accents.rose,
    mark: { fill: accents.rose.strong, sign: '#FFFFFF' },
    icon: 'alert',
  },
  example: {
    surface: paper('#EFF5F9', '#DCE8F1', '#B1C3D3'),
    accent: accents.blue,
    mark: { fill: accents.blue.strong, sign: '#FFFFFF' },
    icon: 'pencil',
  },
  quiz: {
    surface: night,
    accent: accents.violet,
    mark: { fill: '#FF9A76', sign: '#251C3D' },
    icon: 'question',
  },
  recap: {
    surface: paper('#F1F7EC', '#DFEDD5', '#B5CBA6'),
    accent: accents.green,
    mark: { fill: accents.green.strong, sign: '#FFFFFF' },
    icon: 'flag',
  },
};
