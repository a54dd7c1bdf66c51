import type { CaptionCue } from '../captions/cue.ts';
import { outputBox, rasterise } from '../slides/draw.ts';
import { union, type Rect } from '../slides/geometry.ts';
import type { Slide } from '../slides/slide.ts';
import { captionPages } from './caption-pages.ts';
import { frameAt } from './clock.ts';
import { writeOpaque } from './opaque.ts';
import { copyArea, newPlanes, endPlanes, intersection, type Planes } from './planes.ts';

interface StripWord {
  from: number;
  to: number;
  /** px of the output */
  box: Rect;
}

interface StripPage {
  from: number;
  to: number;
  box: Rect;
  words: readonly StripWord[];
  draw(): Promise<{ cold: Planes; lit: Planes }>;
}

/** Burned-in captions over the frames of a scene. */
export interface CaptionStrip {
  /** Frames at which it looks different from the frame before, rising. */
  cuts: readonly number[];
  /** Rows that captions ever cover, px of the output; null when there are none. */
  area: Rect | null;
  /** Area that differs between two frames; empty when nothing does. */
  changes(before: number, now: number): Rect[];
  /** Draws what `frame` shows into `target`, inside `area`. What lies under a caption has been drawn before. */
  draw(target: Planes, frame: number, area: Rect): Promise<void>;
  /** Nothing more is drawn. */
  end(): void;
}

/** Pages are drawn when they come on, on the ground they lie on, and forgotten when they go. */
export function createCaptionStrip(cues: readonly CaptionCue[], slide: Slide, scale: number): CaptionStrip {
  const strip = slide.captionArea;
  const pages =
    strip === null
      ? []
      : cues
          .flatMap((cue) => captionPages(cue, slide, strip))
          .map((page): StripPage => {
            const box = outputBox(page.box, scale);
            const drawn = async (shapes: typeof page.cold): Promise<Planes> => {
              const planes = newPlanes(box);
              for await (const raster of rasterise([...slide.background, ...shapes], box, scale))
                writeOpaque(planes, raster);
              return planes;
            };
            return {
              from: frameAt(page.fromMs),
              to: frameAt(page.toMs),
              box,
              words: page.words.map((word) => ({
                from: frameAt(word.fromMs),
                to: frameAt(word.toMs),
                box: outputBox(word.box, scale),
              })),
              draw: async () => ({ cold: await drawn(page.cold), lit: await drawn(page.lit) }),
            };
          });
  const pageAt = (frame: number): StripPage | undefined =>
    pages.find(({ from, to }) => from <= frame && frame < to);
  const litAt = (page: StripPage, frame: number): StripWord | undefined =>
    page.words.find(({ from, to }) => from <= frame && frame < to);
  let open: { page: StripPage; cold: Planes; lit: Planes } | undefined;
  const close = (): void => {
    if (open) for (const planes of [open.cold, open.lit]) endPlanes(planes);
    open = undefined;
  };

  return {
    cuts: [
      ...new Set(pages.flatMap((page) => [page, ...page.words].flatMap(({ from, to }) => [from, to]))),
    ].sort((first, second) => first - second),
    area: pages.length === 0 ? null : pages.map(({ box }) => box).reduce(union),
    changes(earlier, later) {
      const [before, now] = [pageAt(earlier), pageAt(later)];
      if (before !== now) return [before, now].flatMap((page) => (page === undefined ? [] : [page.box]));
      if (now === undefined) return [];
      const words = [litAt(now, earlier), litAt(now, later)];
      return words[0] === words[1] ? [] : words.flatMap((word) => (word === undefined ? [] : [word.box]));
    },
    async draw(target, frame, area) {
      const page = pageAt(frame);
      if (page === undefined) return;
      if (open?.page !== page) {
        close();
        open = { page, ...(await page.draw()) };
      }
      copyArea(target, open.cold, area);
      const word = litAt(page, frame);
      const part = word && intersection(word.box, area);
      if (part) copyArea(target, open.lit, part);
    },
    end: close,
  };
}
