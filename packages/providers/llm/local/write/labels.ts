import {
  contentWords,
  elementIds,
  phraseIndex,
  plainWords,
  wordsOf,
  type Cue,
  type Visual,
} from '@vividly/lesson';
import type { Utterance } from './utterance.ts';

/** What stands on the screen at each part of a visual, best first: the words that should reveal it. */
function labelsOf(visual: Visual): Map<string, readonly string[]> {
  switch (visual.kind) {
    case 'title':
      return new Map();
    case 'question':
      return new Map(visual.options.map(({ id, text }) => [id, [text]]));
    case 'steps':
    case 'recap':
    case 'sources':
      return new Map(visual.items.map(({ id, text }) => [id, [text]]));
    case 'comparison':
      return new Map(
        [visual.left, visual.right].flatMap(({ id, title, points }) => [
          [id, [title]] as const,
          ...points.map((point) => [point.id, [point.text]] as const),
        ]),
      );
    case 'chart':
      if (visual.chart === 'scatter')
        return new Map(visual.points.map(({ id, label }) => [id, label === undefined ? [] : [label]]));
      return new Map(visual.points.map(({ id, label, value }) => [id, [label, String(value)]]));
    case 'formula':
      return new Map(visual.parts.map(({ id, symbol, meaning }) => [id, [meaning, symbol]]));
    case 'diagram':
      return new Map<string, readonly string[]>([
        ...visual.nodes.map(({ id, label }) => [id, [label]] as const),
        ...visual.arrows.map(({ id, label }) => [id, label === undefined ? [] : [label]] as const),
      ]);
    case 'timeline':
      return new Map(visual.events.map(({ id, when, text }) => [id, [text, when]]));
    case 'analogy':
      return new Map(visual.rows.map(({ id, concept, interest }) => [id, [interest, concept]]));
    case 'correction':
      return new Map([visual.claim, visual.correction].map(({ id, text }) => [id, [text]]));
    case 'worked_example':
      return new Map<string, readonly string[]>([
        ...[...visual.given, visual.result].map(({ id, text }) => [id, [text]] as const),
        ...visual.steps.map(({ id, text, reason }) => [id, [reason ?? text, text]] as const),
      ]);
  }
}

/**
 * Binds every part of `visual` to a word: in the sentence that shows it, else in the first that speaks its label,
 * else at the scene's start. Within a sentence it is the word where the label first occurs, else the first word.
 * Of a question only the answer is bound; its options are there from the start.
 */
export function cuesFor(visual: Visual, utterances: readonly Utterance[]): Cue[] {
  const labels = labelsOf(visual);
  const spoken = utterances.map(({ text }) => wordsOf(text).map((word) => plainWords(word)[0] ?? ''));
  const parts = visual.kind === 'question' ? [visual.answer ?? []].flat() : elementIds(visual);
  return parts.map((element) => {
    const wordIn = (sentence: number): number => {
      for (const label of labels.get(element) ?? []) {
        const at = labelIndex(spoken[sentence] ?? [], label);
        if (at >= 0) return at;
      }
      return -1;
    };
    const shown = utterances.findIndex(({ show }) => show.includes(element));
    const sentence =
      shown >= 0
        ? shown
        : Math.max(
            0,
            utterances.findIndex((_, index) => wordIn(index) >= 0),
          );
    return { element, sentence, word: Math.max(0, wordIn(sentence)) };
  });
}

/** Where a label is spoken: the whole of it, else the first of its words that carries meaning. */
function labelIndex(words: readonly string[], label: string): number {
  const whole = phraseIndex(words, plainWords(label));
  return whole >= 0 ? whole : phraseIndex(words, contentWords(label).slice(0, 1));
}
