import type { Drawing, Visual } from '@vividly/lesson';
import { background, captionStrip, headingLayer } from './chrome.ts';
import { focusLayers } from './focus.ts';
import { frameOf, type AspectRatio, type Frame } from './frame.ts';
import { bottom, rect, type Rect } from './geometry.ts';
import { layouts } from './layouts/index.ts';
import { START, type Layer, type Slide, type Trigger } from './slide.ts';
import type { Layout, Stage } from './stage.ts';
import { termChips } from './terms.ts';
import { looks } from './theme.ts';

export interface SlideOptions {
  aspect: AspectRatio;
  /** Keep a strip free for burned-in captions. */
  captions: boolean;
}

/**
 * Lays a scene out: what is drawn, where, and what makes it appear. A pure function of its arguments.
 *
 * It takes the first arrangement that fits, in this order: the visual's own arrangements under the heading, then
 * without the heading where the layout allows it, then one part at a time; all of that first with whole words, and
 * only then with words broken by hyphens.
 *
 * @throws Error when nothing fits, which the limits of the schemas rule out
 */
export function layoutScene(scene: Drawing, { aspect, captions }: SlideOptions): Slide {
  const frame = frameOf(aspect);
  const look = looks[scene.role];
  const sign = layouts[scene.visual.kind].heading === 'never' ? null : look.icon;
  for (const breakWords of [false, true]) {
    const layers = arrange(scene, frame, captions, breakWords);
    if (layers === null) continue;
    return {
      frame,
      background: background(frame, look, sign),
      layers,
      captionArea: captions ? captionStrip(frame) : null,
    };
  }
  throw new Error(`scene ${scene.id}: its ${scene.visual.kind} does not fit into ${aspect}`);
}

function arrange(scene: Drawing, frame: Frame, captions: boolean, breakWords: boolean): Layer[] | null {
  const look = looks[scene.role];
  const chips = termChips(scene.terms, frame, breakWords);
  if (chips === null && scene.terms.length > 0) return null;
  const foot = captions ? captionStrip(frame).y - frame.gap : bottom(frame.safe);
  const chipsTop = foot - (chips?.height ?? 0);
  const end = chips === null ? foot : chipsTop - frame.gap;
  const area = (top: number): Rect => rect(frame.safe.x, top, frame.safe.width, end - top);
  const stageIn = (room: Rect): Stage => ({
    frame,
    area: room,
    look,
    breakWords,
    appears: (element) => triggerOf(scene, element, 'first'),
    appearsLast: (element) => triggerOf(scene, element, 'last'),
  });
  // The entry for a kind takes the visual of that kind, which the compiler cannot follow through the union.
  const layout = layouts[scene.visual.kind] as unknown as Layout<Visual['kind']>;
  const fitted = (room: Rect): Layer[] | null => {
    for (const arrangement of layout.arrangements) {
      const layers = arrangement(scene.visual, stageIn(room));
      if (layers !== null) return layers;
    }
    return null;
  };
  const found = (): Layer[] | null => {
    const heading = layout.heading === 'never' ? null : headingLayer(scene, frame, look, breakWords);
    if (heading !== null) {
      const layers = fitted(area(frame.safe.y + heading.height + 1.4 * frame.gap));
      if (layers !== null) return [heading.layer, ...layers];
    }
    if (layout.heading !== 'always') {
      const layers = fitted(area(frame.safe.y));
      if (layers !== null) return layers;
    }
    const whole = stageIn(area(frame.safe.y));
    return focusLayers(scene.heading, layout.cards(scene.visual, whole), whole);
  };
  const layers = found();
  return layers && [...layers, ...(chips?.layers(chipsTop) ?? [])];
}

function triggerOf(scene: Drawing, element: string, which: 'first' | 'last'): Trigger {
  const cues = scene.cues
    .filter((cue) => cue.element === element)
    .sort((a, b) => a.sentence - b.sentence || a.word - b.word);
  const cue = which === 'first' ? cues[0] : cues.at(-1);
  return cue === undefined ? START : { at: 'word', sentence: cue.sentence, word: cue.word };
}
