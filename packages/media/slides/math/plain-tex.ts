/**
 * TeX for formulas as they are written in plain text: numbers, letters, words, Greek, operators, powers and indices of
 * any kind (x², H₂O, x^2), roots and fractions with a slash (1/2, (a + b)/c).
 */

const greek: Record<string, string> = {
  ...Object.fromEntries(
    'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega'
      .split(' ')
      .flatMap((sign, index, all) => (index % 2 === 0 ? [[sign, `\\${all[index + 1] ?? ''} `]] : [])),
  ),
  '∆': '\\Delta ',
  µ: '\\mu ',
};

/** Signs that stand for themselves or for a command. A space after each command keeps the next letter off. */
const signs: Record<string, string> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '=': '=',
  '<': '<',
  '>': '>',
  '|': '|',
  '!': '!',
  ':': ':',
  ';': ';\\ ',
  ',': ',\\ ',
  '×': '\\times ',
  '*': '\\cdot ',
  '·': '\\cdot ',
  '⋅': '\\cdot ',
  '÷': '\\div ',
  '±': '\\pm ',
  '≤': '\\le ',
  '≥': '\\ge ',
  '≠': '\\ne ',
  '≈': '\\approx ',
  '∝': '\\propto ',
  '→': '\\to ',
  '←': '\\leftarrow ',
  '↔': '\\leftrightarrow ',
  '⇌': '\\rightleftharpoons ',
  '⇒': '\\Rightarrow ',
  '∞': '\\infty ',
  '∑': '\\sum ',
  '∫': '\\int ',
  '%': '\\%',
  '…': '\\ldots ',
  '?': '{?}',
  '?=': '{?}=',
};

const scripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌ₙ';
const scriptValues = '0123456789+-=n';
/** Units of one letter: upright after a number and a space (5 m), where 5m is a product. */
const unitLetters = new Set('msghNJWVAKLC');
const functions = new Set(['sin', 'cos', 'tan', 'log', 'ln', 'exp', 'min', 'max', 'lim']);

const lexer =
  /(?<space>\s+)|(?<number>\d+(?:[.,]\d+)*)|(?<word>\p{Script=Latin}[\p{Script=Latin}\p{M}]*)|(?<up>[⁰¹²³⁴-⁹⁺⁻⁼ⁿ]+)|(?<down>[₀-₉₊₋₌ₙ]+)|(?<sign>.)/gsu;

type Kind = 'number' | 'word' | 'group' | 'sign';
/** A piece of a formula that a power, an index or a fraction line can take as a whole. */
interface Atom {
  kind: Kind;
  tex: string;
  /** What stands between the brackets of a group: a fraction needs none. */
  inner?: string;
  /** Written against what stands before it: 2x, not 2 x. */
  tight: boolean;
}
const kinds = ['space', 'number', 'word', 'up', 'down', 'sign'] as const;
interface Token {
  kind: (typeof kinds)[number];
  text: string;
}

/** The TeX of a plain formula; null when it holds a sign without one here, or nothing but words. */
export function texOfPlain(plain: string): string | null {
  const tokens = Array.from(plain.normalize('NFC').matchAll(lexer), ({ 0: text, groups = {} }): Token => {
    const named = groups as Partial<Record<Token['kind'], string>>;
    return { kind: kinds.find((kind) => named[kind] !== undefined) ?? 'sign', text };
  });
  const mathematical = tokens.some(
    ({ kind, text }) => kind !== 'space' && kind !== 'word' && !/^[,;:!?.'’]$/.test(text),
  );
  const single = /^\p{Script=Latin}$/u.test(plain.trim());
  if (!mathematical && !single) return null;
  // Elements with indices: the letters of chemistry stand upright.
  const chemical = /[A-Z][a-z]?[₀-₉]/.test(plain) && !/[=^/√]/.test(plain);
  const reader = { tokens, at: 0, chemical };
  const tex = readRow(reader, null);
  return tex !== null && reader.at === tokens.length ? tex : null;
}

interface Reader {
  tokens: readonly Token[];
  at: number;
  chemical: boolean;
}

/** Everything up to the closing bracket `until`, or to the end. */
function readRow(reader: Reader, until: string | null): string | null {
  const atoms: Atom[] = [];
  let spaced = true;
  for (let token = reader.tokens[reader.at]; token !== undefined; token = reader.tokens[reader.at]) {
    if (until !== null && token.text === until) break;
    if (token.kind === 'space') {
      reader.at += 1;
      spaced = true;
      continue;
    }
    const before = atoms.at(-1);
    if (token.text === '/' && before !== undefined && before.kind !== 'sign') {
      reader.at += 1;
      skipSpace(reader);
      const under = readAtom(reader, 'sign');
      if (under === null || under.kind === 'sign') return null;
      atoms.pop();
      atoms.push(divided(before, under, atoms.at(-1)));
    } else {
      const atom = readAtom(reader, spaced && before?.kind === 'number' ? 'number' : 'sign');
      if (atom === null) return null;
      atoms.push({ ...atom, tight: !spaced });
    }
    spaced = false;
  }
  return atoms.map((atom, index) => gapBefore(atom, atoms[index - 1]) + atom.tex).join('');
}

/** A quantity and its unit, and two words, stand apart. */
function gapBefore(atom: Atom, before: Atom | undefined): string {
  if (before === undefined || atom.tight || atom.kind === 'sign' || before.kind === 'sign') return '';
  return '\\ ';
}

/** A fraction; a unit after a number keeps its slash (9.8 m/s²). */
function divided(over: Atom, under: Atom, before: Atom | undefined): Atom {
  const unit = over.kind === 'word' && before?.kind === 'number' && !over.tight;
  return unit
    ? { kind: 'word', tex: `\\mathrm{${over.tex}/${under.tex}}`, tight: false }
    : {
        kind: 'group',
        tex: `\\frac{${over.inner ?? over.tex}}{${under.inner ?? under.tex}}`,
        tight: over.tight,
      };
}

/** One atom with its powers and indices. */
function readAtom(reader: Reader, before: Kind): Atom | null {
  const base = readBase(reader, before);
  if (base === null) return null;
  let { tex } = base;
  for (let token = reader.tokens[reader.at]; token !== undefined; token = reader.tokens[reader.at]) {
    if (token.kind === 'up' || token.kind === 'down') {
      reader.at += 1;
      const values = Array.from(token.text, (sign) => scriptValues[scripts.indexOf(sign) % 14] ?? '').join(
        '',
      );
      tex += `${token.kind === 'up' ? '^' : '_'}{${values}}`;
    } else if (token.text === '°') {
      reader.at += 1;
      tex += '^{\\circ}';
    } else if (token.text === '^' || token.text === '_') {
      reader.at += 1;
      const minus = reader.tokens[reader.at]?.text === '-' ? '-' : '';
      reader.at += minus.length;
      const script = readBase(reader, 'sign');
      if (script === null || script.kind === 'sign') return null;
      tex += `${token.text}{${minus}${script.inner ?? script.tex}}`;
    } else break;
  }
  return /\^\{[^}]*\}.*\^|_\{[^}]*\}.*_/.test(tex.slice(base.tex.length)) ? null : { ...base, tex };
}

function readBase(reader: Reader, before: Kind): Atom | null {
  const token = reader.tokens[reader.at];
  if (token === undefined) return null;
  reader.at += 1;
  const { kind, text } = token;
  if (kind === 'number') return { kind, tex: text.replaceAll(',', '{,}'), tight: false };
  if (functions.has(text)) return { kind: 'sign', tex: `\\${text} `, tight: false };
  if (kind === 'word') return { kind, tex: wordTex(text, before, reader.chemical), tight: false };
  const letter = greek[text];
  if (letter !== undefined) return { kind: 'word', tex: letter, tight: false };
  const closing = { '(': ')', '[': ']' }[text];
  if (closing !== undefined) {
    const inner = readRow(reader, closing);
    if (inner === null || reader.tokens[reader.at]?.text !== closing) return null;
    reader.at += 1;
    return { kind: 'group', tex: `\\left${text}${inner}\\right${closing}`, inner, tight: false };
  }
  if (text === '√') {
    skipSpace(reader);
    const under = readAtom(reader, 'sign');
    return under === null || under.kind === 'sign'
      ? null
      : { kind: 'group', tex: `\\sqrt{${under.inner ?? under.tex}}`, tight: false };
  }
  const sign = kind === 'sign' ? signs[text] : undefined;
  return sign === undefined ? null : { kind: 'sign', tex: sign, tight: false };
}

/** Letters are variables, up to two of them; longer ones are words; units and elements stand upright. */
function wordTex(word: string, before: Kind, chemical: boolean): string {
  if (/[^A-Za-z]/.test(word) || word.length > 2) return `\\textsf{${word}}`;
  const unit = before === 'number' && (word.length > 1 || unitLetters.has(word));
  return chemical || unit ? `\\mathrm{${word}}` : word;
}

function skipSpace(reader: Reader): void {
  while (reader.tokens[reader.at]?.kind === 'space') reader.at += 1;
}
