import { createRequire } from 'node:module';
import type * as lite from '@mathjax/src/cjs/adaptors/liteAdaptor.js';
import type { MathDocument } from '@mathjax/src/cjs/core/MathDocument.js';
import type * as item from '@mathjax/src/cjs/core/MathItem.js';
import type { MmlNode } from '@mathjax/src/cjs/core/MmlTree/MmlNode.js';
import type * as html from '@mathjax/src/cjs/handlers/html/HTMLHandler.js';
import { z } from 'zod';
import { createTexInput, type TexInput } from './input.ts';

/** The longest TeX of a formula: a screen holds no more. */
const MOST_TEX = 160;

/** What is drawn besides letters: fractions, roots, scripts, rows and columns. Not boxes, rules, tags, images. */
const drawable = new Set(
  'math inferredMrow mrow TeXAtom mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle mpadded mphantom text'.split(
    ' ',
  ),
);

interface Reader {
  input: TexInput;
  document: MathDocument<unknown, unknown, unknown>;
  /** The stage of MathJax after which a formula is read and not yet typeset. */
  read: number;
}
let reader: Reader | undefined;

function createReader(): Reader {
  const load = createRequire(import.meta.url);
  const input = createTexInput();
  const { HTMLHandler } = load('@mathjax/src/cjs/handlers/html/HTMLHandler.js') as typeof html;
  const { liteAdaptor } = load('@mathjax/src/cjs/adaptors/liteAdaptor.js') as typeof lite;
  const { STATE } = load('@mathjax/src/cjs/core/MathItem.js') as typeof item;
  const document = new HTMLHandler(liteAdaptor()).create('', { InputJax: input });
  return { input, document, read: STATE['CONVERT'] as number };
}

/** Why `tex` cannot be drawn, with the place; null when it can. */
export function texFault(tex: string): string | null {
  reader ??= createReader();
  const { input, document, read } = reader;
  let root: MmlNode;
  try {
    root = document.convert(tex, { display: true, end: read }) as MmlNode;
  } catch (error) {
    const { parsers } = input.parseOptions as unknown as { parsers: { string: string; i: number }[] };
    const innermost = parsers[0];
    // Past what it was reading when it gave up; a macro's argument is read as a text of its own.
    const where =
      innermost === undefined ? '' : `, at the end of “${innermost.string.slice(0, innermost.i).trim()}”`;
    return `${(error as Error).message}${where}`;
  }
  const strange = new Set<string>();
  root.walkTree(({ kind, attributes }) => {
    if (!drawable.has(kind)) strange.add(kind);
    if (kind === 'mtable' && /solid|dashed/.test(JSON.stringify(attributes.getAllAttributes())))
      strange.add('lines between rows or columns');
  });
  return strange.size === 0 ? null : `it holds what is not drawn here: ${[...strange].join(', ')}`;
}

/** TeX of a formula: ASCII, of the commands of LaTeX and AMS mathematics, and such that it can be drawn. */
export const texSchema = z
  .string()
  .trim()
  .min(1)
  .max(MOST_TEX)
  .regex(/^[\x20-\x7e]+$/, 'TeX is written in ASCII, with commands for other signs')
  .superRefine((tex, context) => {
    const fault = texFault(tex);
    if (fault !== null) context.addIssue({ code: 'custom', message: `TeX: ${fault}` });
  });
