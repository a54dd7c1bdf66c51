import type { MmlNode } from '@mathjax/src/cjs/core/MmlTree/MmlNode.js';

/** A symbol of a formula that is explained beside it. */
export interface MarkedSymbol {
  id: string;
  /** As an author writes it: "F", "× 2", "a, b", "3/6". */
  symbol: string;
}

/** The attribute that names the part a letter belongs to; it reaches the drawn elements. */
export const PART = 'data-part';

type Token = MmlNode & { getText(): string };

/**
 * Marks in the tree of a formula the letters and signs that make up each symbol: its first occurrence that no other
 * symbol has taken, longer symbols first. A symbol that the formula does not hold marks nothing.
 */
export function markParts(root: MmlNode, parts: readonly MarkedSymbol[]): void {
  const tokens: { node: Token; text: string }[] = [];
  root.walkTree((node: MmlNode) => {
    if (!node.isToken) return;
    const text = plainSign((node as Token).getText());
    if (text !== '') tokens.push({ node: node as Token, text });
  });
  const taken = new Set<number>();
  const find = (wanted: readonly string[]): number[] => {
    for (let start = 0; start + wanted.length <= tokens.length; start += 1) {
      const places = wanted.map((_, offset) => start + offset);
      if (places.every((place, offset) => !taken.has(place) && tokens[place]?.text === wanted[offset]))
        return places;
    }
    return [];
  };
  const mark = (id: string, wanted: readonly string[]): boolean => {
    const places = wanted.length === 0 ? [] : find(wanted);
    for (const place of places) {
      taken.add(place);
      tokens[place]?.node.attributes.set(PART, id);
    }
    return places.length > 0;
  };
  const longestFirst = parts
    .map(({ id, symbol }) => ({ id, symbol, signs: signsOf(symbol) }))
    .sort((a, b) => b.signs.length - a.signs.length);
  for (const { id, symbol, signs } of longestFirst) {
    if (
      mark(id, signs) ||
      mark(
        id,
        signs.flatMap((sign) => Array.from(sign)),
      )
    )
      continue;
    for (const piece of symbol.split(/[,;]/)) mark(id, signsOf(piece));
  }
  markLines(root);
}

/** A fraction line belongs to the part that everything over and under it belongs to. */
function markLines(node: MmlNode): unknown {
  const own = node.attributes.get(PART) as unknown;
  if (node.isToken) return own;
  const parts = new Set(node.childNodes.filter(({ kind }) => kind !== 'none').map(markLines));
  const [only] = parts;
  if (parts.size !== 1 || only === undefined) return undefined;
  if (node.kind === 'mfrac') node.attributes.set(PART, only as string);
  return only;
}

/** The numbers, words and signs of a symbol. A fraction line and brackets of TeX have no sign of their own. */
function signsOf(symbol: string): string[] {
  return Array.from(symbol.normalize('NFKC').matchAll(/\d+(?:[.,]\d+)*|\p{L}+|[^\s/^_{}\\]/gu), ([sign]) =>
    plainSign(sign),
  );
}

/** One form for signs that are written in several ways; nothing for operators that are not seen. */
function plainSign(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2061-\u2064\s\u00a0]/g, '')
    .replace(/[−–]/g, '-')
    .replace(/[·∗*]/g, '⋅');
}
