import type { SceneLook, SeenReveal } from '@vividly/lesson';
import { bottom, contains, inset, overlaps, right } from '../slides/geometry.ts';
import type { Frame } from '../slides/frame.ts';
import { textBox, type TextRun } from '../slides/shapes.ts';
import type { Layer } from '../slides/slide.ts';
import type { CaptionPage } from '../video/caption-pages.ts';
import { readText } from './legible.ts';
import { litMomentOf, type LitMoment } from './lit.ts';
import { isText, lettersOf, momentsOf, type Staging } from './moments.ts';
import { watchReveal } from './reveal.ts';
import type { Pixels } from './pixels.ts';
import type { Look } from './watch.ts';

/** A scene that is to be looked at. */
export interface SceneOnFilm {
  sceneId: string;
  staging: Staging;
  /** Captions burned into it; empty when there are none. */
  pages: readonly CaptionPage[];
  /** Its first frame in the lesson. */
  offset: number;
  /** px of the picture for one px of the full-size frame */
  scale: number;
}

/** What was seen of a scene, complete once all its looks were taken. */
export interface SceneSeen {
  looks: Look[];
  look: SceneLook;
  /** The word that was watched, and whether it lit up in time; null without one. */
  lit: { text: string; right: boolean } | null;
}

/** Plans what to look at in a scene. The looks write what they see into the result. */
export function sceneLooks({ sceneId, staging, pages, offset, scale }: SceneOnFilm): SceneSeen {
  const { frame } = staging.slide;
  const { views, hidden, reveal, isBlended } = momentsOf(staging);
  const last = Math.max(...views.map((view) => view.frame));
  const word = litMomentOf(pages, scale, { from: 0, to: last, isBlended });
  const look: SceneLook = {
    sceneId,
    faintest: null,
    smallestType: Infinity,
    cut: hidden.map(({ text }) => text),
    outside: [],
    overlapping: [],
    reveal: null,
  };
  const lit = word && { text: word.text, right: false };
  const at = (frameOfScene: number, see: Look['see']): Look => ({ frame: offset + frameOfScene, see });
  const judged = new Set<TextRun>();
  const judge = (runs: readonly TextRun[], picture: Pixels): void => {
    look.overlapping.push(...collisions(runs, judged));
    for (const run of runs) {
      if (judged.has(run)) continue;
      judged.add(run);
      judgeRun(run, look, frame, picture, scale);
    }
  };
  const looks = views.map((view) =>
    at(view.frame, (picture) => {
      judge(view.runs, picture);
      look.cut.push(...overEdges(view.layers).filter((text) => !look.cut.includes(text)));
    }),
  );
  if (reveal) {
    let compare: ((after: Pixels) => SeenReveal['seen']) | undefined;
    looks.push(
      at(reveal.before, (picture) => (compare = watchReveal(reveal.layer, scale, picture))),
      at(reveal.after, (picture) => {
        look.reveal = { element: reveal.layer.id, seen: compare?.(picture) ?? 'never' };
      }),
    );
    look.reveal = { element: reveal.layer.id, seen: 'never' };
  }
  if (word && lit) looks.push(...watchWord(word, lit, at, judge));
  return { looks, look, lit };
}

function watchWord(
  word: LitMoment,
  lit: { right: boolean },
  at: (frame: number, see: Look['see']) => Look,
  judge: (runs: readonly TextRun[], picture: Pixels) => void,
): Look[] {
  let wasCold = false;
  return [
    at(word.cold, (picture) => (wasCold = !word.isLit(picture))),
    at(word.lit, (picture) => {
      lit.right = wasCold && word.isLit(picture);
      judge(word.runs, picture);
    }),
  ];
}

function judgeRun(run: TextRun, look: SceneLook, frame: Frame, picture: Pixels, scale: number): void {
  const { contrast, whole } = readText(picture, run, scale);
  if (look.faintest === null || contrast < look.faintest.contrast)
    look.faintest = { text: run.text, contrast };
  look.smallestType = Math.min(look.smallestType, run.size / frame.height);
  if (!whole) look.cut.push(run.text);
  if (!contains(frame.safe, textBox(run), 1)) look.outside.push(run.text);
}

/** Pairs of texts that lie over each other; those that were judged before are left out. */
function collisions(runs: readonly TextRun[], judged: ReadonlySet<TextRun>): string[] {
  return runs.flatMap((run, index) =>
    runs
      .slice(index + 1)
      .filter((other) => !(judged.has(run) && judged.has(other)) && overlaps(textBox(run), textBox(other), 1))
      .map((other) => `“${run.text}” and “${other.text}”`),
  );
}

/** Texts that begin on a plate of their own layer and run over its edge. */
function overEdges(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ shapes }) =>
    shapes.flatMap((shape, index) => {
      if (!isText(shape)) return [];
      const letters = inset(lettersOf(shape), 2);
      const middle = { x: (letters.x + right(letters)) / 2, y: (letters.y + bottom(letters)) / 2 };
      const crossed = shapes
        .slice(0, index)
        .some(
          (plate) =>
            plate.kind === 'rect' &&
            plate.fill !== undefined &&
            contains(plate.box, { ...middle, width: 0, height: 0 }) &&
            !contains(plate.box, letters),
        );
      return crossed ? [shape.text] : [];
    }),
  );
}
