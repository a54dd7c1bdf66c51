import { themeOf } from '../slides/theme/index.ts';
import type { TimedWord } from '@vividly/lesson';
import { frameOf } from '../slides/frame.ts';
import { START, type Layer, type Slide, type Trigger } from '../slides/slide.ts';
import { firstSpoken, scheduleOf } from './schedule.ts';

const words: TimedWord[] = ['Every', 'force', 'has', 'its', '(action', 'force’s)', 'pair.'].map(
  (text, index) => ({
    text,
    sentence: index < 3 ? 0 : 1,
    startMs: index * 1000,
    endMs: index * 1000 + 900,
  }),
);
const FRAMES = 300;

function layer(id: string, trigger: Trigger, page?: number): Layer {
  return {
    id,
    trigger,
    entrance: 'fade',
    shapes: [],
    ...(page !== undefined && { page: { deck: 'deck', number: page } }),
  };
}

function showings(...layers: Layer[]): [string, number, number][] {
  const slide: Slide = {
    frame: frameOf('16:9'),
    look: themeOf('matter', null).explain,
    background: [],
    layers,
    captionArea: null,
  };
  return scheduleOf(slide, words, FRAMES).map(({ layer: { id }, from, to }) => [id, from, to]);
}

test('layers appear at their word, term or share and stay', () => {
  expect(
    showings(
      layer('a', START),
      layer('b', { at: 'word', sentence: 1, word: 0 }),
      layer('c', { at: 'share', share: 0.5 }),
      layer('d', { at: 'term', term: 'Force' }),
      layer('e', { at: 'term', term: 'momentum' }),
    ),
  ).toEqual([
    ['a', 0, 300],
    ['b', 90, 300],
    ['c', 150, 300],
    ['d', 30, 300],
  ]);
});

test('a word without a time is an error', () => {
  expect(() => showings(layer('a', { at: 'word', sentence: 1, word: 9 }))).toThrow('word 9 of sentence 1');
});

test('the pages of a deck take turns', () => {
  expect(
    showings(
      layer('one', { at: 'word', sentence: 0, word: 1 }, 0),
      layer('one-ghost', START, 0),
      layer('two', { at: 'word', sentence: 1, word: 0 }, 1),
      layer('two-dots', START, 1),
      layer('two-more', { at: 'word', sentence: 1, word: 2 }, 1),
      layer('one-again', { at: 'word', sentence: 1, word: 3 }, 0),
    ),
  ).toEqual([
    ['one', 30, 90],
    ['one', 180, 300],
    ['one-ghost', 0, 90],
    ['one-ghost', 180, 300],
    ['two', 90, 180],
    ['two-dots', 90, 180],
    ['two-more', 150, 180],
    ['one-again', 180, 300],
  ]);
});

test('of two pages turned at once the later one is open', () => {
  const at: Trigger = { at: 'word', sentence: 0, word: 2 };
  expect(showings(layer('a', START, 0), layer('b', at, 1), layer('c', at, 2))).toEqual([
    ['a', 0, 60],
    ['c', 60, 300],
  ]);
});

test.each([
  ['action force', 4000],
  ['FORCE', 1000],
  ['pair', 6000],
  ['has its', 2000],
  ['forces', 5000],
  ['energy', undefined],
])('%s is first spoken at %p', (term, startMs) => {
  expect(firstSpoken(term, words)).toBe(startMs);
});
