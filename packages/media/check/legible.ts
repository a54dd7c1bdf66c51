import { createCanvas } from '@napi-rs/canvas';
import { paint } from '../slides/draw.ts';
import { inset, rect, type Rect } from '../slides/geometry.ts';
import { textBox, type TextRun } from '../slides/shapes.ts';
import { contrast, linear, luminance } from '../slides/luminance.ts';
import { pixelBox, type Pixels } from './pixels.ts';

/** What the pixels of a row of text show. */
export interface Reading {
  /** Of its ink against the worst of the pixels around its letters (WCAG 2.2). */
  contrast: number;
  /** Whether all of its ink is there. */
  whole: boolean;
}

/** This share of the pixels around the letters may be worse: ringing of the encoder, rounding of chroma. */
const RINGING = 0.02;
/** And so many always: of the ground of one letter, four pixels are where its tail comes near a plate's corner. */
const RINGING_PIXELS = 4;
/** Cores of so many pixels tell the colour of the ink; with fewer it is worked out from the edges. */
const TELLING_CORE = 24;
/** Of the ink that should be in a part of the row, this much must be there. */
const LEAST_INK = 0.6;
/** A row is looked at in at most so many parts, none much narrower than two letters. */
const PARTS = 6;
/** Parts with less ink than this, in whole pixels, tell nothing. */
const TELLING_INK = 10;
/** Ink and ground closer than this, in steps of 255, are one colour. */
const ONE_COLOUR = 16;
const CONTRAST_STEPS = 100;

type Colour = readonly [red: number, green: number, blue: number];

/** A row of text in a picture: its pixels, and how much of each its letters cover, 0 to 255. */
interface Row {
  box: Rect;
  rgb: Uint8ClampedArray;
  mask: Uint8Array;
}

/** Reads a row of text in a picture at `scale`: compares it with where its letters must have put ink. */
export function readText(picture: Pixels, run: TextRun, scale: number): Reading {
  const box = pixelBox(inset(textBox(run), -0.06 * run.size), scale, picture);
  if (box.width < 2 || box.height < 2) return { contrast: 1, whole: false };
  const row: Row = { box, rgb: picture.rgb(box), mask: maskOf(run, scale, box) };
  const around = pixelBox(
    rect(run.x, run.baseline - 0.72 * run.size, run.width, 0.94 * run.size),
    scale,
    picture,
  );
  const beside = groundOf(row, around, Math.max(1, Math.round(2 * scale)));
  const ground = middleOf(row.rgb, beside);
  const ink = inkOf(row, ground);
  return { contrast: worstContrast(row.rgb, beside, ink), whole: isWhole(row, ground, ink) };
}

function maskOf(run: TextRun, scale: number, box: Rect): Uint8Array {
  const context = createCanvas(box.width, box.height).getContext('2d');
  context.translate(-box.x, -box.y);
  context.scale(scale, scale);
  // In its own colour: dark letters are drawn bolder than light ones.
  paint(context, [run]);
  const { data } = context.getImageData(0, 0, box.width, box.height);
  const mask = new Uint8Array(box.width * box.height);
  for (let at = 0; at < mask.length; at += 1) mask[at] = data[4 * at + 3] ?? 0;
  return mask;
}

/**
 * Places in the row of the pixels inside `around` that are more than `reach` from all ink, across and down, and beside
 * it: a plate's round corner below a letter without a tail is no ground of it.
 */
function groundOf({ box, mask }: Row, around: Rect, reach: number): Uint32Array {
  const { width, height } = box;
  const across = new Uint8Array(mask.length);
  const inked = new Uint8Array(mask.length);
  const ink = { left: width, right: 0, top: height, bottom: 0 };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (mask[y * width + x] === 0) continue;
      across.fill(1, y * width + Math.max(0, x - reach), y * width + Math.min(width, x + reach + 1));
      ink.left = Math.min(ink.left, x);
      ink.right = Math.max(ink.right, x + 1);
      ink.top = Math.min(ink.top, y);
      ink.bottom = y + 1;
    }
  for (let y = 0; y < height; y += 1)
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row += 1)
      for (let x = 0; x < width; x += 1) if (across[row * width + x] !== 0) inked[y * width + x] = 1;
  const found = new Uint32Array(mask.length);
  let count = 0;
  const left = Math.max(around.x - box.x, ink.left - reach - 1);
  const right = Math.min(around.x - box.x + around.width, ink.right + reach + 1);
  const top = Math.max(around.y - box.y, ink.top - reach - 1);
  const bottom = Math.min(around.y - box.y + around.height, ink.bottom + reach + 1);
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1)
    for (let x = Math.max(0, left); x < Math.min(width, right); x += 1)
      if (inked[y * width + x] === 0) found[count++] = y * width + x;
  return found.subarray(0, count);
}

/** The middle of each channel over some pixels. */
function middleOf(rgb: Uint8ClampedArray, pixels: Uint32Array): Colour {
  const middle = (part: number): number => {
    const counts = new Uint32Array(256);
    for (const pixel of pixels) add(counts, rgb[3 * pixel + part] ?? 0, 1);
    return firstAt(counts, pixels.length / 2);
  };
  return [middle(0), middle(1), middle(2)];
}

/** The colour of the ink: that of the letters' cores; of type too small to have any, as its edges add up to. */
function inkOf({ rgb, mask }: Row, ground: Colour): Colour {
  const core = new Uint32Array(mask.length);
  let count = 0;
  for (let at = 0; at < mask.length; at += 1) if ((mask[at] ?? 0) > 250) core[count++] = at;
  if (count >= TELLING_CORE) return middleOf(rgb, core.subarray(0, count));
  const edges = (part: 0 | 1 | 2): number => {
    let shown = 0;
    let all = 0;
    for (let at = 0; at < mask.length; at += 1) {
      const share = (mask[at] ?? 0) / 255;
      shown += share * ((rgb[3 * at + part] ?? 0) - ground[part]);
      all += share * share;
    }
    return Math.min(255, Math.max(0, ground[part] + shown / Math.max(1, all)));
  };
  return [edges(0), edges(1), edges(2)];
}

/** Whether enough ink is there in each part of the row. */
function isWhole({ box, rgb, mask }: Row, ground: Colour, ink: Colour): boolean {
  const [red, green, blue] = [ink[0] - ground[0], ink[1] - ground[1], ink[2] - ground[2]];
  const far = red * red + green * green + blue * blue;
  if (far < ONE_COLOUR ** 2) return false;
  const parts = Math.max(1, Math.min(PARTS, Math.round(box.width / box.height)));
  const there = new Float64Array(parts);
  const due = new Float64Array(parts);
  for (let at = 0; at < mask.length; at += 1) {
    const share = (mask[at] ?? 0) / 255;
    if (share === 0) continue;
    const part = Math.floor(((at % box.width) * parts) / box.width);
    const shown =
      red * ((rgb[3 * at] ?? 0) - ground[0]) +
      green * ((rgb[3 * at + 1] ?? 0) - ground[1]) +
      blue * ((rgb[3 * at + 2] ?? 0) - ground[2]);
    add(there, part, share * Math.min(1.2, shown / far));
    add(due, part, share * share);
  }
  return due.every((wanted, part) => wanted < TELLING_INK || (there[part] ?? 0) >= LEAST_INK * wanted);
}

/** Contrast of the ink against the worst pixels of the ground. */
function worstContrast(rgb: Uint8ClampedArray, ground: Uint32Array, ink: Colour): number {
  const inked = luminance(...ink);
  const counts = new Uint32Array(22 * CONTRAST_STEPS);
  for (const at of ground) {
    const under =
      0.2126 * (linear[rgb[3 * at] ?? 0] ?? 0) +
      0.7152 * (linear[rgb[3 * at + 1] ?? 0] ?? 0) +
      0.0722 * (linear[rgb[3 * at + 2] ?? 0] ?? 0);
    add(counts, Math.floor(contrast(inked, under) * CONTRAST_STEPS), 1);
  }
  const worse = Math.min(ground.length / 2, Math.max(RINGING_PIXELS, ground.length * RINGING));
  return Math.max(1, firstAt(counts, worse) / CONTRAST_STEPS);
}

function add(sums: Uint32Array | Float64Array, at: number, amount: number): void {
  sums[at] = (sums[at] ?? 0) + amount;
}

/** The first value up to which more than `limit` were counted. */
function firstAt(counts: Uint32Array, limit: number): number {
  let passed = 0;
  return Math.max(
    0,
    counts.findIndex((count) => (passed += count) > limit),
  );
}
