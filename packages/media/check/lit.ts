import { frameAt, timeOf } from '../video/clock.ts';
import type { CaptionPage } from '../video/caption-pages.ts';
import type { TextRun } from '../slides/shapes.ts';
import { isText } from './moments.ts';
import { pixelBox, type Pixels } from './pixels.ts';

/** A word of a burned-in caption, with the frames at which it must still be cold and already be lit. */
export interface LitMoment {
  text: string;
  cold: number;
  lit: number;
  /** Texts of the caption while the word is lit. */
  runs: TextRun[];
  isLit(picture: Pixels): boolean;
}

/** Two frames are 67 ms: a word lights up within 80 ms of being spoken (rule 13). */
const NEAR_FRAMES = 2;
/** A lit word's plate shows in this share of its box at least: letters cover the rest. */
const PLATE_SHARE = 0.25;
/** How far a pixel may be from the plate's colour, in steps of 255 in each channel. */
const CLOSE = 48;

/** The word nearest to the middle of those on screen between `from` and `to` that can be watched lighting up. */
export function litMomentOf(
  pages: readonly CaptionPage[],
  scale: number,
  { from, to, isBlended }: { from: number; to: number; isBlended: (frame: number) => boolean },
): LitMoment | null {
  const found = pages.flatMap((page) => {
    const cold = page.cold.filter(isText);
    const hot = page.lit.filter(isText);
    return page.words.flatMap((word, index): LitMoment[] => {
      const starts = frameAt(word.fromMs);
      const moment = { cold: starts - NEAR_FRAMES, lit: starts + NEAR_FRAMES };
      const watchable =
        moment.cold >= Math.max(from, frameAt(page.fromMs)) &&
        moment.lit < Math.min(to, frameAt(word.toMs)) &&
        !isBlended(moment.cold) &&
        !isBlended(moment.lit);
      const plate = page.lit.find((shape) => shape.kind === 'rect' && shape.box === word.box);
      const fill = plate?.kind === 'rect' ? plate.fill : undefined;
      const text = hot[index];
      if (!watchable || fill === undefined || text === undefined) return [];
      const runs = [...cold.filter((_, at) => at !== index), text];
      return [
        { ...moment, text: text.text, runs, isLit: (picture) => shows(picture, word.box, fill, scale) },
      ];
    });
  });
  const middle = (from + to) / 2;
  return found.sort((a, b) => Math.abs(a.lit - middle) - Math.abs(b.lit - middle))[0] ?? null;
}

/** The furthest that a word is scheduled from the nearest time at which one is spoken, in ms. */
export function scheduledOffMs(pages: readonly CaptionPage[], spokenMs: readonly number[]): number {
  const starts = pages.flatMap(({ words }) => words.map(({ fromMs }) => timeOf(frameAt(fromMs))));
  return Math.max(
    0,
    ...spokenMs.map((ms) => Math.min(...starts.map((start) => Math.abs(start - ms)))).filter(Number.isFinite),
  );
}

function shows(picture: Pixels, word: Parameters<typeof pixelBox>[0], fill: string, scale: number): boolean {
  const box = pixelBox(word, scale, picture);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16));
  const colours = picture.colours(box);
  let close = 0;
  for (const colour of colours)
    if (
      Math.abs((colour >> 16) - red) <= CLOSE &&
      Math.abs(((colour >> 8) & 255) - green) <= CLOSE &&
      Math.abs((colour & 255) - blue) <= CLOSE
    )
      close += 1;
  return close >= PLATE_SHARE * colours.length;
}
