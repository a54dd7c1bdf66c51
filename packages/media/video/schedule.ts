import type { TimedWord } from '@vividly/lesson';
import type { Layer, Slide, Trigger } from '../slides/slide.ts';
import { frameAt } from './clock.ts';

/** A time during which a layer is seen: from a frame up to, but without, another. */
export interface Showing {
  layer: Layer;
  from: number;
  to: number;
}

/**
 * When each layer of a slide is seen: from the word, term or share of the scene that makes it appear, as long as its
 * page is open. A layer of a deck is shown anew each time its page is turned to; a term that is never spoken is never
 * shown.
 *
 * @param words the scene's words with their times
 * @param frames length of the scene
 * @throws Error when a cue points at a word that `words` does not hold
 */
export function scheduleOf(slide: Slide, words: readonly TimedWord[], frames: number): Showing[] {
  const startOf = new Map(slide.layers.map((layer) => [layer, triggerFrame(layer.trigger, words, frames)]));
  const start = (layer: Layer): number => startOf.get(layer) ?? Infinity;
  const turns = pageTurns(slide.layers, start);
  return slide.layers
    .flatMap((layer) => {
      const from = start(layer);
      const { page } = layer;
      if (page === undefined) return [{ layer, from, to: frames }];
      const deck = turns.get(page.deck) ?? [];
      return deck.flatMap((turn, index) =>
        turn.page === page.number
          ? [{ layer, from: Math.max(from, turn.frame), to: deck[index + 1]?.frame ?? frames }]
          : [],
      );
    })
    .filter(({ from, to }) => from < to);
}

function triggerFrame(trigger: Trigger, words: readonly TimedWord[], frames: number): number {
  switch (trigger.at) {
    case 'start':
      return 0;
    case 'share':
      return Math.round(trigger.share * frames);
    case 'word': {
      const word = words.filter(({ sentence }) => sentence === trigger.sentence)[trigger.word];
      if (word === undefined) {
        throw new Error(`no time for word ${trigger.word} of sentence ${trigger.sentence}`);
      }
      return frameAt(word.startMs);
    }
    case 'term': {
      const startMs = firstSpoken(trigger.term, words);
      return startMs === undefined ? Infinity : frameAt(startMs);
    }
  }
}

interface Turn {
  frame: number;
  page: number;
}

/** For each deck the frames at which it is turned, and to which page; its lowest page is open from frame 0. */
function pageTurns(layers: readonly Layer[], start: (layer: Layer) => number): Map<string, Turn[]> {
  const decks = new Map<string, Turn[]>();
  for (const layer of layers) {
    if (layer.page === undefined) continue;
    const turns = decks.get(layer.page.deck) ?? [];
    decks.set(layer.page.deck, turns);
    const first = turns[0];
    if (first === undefined) turns.push({ frame: 0, page: layer.page.number });
    else first.page = Math.min(first.page, layer.page.number);
    if (layer.trigger.at !== 'start') turns.push({ frame: start(layer), page: layer.page.number });
  }
  for (const [deck, turns] of decks) {
    const inOrder = turns.filter(({ frame }) => frame < Infinity).sort((a, b) => a.frame - b.frame);
    // Turning to the open page changes nothing; of two turns at the same frame the later one counts.
    const real: Turn[] = [];
    for (const turn of inOrder) {
      if (real.at(-1)?.frame === turn.frame) real.pop();
      if (real.at(-1)?.page !== turn.page) real.push(turn);
    }
    decks.set(deck, real);
  }
  return decks;
}

/** When a term is first spoken, in ms: as it is written or, failing that, with an ending. */
export function firstSpoken(term: string, words: readonly TimedWord[]): number | undefined {
  const wanted = term.split(/\s+/).map(bare);
  const spoken = words.map(({ text }) => bare(text));
  const find = (matches: (word: string, part: string) => boolean): TimedWord | undefined =>
    words.find((_, index) => wanted.every((part, offset) => matches(spoken[index + offset] ?? '', part)));
  const exact = find((word, part) => word === part);
  return (exact ?? find((word, part) => word.startsWith(part) && word.length <= part.length + LONGEST_ENDING))
    ?.startMs;
}

/** "gravity" is spoken in "gravity's", "force" in "forces", "accelerate" in "accelerated". */
const LONGEST_ENDING = 3;

function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The layers that are seen at the start of a scene, whatever is spoken in it. */
export function openingLayers({ layers }: Slide): Layer[] {
  const lowest = (deck: string): number =>
    Math.min(...layers.flatMap(({ page }) => (page?.deck === deck ? [page.number] : [])));
  return layers.filter(
    ({ trigger, page }) =>
      trigger.at === 'start' && (page === undefined || page.number === lowest(page.deck)),
  );
}
