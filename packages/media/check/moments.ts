import { bottom, contains, overlaps, rect, right } from '../slides/geometry.ts';
import { boundsOf, type Shape, type TextRun } from '../slides/shapes.ts';
import type { Layer, Slide } from '../slides/slide.ts';
import { fadesOf } from '../video/picture-plan.ts';
import { openingLayers, type Showing } from '../video/schedule.ts';

/** A frame of a scene, the layers that stand there whole, and their texts that nothing covers. */
export interface View {
  frame: number;
  layers: Layer[];
  runs: TextRun[];
}

/** A part that a word reveals, with a frame at which it must not be there yet and one at which it must. */
export interface RevealMoment {
  layer: Layer;
  before: number;
  after: number;
}

export interface Moments {
  /** Together they show every text that ever stands whole, on whichever page, and before something takes its place. */
  views: View[];
  /** Texts that are never seen although their layers are. */
  hidden: TextRun[];
  /** The first part that a word reveals and that no other part disturbs; null when there is none. */
  reveal: RevealMoment | null;
  /** Whether a frame stands within a fade, where it is not decoded. */
  isBlended: (frame: number) => boolean;
}

export interface Staging {
  slide: Slide;
  showings: readonly Showing[];
  /** Length of the scene. */
  frames: number;
  ending: 'cut' | 'dissolve';
}

/** A part is there 0.3 s after its word, and not 0.3 s before it (rule 14). */
const REVEAL_FRAMES = 9;

export const isText = (shape: Shape): shape is TextRun => shape.kind === 'text';

/** The frames of a scene that tell most. Pure. */
export function momentsOf(staging: Staging): Moments {
  const { showings, frames, ending } = staging;
  const changes = [...new Set(showings.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const fades = fadesOf({ frames, fades: changes, ending });
  const dissolve = fades.find(({ to }) => to === 'next_scene')?.from ?? frames;
  const wholeFrom = (from: number): number =>
    fades.find((fade) => fade.from === from && fade.to === 'own')?.end ?? from;
  const viewAt = (frame: number): View => {
    const there = showings.filter(({ from, to }) => from <= frame && frame < to);
    const layers = there.flatMap(({ layer, from }) => (wholeFrom(from) <= frame ? [layer] : []));
    return {
      frame,
      layers,
      runs: uncovered(
        layers,
        there.map(({ layer }) => layer),
      ),
    };
  };
  const ends = new Set(changes.map((frame) => Math.min(frame, dissolve) - 1).filter((frame) => frame >= 0));
  const views: View[] = [];
  const seen = new Set<TextRun>();
  const standing = new Set<TextRun>();
  // From the last one backwards: it shows the most.
  for (const frame of [...ends].sort((a, b) => b - a)) {
    const view = viewAt(frame);
    for (const run of view.layers.flatMap(({ shapes }) => shapes.filter(isText))) standing.add(run);
    if (views.length > 0 && view.runs.every((run) => seen.has(run))) continue;
    views.push(view);
    for (const run of view.runs) seen.add(run);
  }
  return {
    isBlended: (frame) => fades.some(({ from, end }) => from <= frame && frame < end),
    views,
    hidden: [...standing].filter((run) => !seen.has(run)),
    reveal: revealOf(staging, dissolve),
  };
}

/** Where the capitals of a row stand. */
export function lettersOf({ x, baseline, width, size }: TextRun): ReturnType<typeof rect> {
  return rect(x, baseline - 0.7 * size, width, 0.7 * size);
}

/** Texts of `layers` over which no later shape of those that are `there` lies. */
function uncovered(layers: readonly Layer[], there: readonly Layer[]): TextRun[] {
  const shapes = there.flatMap((layer) => layer.shapes.map((shape) => ({ shape, layer })));
  return shapes.flatMap(({ shape, layer }, index) => {
    if (!isText(shape) || !layers.includes(layer)) return [];
    const letters = lettersOf(shape);
    const middle = rect((letters.x + right(letters)) / 2, (letters.y + bottom(letters)) / 2, 0, 0);
    const covered = shapes
      .slice(index + 1)
      .some(
        (later) =>
          later.layer !== layer &&
          !isText(later.shape) &&
          (later.shape.kind === 'image' || later.shape.fill !== undefined) &&
          contains(boundsOf([later.shape]), middle),
      );
    return covered ? [] : [shape];
  });
}

function revealOf({ slide, showings }: Staging, dissolve: number): RevealMoment | null {
  const opening = new Set(openingLayers(slide));
  const bounds = new Map(slide.layers.map((layer) => [layer, boundsOf(layer.shapes)]));
  const meet = (a: Layer, b: Layer): boolean => {
    const [one, other] = [bounds.get(a), bounds.get(b)];
    return one !== undefined && other !== undefined && overlaps(one, other);
  };
  for (const { layer, from, to } of [...showings].sort((a, b) => a.from - b.from)) {
    const [before, after] = [Math.max(0, from - REVEAL_FRAMES), from + REVEAL_FRAMES];
    if (from === 0 || opening.has(layer) || after >= Math.min(to, dissolve)) continue;
    const disturbed = showings.some(
      (other) =>
        other.layer !== layer &&
        [other.from, other.to].some((frame) => frame > before && frame <= after) &&
        meet(other.layer, layer),
    );
    if (!disturbed && layer.trigger.at !== 'share') return { layer, before, after };
  }
  return null;
}
