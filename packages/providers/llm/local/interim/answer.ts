import { distance } from 'fastest-levenshtein';
import { tokens } from './words.ts';

const ordinals: readonly (readonly string[])[] = [
  ['1', 'one', 'first', 'a', '1st'],
  ['2', 'two', 'second', 'b', '2nd'],
  ['3', 'three', 'third', 'c', '3rd', 'last'],
];

/**
 * The question that a learner's answer chooses among those they were asked: by number ("2", "the second one"), or by
 * repeating it. Null when the answer is words of their own.
 */
export function chosenOption(answer: string, questions: readonly string[]): string | null {
  const words = tokens(answer);
  const bare = words.filter(
    (word) =>
      !['the', 'option', 'number', 'please', 'question', 'choice', 'i', 'mean', 'meant'].includes(word),
  );
  const spoken = bare.filter((word) => word !== 'one' || bare.length === 1);
  if (spoken.length === 1) {
    const place = ordinals.findIndex((names) => names.includes(spoken[0] ?? ''));
    const index = spoken[0] === 'last' ? questions.length - 1 : place;
    if (index >= 0 && index < questions.length) return questions[index] ?? null;
  }
  const said = words.join(' ');
  return (
    questions.find(
      (question) => distance(tokens(question).join(' '), said) <= Math.max(2, said.length / 10),
    ) ?? null
  );
}
