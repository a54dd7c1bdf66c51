import type { VisualOf } from '@vividly/lesson';
import { sizesFor, smallestSize } from '../frame.ts';
import { inDirection } from '../direction.ts';
import { rect, right, type Rect } from '../geometry.ts';
import { icon } from '../icons.ts';
import type { Shape } from '../shapes.ts';
import { START, type Layer } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText, type TextBlock } from '../text.ts';

type Title = VisualOf<'title'>;

/** Rows of a title, as far as its type need not be smaller than this share of the largest. */
const ROWS = 3;
const LEAST_SHARE = 0.65;
/** Thickness of the line under the title, px. */
const RULE = 12;

/** The lesson's title in large type, with a sun and its orbits beside or above it. */
export const title: Layout<'title'> = {
  heading: 'never',
  arrangements: [
    (visual, stage) => {
      const { text, art } = split(stage);
      const words = titleShapes(visual, stage, text);
      if (words === null) return null;
      return [
        { id: 'art', trigger: START, entrance: 'fade', shapes: artwork(art, stage) },
        { id: 'title', trigger: START, entrance: 'fade', shapes: words },
      ];
    },
    (visual, stage) => {
      const words = titleShapes(visual, stage, stage.area);
      return words && [{ id: 'title', trigger: START, entrance: 'fade', shapes: words }];
    },
  ],
  cards: (visual) => [
    {
      id: 'title',
      trigger: START,
      texts: visual.subtitle === undefined ? [visual.title] : [visual.title, visual.subtitle],
    },
  ],
};

function split({ area, frame }: Stage): { text: Rect; art: Rect } {
  const { x, y, width, height } = area;
  if (frame.aspect === '16:9') {
    return { text: rect(x, y, width * 0.6, height), art: rect(x + width * 0.62, y, width * 0.38, height) };
  }
  const share = frame.aspect === '9:16' ? 0.4 : 0.34;
  return {
    art: rect(x, y, width, height * share),
    text: rect(x, y + height * share, width, height * (1 - share)),
  };
}

/** At the largest size that takes three rows, so that no word stands alone; with more rows where that is too small. */
function titleShapes(visual: Title, stage: Stage, box: Rect): Layer['shapes'] | null {
  const sizes = sizesFor(stage.frame, 'display');
  const largeEnough = sizes.filter((size) => size >= Math.max(...sizes) * LEAST_SHARE);
  const tries = [
    ...largeEnough.map((size) => ({ size, rows: ROWS })),
    ...sizes.map((size) => ({ size, rows: Infinity })),
  ];
  for (const { size, rows } of tries) {
    const shapes = titleAt(visual, stage, box, size, rows);
    if (shapes !== null) return shapes;
  }
  return null;
}

function titleAt(visual: Title, stage: Stage, box: Rect, size: number, rows: number): Shape[] | null {
  const { frame, look, breakWords } = stage;
  const gap = 1.6 * frame.gap;
  const title = fitText(visual.title, {
    sizes: [size],
    font: look.type.bold,
    width: box.width,
    rows,
    breakWords,
  });
  if (title === null) return null;
  const under = visual.subtitle === undefined ? null : subtitleBlock(visual.subtitle, stage, box.width, size);
  if (visual.subtitle !== undefined && under === null) return null;
  const height = title.height + gap + RULE + (under === null ? 0 : gap + under.height);
  if (height > box.height) return null;
  const top = box.y + (box.height - height) / 2;
  const ruleTop = top + title.height + gap;
  const shapes: Shape[] = [
    ...placeText(title, rect(box.x, top, box.width, title.height), {
      align: 'left',
      color: look.surface.ink,
    }),
    {
      kind: 'rect',
      box: inDirection(rect(box.x, ruleTop, 6.5 * frame.gap, RULE), box, title.direction),
      radius: RULE / 2,
      fill: look.mark.fill,
    },
  ];
  if (under === null) return shapes;
  const place = rect(box.x, ruleTop + RULE + gap, box.width, under.height);
  return [...shapes, ...placeText(under, place, { align: 'left', color: look.surface.ink })];
}

/** Clearly smaller than the title, as far as the frame allows. */
function subtitleBlock(
  text: string,
  { frame, look, breakWords }: Stage,
  width: number,
  titleSize: number,
): TextBlock | null {
  const smallest = smallestSize(frame);
  const sizes = sizesFor(frame, 'body').filter((each) => each <= titleSize * 0.7 || each === smallest);
  return fitText(text, { sizes, font: look.type.regular, width, breakWords });
}

/** A sun with orbits and bodies on them, in the largest circle that fits into `box`. */
function artwork(box: Rect, { look }: Stage): Shape[] {
  const outer = Math.min(box.width, box.height) * 0.48;
  const middle = { x: right(box) - outer, y: box.y + box.height / 2 };
  const orbit = look.surface.ghost;
  const [first, second, third] = look.art;
  const at = (share: number, turn: number): { x: number; y: number } => ({
    x: middle.x + outer * share * Math.cos(turn * 2 * Math.PI),
    y: middle.y + outer * share * Math.sin(turn * 2 * Math.PI),
  });
  return [
    {
      kind: 'circle',
      centre: middle,
      radius: outer * 0.96,
      stroke: { color: orbit, width: 4, dash: [2, 18] },
    },
    { kind: 'circle', centre: middle, radius: outer * 0.7, stroke: { color: orbit, width: 4 } },
    {
      kind: 'circle',
      centre: middle,
      radius: outer * 0.7,
      arc: [0.55, 0.8],
      stroke: { color: first, width: 10 },
    },
    { kind: 'circle', centre: middle, radius: outer * 0.42, fill: look.mark.fill },
    icon(look.icon, middle, outer * 0.5, look.mark.sign),
    { kind: 'circle', centre: at(0.7, 0.8), radius: outer * 0.09, fill: first },
    { kind: 'circle', centre: at(0.7, 0.22), radius: outer * 0.06, fill: second },
    { kind: 'circle', centre: at(0.9, 0.44), radius: outer * 0.045, fill: third },
    icon('spark', at(0.86, 0.92), 0.3 * outer, look.surface.ink),
  ];
}
