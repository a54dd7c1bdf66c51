import type { VisualOf } from '@vividly/lesson';
import { card, cardFace, cardRadius, ghostCard, plainCard } from '../cards.ts';
import { inDirection } from '../direction.ts';
import type { Tile } from '../flow.ts';
import { inset, rect, type Rect } from '../geometry.ts';
import { mathBlock } from '../math/block.ts';
import type { Shape } from '../shapes.ts';
import type { Stage } from '../stage.ts';
import { fitText, placeText } from '../text.ts';

type Formula = VisualOf<'formula'>;
type Part = Formula['parts'][number];

/** The share of a part's width that its symbol may take beside the meaning. */
const SYMBOL_SHARE = 0.42;

/** A card for each symbol that is explained. */
export function partTiles(visual: Formula, stage: Stage): Tile[] {
  return visual.parts.map((part) => partTile(part, stage));
}

/** A symbol in a filled chip, its meaning beside it or, where that is too narrow, under it. */
function partTile(part: Part, stage: Stage): Tile {
  const { frame, look, breakWords } = stage;
  const radius = cardRadius(frame);
  const gap = frame.gap;
  return {
    id: part.id,
    trigger: stage.appears(part.id),
    entrance: 'fade',
    ghost: (box) => ghostCard(box, look.surface.ghost, radius),
    plan(width, size) {
      const inner = width - 1.6 * gap;
      const symbol = symbolBlock(part.symbol, size, inner - gap, stage);
      if (symbol === null) return null;
      const chipWidth = Math.max(1.6 * size, symbol.width + gap);
      const beside = symbol.oneRow && chipWidth <= inner * SYMBOL_SHARE;
      const meaning = fitText(part.meaning, {
        sizes: [size],
        font: look.type.regular,
        width: beside ? inner - chipWidth - gap : inner,
        breakWords,
      });
      if (meaning === null) return null;
      const chipHeight = symbol.height + 0.5 * gap;
      const content = beside ? Math.max(chipHeight, meaning.height) : chipHeight + 0.6 * gap + meaning.height;
      return {
        height: content + 1.8 * gap,
        draw(box) {
          const face = inset(cardFace(box), 0.8 * gap, 0.7 * gap);
          const top = face.y + (face.height - content) / 2;
          const inFace = (part: Rect): Rect => inDirection(part, face, meaning.direction);
          const chip = inFace(
            beside
              ? rect(face.x, face.y + (face.height - chipHeight) / 2, chipWidth, chipHeight)
              : rect(face.x, top, Math.min(face.width, chipWidth), chipHeight),
          );
          const place = inFace(
            beside
              ? rect(face.x + chipWidth + gap, face.y, face.width - chipWidth - gap, face.height)
              : rect(face.x, top + chipHeight + 0.6 * gap, face.width, meaning.height),
          );
          return [
            ...card(box, plainCard(look), radius),
            { kind: 'rect', box: chip, radius: radius * 0.6, fill: look.accent.strong },
            ...symbol.draw(chip, look.accent.on),
            ...placeText(meaning, place, { align: 'left', color: look.card.ink }),
          ];
        },
      };
    },
  };
}

interface SymbolBlock {
  width: number;
  height: number;
  oneRow: boolean;
  draw(box: Rect, color: string): Shape[];
}

/** The symbol as it stands in the formula; as text where it is none that can be typeset. */
function symbolBlock(
  symbol: string,
  size: number,
  width: number,
  { look, breakWords }: Stage,
): SymbolBlock | null {
  const math = mathBlock({ text: symbol }, size);
  if (math !== null && math.width <= width)
    return { ...math, height: Math.max(math.height + 0.3 * size, 1.2 * size), oneRow: true };
  const text = fitText(symbol, { sizes: [size], font: look.type.bold, width, breakWords });
  return (
    text && {
      ...text,
      oneRow: text.rows.length === 1,
      draw: (box, color) => placeText(text, box, { align: 'centre', color }),
    }
  );
}
