import { createRequire } from 'node:module';
import type * as font from '@mathjax/mathjax-newcm-font/cjs/svg.js';
import type * as lite from '@mathjax/src/cjs/adaptors/liteAdaptor.js';
import type { LiteElement } from '@mathjax/src/cjs/adaptors/lite/Element.js';
import type * as html from '@mathjax/src/cjs/handlers/html/HTMLHandler.js';
import type * as item from '@mathjax/src/cjs/handlers/html/HTMLMathItem.js';
import type * as svg from '@mathjax/src/cjs/output/svg.js';
import { createTexInput } from '@vividly/lesson';
import { union, type Rect } from '../geometry.ts';
import { markParts, type MarkedSymbol } from './mark-parts.ts';
import { outlinesOf, type Outline } from './outlines.ts';

/** A formula as outlines; 1000 units to the em. */
export interface Typeset {
  /** Everything that no part holds, then the parts by id. */
  outlines: ReadonlyMap<string | null, Outline>;
  /** What they cover together, in units. */
  box: Rect;
}

type Adaptor = lite.LiteAdaptor;
interface Typesetter {
  adaptor: Adaptor;
  /** The SVG of a formula whose symbols are marked. */
  draw(tex: string, parts: readonly MarkedSymbol[]): LiteElement;
}
let typesetter: Typesetter | undefined;

/** Loads MathJax with its fonts, as outlines, the first time: 0.6 s and 30 MB; later formulas take 5 to 50 ms. */
function createTypesetter(): Typesetter {
  const load = createRequire(import.meta.url);
  const input = createTexInput();
  const { SVG } = load('@mathjax/src/cjs/output/svg.js') as typeof svg;
  const { MathJaxNewcmFont } = load('@mathjax/mathjax-newcm-font/cjs/svg.js') as typeof font;
  const { liteAdaptor } = load('@mathjax/src/cjs/adaptors/liteAdaptor.js') as typeof lite;
  const { HTMLHandler } = load('@mathjax/src/cjs/handlers/html/HTMLHandler.js') as typeof html;
  const { HTMLMathItem } = load('@mathjax/src/cjs/handlers/html/HTMLMathItem.js') as typeof item;
  const adaptor = liteAdaptor();
  const output = new SVG({ fontCache: 'none', fontData: MathJaxNewcmFont });
  const document = new HTMLHandler(adaptor).create('', { InputJax: input, OutputJax: output });
  return {
    adaptor,
    draw(tex, parts) {
      const formula = new HTMLMathItem(tex, input, true);
      formula.setMetrics(16, 8, 1e6, 1);
      formula.compile(document);
      markParts(formula.root, parts);
      formula.typeset(document);
      return adaptor.firstChild(formula.typesetRoot as LiteElement) as LiteElement;
    },
  };
}

/** Formulas already typeset: layouts ask for the same at several sizes. Emptied when there are many. */
const known = new Map<string, Typeset>();
const MOST_KNOWN = 200;

/**
 * Typesets TeX that `texFault` has found no fault with, and tells the outlines of `parts` apart.
 * @throws Error on anything else
 */
export function typeset(tex: string, parts: readonly MarkedSymbol[] = []): Typeset {
  const key = JSON.stringify([tex, parts.map(({ id, symbol }) => [id, symbol])]);
  const before = known.get(key);
  if (before !== undefined) return before;
  typesetter ??= createTypesetter();
  const outlines = outlinesOf(typesetter.draw(tex, parts), typesetter.adaptor);
  const box = [...outlines.values()].map((outline) => outline.box).reduce(union);
  const set = { outlines, box };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, set);
  return set;
}
