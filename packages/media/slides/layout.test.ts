import { elementIds, type Scene, type VisualKind } from '@vividly/lesson';
import { extremeVisuals, longWords, widestLetters, type Filler } from './fixtures/extremes.ts';
import { lesson, sceneFrom } from '../gallery/lesson.ts';
import { fullScene, problemsOf } from './fixtures/soundness.ts';
import { runsOf } from './fixtures/views.ts';
import { aspectRatios, type AspectRatio } from './frame.ts';
import { layoutScene } from './layout.ts';
import { layouts } from './layouts/index.ts';
import type { Slide } from './slide.ts';

const fillers: Record<string, Filler> = { 'long words': longWords, 'widest letters': widestLetters };

function extremeScenes(fill: Filler): Scene[] {
  return Object.entries(extremeVisuals(fill)).map(([name, visual]) => fullScene(name, visual, fill));
}

function expectSound(scene: Scene, slide: Slide, aspect: AspectRatio): void {
  const where = `${scene.id} in ${aspect}`;
  expect({ where, problems: problemsOf(scene, slide) }).toEqual({ where, problems: [] });
}

describe.each(aspectRatios)('in %s', (aspect) => {
  test.each(Object.entries(fillers))('the longest texts of every kind hold (%s)', (_, fill) => {
    for (const scene of extremeScenes(fill)) {
      expectSound(scene, layoutScene(scene, { aspect, captions: true }), aspect);
    }
  });

  test('an ordinary lesson stands under its headings', () => {
    for (const scene of lesson) {
      const slide = layoutScene(scene, { aspect, captions: true });
      expectSound(scene, slide, aspect);
      const heading = runsOf(slide.layers.filter(({ id }) => id === 'heading')).map(({ text }) => text);
      expect(heading.join(' ')).toBe(scene.visual.kind === 'title' ? '' : scene.heading);
    }
  });
});

test('an ordinary lesson needs no pages in 16:9 and 1:1', () => {
  for (const aspect of ['16:9', '1:1'] as const) {
    for (const scene of lesson) {
      const decks = layoutScene(scene, { aspect, captions: true }).layers.map(({ page }) => page?.deck);
      expect(decks.filter((deck) => deck !== undefined)).toEqual([]);
    }
  }
});

test('every part of every kind is a layer that appears at its cue', () => {
  const seen = new Set<VisualKind>();
  for (const scene of lesson) {
    seen.add(scene.visual.kind);
    const { layers } = layoutScene(scene, { aspect: '16:9', captions: true });
    for (const id of elementIds(scene.visual)) {
      const cues = scene.cues.filter((cue) => cue.element === id);
      expect(cues.length).toBeGreaterThan(0);
      expect(layers.find((layer) => layer.id === id)?.trigger).toEqual({
        at: 'word',
        sentence: cues[0]?.sentence,
        word: cues[0]?.word,
      });
    }
    for (const { term } of scene.terms) {
      expect(layers.filter(({ trigger }) => trigger.at === 'term' && trigger.term === term)).toHaveLength(1);
    }
  }
  expect([...seen].sort()).toEqual(Object.keys(layouts).sort());
});

test('the same scene gives the same slide', () => {
  const [scene] = extremeScenes(longWords).filter(({ id }) => id === 'tangle') as [Scene];
  const options = { aspect: '1:1', captions: true } as const;
  expect(layoutScene(scene, options)).toEqual(layoutScene(structuredClone(scene), options));
});

test('pages on which no cue falls are turned to in time', () => {
  const visual = extremeVisuals(longWords)['steps'];
  if (visual?.kind !== 'steps') throw new Error('steps expected');
  const scene = sceneFrom({ role: 'explain', heading: 'Steps', visual, says: ['no cues here'] });
  const { layers } = layoutScene(scene, { aspect: '9:16', captions: true });
  const pages = new Set(layers.flatMap(({ page }) => (page === undefined ? [] : [page.number])));
  expect(pages.size).toBeGreaterThan(1);
  for (const number of [...pages].filter((page) => page > 0)) {
    const triggers = layers.filter(({ page }) => page?.number === number).map(({ trigger }) => trigger);
    expect(triggers).toContainEqual({ at: 'share', share: number / pages.size });
  }
});

test('a right answer with one cue comes with its neighbour and is ticked at the cue', () => {
  const scene = sceneFrom({
    role: 'quiz',
    heading: 'Your turn',
    visual: {
      kind: 'question',
      prompt: 'Which one?',
      options: [
        { id: 'a', text: 'This' },
        { id: 'b', text: 'That' },
      ],
      answer: 'b',
    },
    says: ['Is it [a] this or that?', 'It is [b] that.'],
  });
  const { layers } = layoutScene(scene, { aspect: '16:9', captions: true });
  const trigger = (id: string) => layers.find((layer) => layer.id === id)?.trigger;
  expect(trigger('b')).toEqual({ at: 'word', sentence: 0, word: 2 });
  expect(trigger('b')).toEqual(trigger('a'));
  expect(trigger('b-answer')).toEqual({ at: 'word', sentence: 1, word: 2 });
});
