import { rect, type Rect } from '../geometry.ts';
import type { PathShape } from '../shapes.ts';
import type { MarkedSymbol } from './mark-parts.ts';
import { texOfPlain } from './plain-tex.ts';
import { typeset, type Typeset } from './typeset.ts';
import type { Outline } from './outlines.ts';

/** Letters of the formula font are smaller than Lexend's of the same size. */
const TYPE_SCALE = 1.15;
const UNITS_PER_EM = 1000;

/** A formula at one size, to be placed. */
export interface MathBlock {
  /** px */
  width: number;
  height: number;
  /** The whole formula in one colour, in the middle of `box`, or at its left. */
  draw: (box: Rect, color: string, align?: 'left' | 'centre') => PathShape[];
  /** Where each part that was found stands when the formula is in the middle of `box`, and its outline. */
  parts: (box: Rect) => { id: string; box: Rect; draw: (color: string) => PathShape }[];
}

/** What is to be typeset: TeX, or a plain formula that is simple enough. */
export interface FormulaText {
  text: string;
  tex?: string | undefined;
}

/** The formula typeset at `size` px; null when it has no TeX and its plain text is no formula or not a simple one. */
export function mathBlock(
  { text, tex = texOfPlain(text) ?? undefined }: FormulaText,
  size: number,
  symbols: readonly MarkedSymbol[] = [],
): MathBlock | null {
  if (tex === undefined) return null;
  const set = typeset(tex, symbols);
  const unit = (size * TYPE_SCALE) / UNITS_PER_EM;
  const width = set.box.width * unit;
  const height = set.box.height * unit;
  const place = (outline: Outline, left: number, top: number): Rect =>
    rect(
      left + (outline.box.x - set.box.x) * unit,
      top + (outline.box.y - set.box.y) * unit,
      outline.box.width * unit,
      outline.box.height * unit,
    );
  const corner = (box: Rect, align: 'left' | 'centre'): [number, number] => [
    align === 'left' ? box.x : box.x + (box.width - width) / 2,
    box.y + (box.height - height) / 2,
  ];
  const shape = (outline: Outline, box: Rect, color: string): PathShape => ({
    kind: 'path',
    d: outline.d,
    box,
    units: outline.box.width,
    fill: color,
  });
  return {
    width,
    height,
    draw: (box, color, align = 'centre') =>
      ordered(set).map(([, outline], index) => ({
        ...shape(outline, place(outline, ...corner(box, align)), color),
        ...(index === 0 && { says: text }),
      })),
    parts: (box) =>
      ordered(set).flatMap(([id, outline]) => {
        if (id === null) return [];
        const placed = place(outline, ...corner(box, 'centre'));
        return [{ id, box: placed, draw: (color: string) => shape(outline, placed, color) }];
      }),
  };
}

function ordered({ outlines }: Typeset): [string | null, Outline][] {
  return [...outlines];
}
