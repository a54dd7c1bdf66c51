import { inset, rect, type Rect } from '../slides/geometry.ts';
import { textBox, type TextRun } from '../slides/shapes.ts';
import { contrast, linear, luminance } from '../slides/luminance.ts';
import { coverOf } from './mask.ts';
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

/** A row of text in a picture: the colours of its pixels (0xRRGGBB), and how much of each its letters cover, 0 to 255. */
interface Row {
  box: Rect;
  colours: Uint32Array;
  mask: Uint8Array;
}

/** What rows are read into, one after another: V8 collects garbage after every 32 MB of what arrays hold. */
const room = {
  colours: reused((length) => new Uint32Array(length)),
  mask: reused((length) => new Uint8Array(length)),
  near: reused((length) => new Uint8Array(length)),
  found: reused((length) => new Uint32Array(length)),
  core: reused((length) => new Uint32Array(length)),
};

/** Reads a row of text in a picture at `scale`: compares it with where its letters must have put ink. */
export function readText(picture: Pixels, run: TextRun, scale: number): Reading {
  const box = pixelBox(inset(textBox(run), -0.06 * run.size), scale, picture);
  if (box.width < 2 || box.height < 2) return { contrast: 1, whole: false };
  const pixels = box.width * box.height;
  const row: Row = {
    box,
    colours: picture.colours(box, room.colours(pixels)),
    mask: coverOf([run], scale, box, room.mask(pixels)),
  };
  const around = pixelBox(
    rect(run.x, run.baseline - 0.72 * run.size, run.width, 0.94 * run.size),
    scale,
    picture,
  );
  const beside = groundOf(row, around, Math.max(1, Math.round(2 * scale)));
  const ground = middleOf(row.colours, beside);
  const ink = inkOf(row, ground);
  return { contrast: worstContrast(row.colours, beside, ink), whole: isWhole(row, ground, ink) };
}

/** Arrays of any length in the same memory, which grows with the longest: each is good until the next is taken. */
function reused<T extends Uint8Array | Uint32Array>(make: (length: number) => T): (length: number) => T {
  let memory = make(0);
  return (length) => {
    if (memory.length < length) memory = make(length);
    return memory.subarray(0, length) as T;
  };
}

/**
 * Places in the row of the pixels inside `around` that are more than `reach` from all ink, across and down, and beside
 * it: a plate's round corner below a letter without a tail is no ground of it.
 */
function groundOf({ box, mask }: Row, around: Rect, reach: number): Uint32Array {
  const { width, height } = box;
  const near = room.near(mask.length).fill(0);
  const ink = { left: width, right: 0, top: height, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    const [from, to] = [Math.max(0, y - reach), Math.min(height - 1, y + reach)];
    let x = 0;
    while (x < width) {
      if (mask[y * width + x] === 0) {
        x += 1;
        continue;
      }
      const begin = x;
      while (x < width && mask[y * width + x] !== 0) x += 1;
      const [left, right] = [Math.max(0, begin - reach), Math.min(width, x + reach)];
      for (let row = from; row <= to; row += 1) near.fill(1, row * width + left, row * width + right);
      ink.left = Math.min(ink.left, begin);
      ink.right = Math.max(ink.right, x);
      ink.top = Math.min(ink.top, y);
      ink.bottom = y + 1;
    }
  }
  const found = room.found(mask.length);
  let count = 0;
  const left = Math.max(0, around.x - box.x, ink.left - reach - 1);
  const right = Math.min(width, around.x - box.x + around.width, ink.right + reach + 1);
  const top = Math.max(0, around.y - box.y, ink.top - reach - 1);
  const bottom = Math.min(height, around.y - box.y + around.height, ink.bottom + reach + 1);
  for (let y = top; y < bottom; y += 1)
    for (let at = y * width + left; at < y * width + right; at += 1) if (near[at] === 0) found[count++] = at;
  return found.subarray(0, count);
}

/** The middle of each channel over some pixels. */
function middleOf(colours: Uint32Array, pixels: Uint32Array): Colour {
  const [red, green, blue] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  const count = (colour: number, times: number): void => {
    add(red, colour >> 16, times);
    add(green, (colour >> 8) & 255, times);
    add(blue, colour & 255, times);
  };
  let last = 0;
  let alike = 0;
  for (const pixel of pixels) {
    const colour = colours[pixel] ?? 0;
    if (colour !== last) {
      count(last, alike);
      last = colour;
      alike = 0;
    }
    alike += 1;
  }
  count(last, alike);
  const middle = (counts: Uint32Array): number => firstAt(counts, pixels.length / 2);
  return [middle(red), middle(green), middle(blue)];
}

/** The colour of the ink: that of the letters' cores; of type too small to have any, as its edges add up to. */
function inkOf({ colours, mask }: Row, ground: Colour): Colour {
  const core = room.core(mask.length);
  let count = 0;
  for (let at = 0; at < mask.length; at += 1) if ((mask[at] ?? 0) > 250) core[count++] = at;
  if (count >= TELLING_CORE) return middleOf(colours, core.subarray(0, count));
  const edges = (part: 0 | 1 | 2): number => {
    let shown = 0;
    let all = 0;
    for (let at = 0; at < mask.length; at += 1) {
      const share = (mask[at] ?? 0) / 255;
      shown += share * ((((colours[at] ?? 0) >> (16 - 8 * part)) & 255) - ground[part]);
      all += share * share;
    }
    return Math.min(255, Math.max(0, ground[part] + shown / Math.max(1, all)));
  };
  return [edges(0), edges(1), edges(2)];
}

/** Whether enough ink is there in each part of the row. */
function isWhole({ box, colours, mask }: Row, ground: Colour, ink: Colour): boolean {
  const [red, green, blue] = [ink[0] - ground[0], ink[1] - ground[1], ink[2] - ground[2]];
  const far = red * red + green * green + blue * blue;
  if (far < ONE_COLOUR ** 2) return false;
  const parts = Math.max(1, Math.min(PARTS, Math.round(box.width / box.height)));
  const there = new Float64Array(parts);
  const due = new Float64Array(parts);
  for (let at = 0; at < mask.length; at += 1) {
    const cover = mask[at] ?? 0;
    if (cover === 0) continue;
    const share = cover / 255;
    const part = Math.floor(((at % box.width) * parts) / box.width);
    const colour = colours[at] ?? 0;
    const shown =
      red * ((colour >> 16) - ground[0]) +
      green * (((colour >> 8) & 255) - ground[1]) +
      blue * ((colour & 255) - ground[2]);
    add(there, part, share * Math.min(1.2, shown / far));
    add(due, part, share * share);
  }
  return due.every((wanted, part) => wanted < TELLING_INK || (there[part] ?? 0) >= LEAST_INK * wanted);
}

/** Contrast of the ink against the worst pixels of the ground. */
function worstContrast(colours: Uint32Array, ground: Uint32Array, ink: Colour): number {
  const inked = luminance(...ink);
  const counts = new Uint32Array(22 * CONTRAST_STEPS);
  let last = -1;
  let step = 0;
  for (const pixel of ground) {
    const colour = colours[pixel] ?? 0;
    if (colour !== last) {
      last = colour;
      const under =
        0.2126 * (linear[colour >> 16] ?? 0) +
        0.7152 * (linear[(colour >> 8) & 255] ?? 0) +
        0.0722 * (linear[colour & 255] ?? 0);
      step = Math.floor(contrast(inked, under) * CONTRAST_STEPS);
    }
    add(counts, step, 1);
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
