import { gradeOfCounts, readingCounts, readingGrade } from './reading.ts';
import { countScreenWords, screenEcho } from './screen.ts';
import { addressesLearner, contentWords, phraseIndex, plainWords, sameWord, wordOverlap } from './wording.ts';

test('plain words lose case and the punctuation around them', () => {
  expect(plainWords('“You’re right,” said the half-moon: 50%!')).toEqual([
    "you're", 'right', 'said', 'the', 'half-moon', '50',
  ]); // prettier-ignore
});

test('words are the same in any inflection, and a phrase is found as a run', () => {
  expect(sameWord('pushes', 'push')).toBe(true);
  expect(sameWord("Newton's".toLowerCase(), 'newton')).toBe(true);
  expect(sameWord('pull', 'push')).toBe(false);
  expect(phraseIndex(plainWords('Look: the electric fields grow'), ['electric', 'field'])).toBe(2);
  expect(phraseIndex(plainWords('a square corner'), ['squared'], (a, b) => a === b)).toBe(-1);
  expect(phraseIndex(['word'], [])).toBe(-1);
});

test('overlap is 1 for a text read aloud and small for a keyword in a sentence', () => {
  expect(wordOverlap('Every force has a partner.', 'every force has a partner')).toBe(1);
  expect(wordOverlap('force', 'Every force has a partner.')).toBeCloseTo(0.2);
  expect(wordOverlap('', '')).toBe(0);
});

test('a keyword may be spoken, a sentence on the screen may not', () => {
  const sentence = 'Plants turn sunlight, water and air into sugar.';
  expect(screenEcho(['Plants', 'sugar', 'Sunlight'], sentence)).toBeLessThan(0.5);
  expect(screenEcho(['Carbon', 'Plants turn sunlight, water and air into sugar'], sentence)).toBe(1);
});

test('numbers and signs on the screen are free', () => {
  expect(countScreenWords(['F = m × a', '50 newtons right', 'action-reaction'])).toBe(7);
});

test('the learner is addressed by any form of you', () => {
  expect(addressesLearner("So that's why you're moving.")).toBe(true);
  expect(addressesLearner('Do it yourself.')).toBe(true);
  expect(addressesLearner('The youth of a star.')).toBe(false);
  expect(contentWords('What is the force that you use?')).toEqual(['force']);
});

test('the reading grade is Flesch–Kincaid', () => {
  // 0.39 × 6 + 11.8 × 6/6 − 15.59
  expect(readingGrade(['The cat sat on the mat.'])).toBeCloseTo(-1.45, 2);
  expect(gradeOfCounts(readingCounts(''))).toBe(0);
  // Digits count as syllables: "200" is spoken about as long as "two hundred".
  expect(readingCounts('Press with 200 newtons.')).toEqual({ sentences: 1, words: 4, syllables: 7 });
  const hard = 'Photosynthesis converts electromagnetic radiation into chemical energy.';
  expect(readingGrade([hard])).toBeGreaterThan(15);
});
