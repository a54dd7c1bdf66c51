import { Path2D } from '@napi-rs/canvas';
import type { LiteAdaptor } from '@mathjax/src/cjs/adaptors/liteAdaptor.js';
import type { LiteElement } from '@mathjax/src/cjs/adaptors/lite/Element.js';
import { rect, type Rect } from '../geometry.ts';
import { PART } from './mark-parts.ts';

/** a, b, c, d, e, f of an SVG matrix. */
type Matrix = readonly [number, number, number, number, number, number];

/** Filled outlines; 1000 units to the em, y downwards, from the upper left corner of `box`. */
export interface Outline {
  d: string;
  /** Where it stands in the formula, in units. */
  box: Rect;
}

/** Gathers what MathJax's SVG draws: glyphs and fraction lines, without transformations; by part, null for none. */
export function outlinesOf(svg: LiteElement, adaptor: LiteAdaptor): Map<string | null, Outline> {
  const paths = new Map<string | null, Path2D>();
  const add = (part: string | null, shape: Path2D, [a, b, c, d, e, f]: Matrix): void => {
    const path = paths.get(part) ?? new Path2D();
    path.addPath(shape, { a, b, c, d, e, f });
    paths.set(part, path);
  };
  const walk = (node: LiteElement, outer: Matrix, whole: string | null): void => {
    const attribute = (name: string): string | null =>
      (adaptor.getAttribute(node, name) as string | undefined) ?? null;
    const number = (name: string): number => Number(attribute(name) ?? 0);
    const matrix = times(outer, matrixOf(attribute('transform') ?? ''));
    const part = attribute(PART) ?? whole;
    switch (node.kind) {
      case 'path':
        add(part, new Path2D(attribute('d') ?? ''), matrix);
        return;
      case 'rect': {
        const path = new Path2D();
        path.rect(number('x'), number('y'), number('width'), number('height'));
        add(part, path, matrix);
        return;
      }
      case 'svg': {
        // A stretched glyph: its view box says which part of it is seen.
        const [x, y, width, height] = (attribute('viewBox') ?? '0 0 1 1').split(/[\s,]+/).map(Number) as [
          number,
          number,
          number,
          number,
        ];
        const stretch: Matrix = [
          number('width') / width,
          0,
          0,
          number('height') / height,
          number('x') - (x * number('width')) / width,
          number('y') - (y * number('height')) / height,
        ];
        children(node, times(matrix, stretch), part);
        return;
      }
      case 'g':
      case 'mjx-container':
        children(node, matrix, part);
        return;
      default:
        throw new Error(`a formula holds a <${node.kind}>, which has no outline`);
    }
  };
  const children = (node: LiteElement, matrix: Matrix, part: string | null): void => {
    for (const child of adaptor.childNodes(node))
      if (child.kind !== '#text') walk(child as LiteElement, matrix, part);
  };
  // The outermost element turns y upwards itself.
  children(svg, [1, 0, 0, 1, 0, 0], null);
  return new Map([...paths].map(([part, path]) => [part, outlineOf(path)]));
}

function outlineOf(path: Path2D): Outline {
  const [left, top, right, bottom] = path.computeTightBounds();
  const placed = new Path2D();
  placed.addPath(path, { a: 1, b: 0, c: 0, d: 1, e: -left, f: -top });
  return { d: placed.toSVGString(), box: rect(left, top, right - left, bottom - top) };
}

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** The matrix of an SVG transformation made of translations and scalings. */
function matrixOf(transform: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name, list = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y] = list.split(/[\s,]+/).map(Number);
    if (name === 'translate') matrix = times(matrix, [1, 0, 0, 1, x, y ?? 0]);
    else if (name === 'scale') matrix = times(matrix, [x, 0, 0, y ?? x, 0, 0]);
    else throw new Error(`a formula is transformed by ${name ?? ''}, which is not known here`);
  }
  return matrix;
}
