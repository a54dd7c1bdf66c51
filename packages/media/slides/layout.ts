import type { Drawing, ThemeName, Visual } from '@vividly/lesson';
import { background, captionStrip, headingLayer } from './chrome.ts';
import { headRoom, logoShape, type Branding, type HeadRoom } from './branding.ts';
import { focusLayers } from './focus.ts';
import { frameOf, type AspectRatio, type Frame } from './frame.ts';
import { bottom, rect, type Rect } from './geometry.ts';
import { layouts } from './layouts/index.ts';
import { START, type Layer, type Slide, type Trigger } from './slide.ts';
import type { Layout, Stage } from './stage.ts';
import { termChips } from './terms.ts';
import { themeOf, type Look } from './theme/index.ts';

export interface SlideOptions {
  aspect: AspectRatio;
  /** Keep a strip free for burned-in captions. */
  captions: boolean;
  theme?: ThemeName;
  /** The organization's colour and font in place of the theme's, and its logo. */
  brand?: Branding | null;
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
export function layoutScene(
  scene: Drawing,
  { aspect, captions, theme = 'matter', brand = null }: SlideOptions,
): Slide {
  const frame = frameOf(aspect);
  const look = themeOf(theme, brand)[scene.role];
  const bare = layouts[scene.visual.kind].heading === 'never' || Boolean(brand?.logo);
  const sign = bare ? null : look.icon;
  for (const breakWords of [false, true]) {
    const layers = arrange(scene, frame, look, { captions, breakWords, head: headRoom(brand, frame) });
    if (layers === null) continue;
    return {
      frame,
      look,
      background: [...background(frame, look, sign), ...logoShape(brand, frame)],
      layers,
      captionArea: captions ? captionStrip(frame) : null,
    };
  }
  throw new Error(`scene ${scene.id}: its ${scene.visual.kind} does not fit into ${aspect}`);
}

function arrange(
  scene: Drawing,
  frame: Frame,
  look: Look,
  { captions, breakWords, head }: { captions: boolean; breakWords: boolean; head: HeadRoom },
): Layer[] | null {
  const chips = termChips(scene.terms, frame, look, breakWords);
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
    const heading =
      layout.heading === 'never' ? null : headingLayer(scene, frame, look, { width: head.width, breakWords });
    if (heading !== null) {
      const layers = fitted(area(frame.safe.y + Math.max(heading.height, head.height) + 1.4 * frame.gap));
      if (layers !== null) return [heading.layer, ...layers];
    }
    if (layout.heading !== 'always') {
      const layers = fitted(area(frame.safe.y + head.height));
      if (layers !== null) return layers;
    }
    const whole = stageIn(area(frame.safe.y + head.height));
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
