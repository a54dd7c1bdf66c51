import type { Term } from '@vividly/lesson';
import { sizesFor, smallestSize, type Frame } from './frame.ts';
import { inDirection } from './direction.ts';
import { centre, rect, type Rect } from './geometry.ts';
import { icon } from './icons.ts';
import { onPage } from './pages.ts';
import type { Layer } from './slide.ts';
import { fitText, placeText, type TextBlock } from './text.ts';
import type { Look } from './theme/index.ts';

const DECK = 'terms';

/** Chips for the terms of a scene, and the height of the row they stand in. */
export interface TermChips {
  height: number;
  /** @param top upper edge of the row, px */
  layers(top: number): Layer[];
}

/**
 * Chips that appear when their term is first spoken (rule 4): side by side where the row holds all of them, otherwise
 * one after the other in the same place. Null without terms, or when a term does not fit.
 */
export function termChips(
  terms: readonly Term[],
  frame: Frame,
  look: Look,
  breakWords: boolean,
): TermChips | null {
  const size = Math.max(
    smallestSize(frame),
    ...sizesFor(frame, 'body').filter((each) => each <= frame.captionSize),
  );
  const chip = look.term;
  const padding = { x: frame.gap, y: frame.gap * 0.5 };
  const iconSide = size * 0.8;
  const indent = iconSide + frame.gap * 0.5;
  const blocks: { term: string; text: TextBlock }[] = [];
  for (const { term } of terms) {
    const width = frame.safe.width - 2 * padding.x - indent;
    const text = fitText(term, { sizes: [size], font: look.type.semibold, width, breakWords });
    if (text === null) return null;
    blocks.push({ term, text });
  }
  if (blocks.length === 0) return null;
  const height = Math.max(...blocks.map(({ text }) => text.height)) + 2 * padding.y;
  const widths = blocks.map(({ text }) => text.width + indent + 2 * padding.x);
  const rowWidth = widths.reduce((sum, width) => sum + width + frame.gap, -frame.gap);
  const together = rowWidth <= frame.safe.width;

  const layerOf = (index: number, box: Rect): Layer => {
    const { term, text } = blocks[index] as { term: string; text: TextBlock };
    const inChip = (x: number, across: number): Rect =>
      inDirection(rect(box.x + padding.x + x, box.y, across, box.height), box, text.direction);
    return {
      id: `term-${index}`,
      trigger: { at: 'term', term },
      entrance: 'fade',
      shapes: [
        { kind: 'rect', box, radius: Math.min(box.height / 2, size), fill: chip.plate },
        icon('bookmark', centre(inChip(0, iconSide)), iconSide, chip.ink),
        ...placeText(text, inChip(indent, text.width), { align: 'left', color: chip.ink }),
      ],
    };
  };
  return {
    height,
    layers(top) {
      let x = frame.safe.x + (frame.safe.width - rowWidth) / 2;
      return widths.flatMap((width, index) => {
        const left = together ? x : frame.safe.x + (frame.safe.width - width) / 2;
        x += width + frame.gap;
        const layer = layerOf(index, rect(left, top, width, height));
        return together ? [layer] : onPage(DECK, index, [layer]);
      });
    },
  };
}
