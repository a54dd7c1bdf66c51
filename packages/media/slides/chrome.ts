import type { Drawing } from '@vividly/lesson';
import { sizesFor, type Frame } from './frame.ts';
import { inDirection } from './direction.ts';
import { bottom, centre, inset, rect, type Rect } from './geometry.ts';
import { icon, type IconName } from './icons.ts';
import type { Shape } from './shapes.ts';
import { START, type Layer } from './slide.ts';
import { fitText, placeText } from './text.ts';
import type { Look } from './theme/index.ts';

const HEADING_ROWS = { '16:9': 2, '9:16': 4, '1:1': 3 } as const;
/** Height of the strip for two rows of captions, as a share of their size. */
const CAPTION_STRIP = 3.3;

/** The strip at the foot of the safe area that is kept free for captions. */
export function captionStrip(frame: Frame): Rect {
  const height = frame.captionSize * CAPTION_STRIP;
  return rect(frame.safe.x, bottom(frame.safe) - height, frame.safe.width, height);
}

/** The heading with the mark of the scene's role; null when it would take more rows than a heading should. */
export function headingLayer(
  scene: Drawing,
  frame: Frame,
  look: Look,
  { width, breakWords }: { width: number; breakWords: boolean },
): { layer: Layer; height: number } | null {
  const sizes = sizesFor(frame, 'heading');
  const largest = Math.max(...sizes);
  const mark = largest * 1.5;
  const indent = mark + frame.gap;
  const text = fitText(scene.heading, {
    sizes,
    font: look.type.bold,
    width: width - indent,
    rows: HEADING_ROWS[frame.aspect],
    breakWords,
  });
  if (text === null) return null;
  const height = Math.max(mark, text.height);
  const whole = rect(frame.safe.x, frame.safe.y, width, height);
  const place = inDirection(rect(whole.x + indent, whole.y, width - indent, height), whole, text.direction);
  const markBox = inDirection(
    rect(whole.x, whole.y + (height - mark) / 2, mark, mark),
    whole,
    text.direction,
  );
  const middle = centre(markBox);
  const shapes: Shape[] = [
    { kind: 'rect', box: markBox, radius: mark * 0.3, fill: look.mark.fill },
    icon(look.icon, middle, mark * 0.66, look.mark.sign),
    ...placeText(text, place, { align: 'left', color: look.surface.ink }),
  ];
  return { layer: { id: 'heading', trigger: START, entrance: 'fade', shapes }, height };
}

/** The ground of a scene with its ornament: a disc and a ring that leave the frame, a field of dots,
 * and a sign in the disc. */
export function background(frame: Frame, look: Look, sign: IconName | null): Shape[] {
  const { width, height } = frame;
  const { ground, ornament } = look.surface;
  const whole: Shape = { kind: 'rect', box: inset(rect(0, 0, width, height), -2), radius: 0, fill: ground };
  if (ornament === null) return [whole];
  const short = Math.min(width, height);
  const corner = { x: width * 0.97, y: height * 0.04 };
  const dots = Array.from({ length: 30 }, (_, index): Shape => {
    const step = short * 0.034;
    return {
      kind: 'circle',
      centre: {
        x: short * 0.03 + (index % 6) * step,
        y: height - short * 0.03 - Math.floor(index / 6) * step,
      },
      radius: short * 0.005,
      fill: ornament,
    };
  });
  return [
    whole,
    { kind: 'circle', centre: corner, radius: short * 0.26, fill: ornament },
    {
      kind: 'circle',
      centre: corner,
      radius: short * 0.34,
      stroke: { color: ornament, width: short * 0.008 },
    },
    ...(sign === null
      ? []
      : [icon(sign, { x: width - short * 0.115, y: short * 0.115 }, short * 0.17, ground)]),
    ...dots,
  ];
}
