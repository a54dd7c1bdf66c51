import { wordsOf, type LessonScript, type Scene } from '../script.ts';
import type { Breach, Rule } from './finding.ts';
import { limits } from './limits.ts';
import { readingGrade } from './reading.ts';
import { addressesLearner, contentWords, phraseIndex, plainWords, sameWord } from './wording.ts';

const sentencesOf = (script: LessonScript): string[] =>
  script.scenes.flatMap((scene) => scene.sentences.map(({ text }) => text));

/** Reading grade of a whole narration (Flesch–Kincaid). */
export function narrationGrade(script: LessonScript): number {
  return readingGrade(sentencesOf(script));
}

/** Share of the sentences that say "you" to the learner, 0 to 1. */
export function secondPersonShare(script: LessonScript): number {
  const sentences = sentencesOf(script);
  return sentences.filter(addressesLearner).length / sentences.length;
}

/** Rule 4: new terms are defined where they are first spoken. */
export const termRules: readonly Rule<LessonScript>[] = [
  {
    rule: 4,
    name: 'term_not_spoken',
    check: ({ scenes }) =>
      scenes.flatMap((scene) =>
        scene.terms
          .filter(({ term }) => firstUse(scene, term) < 0)
          .map(({ term }) => ({
            message: `the new term “${term}” is spoken in its scene`,
            sceneId: scene.id,
          })),
      ),
  },
  {
    rule: 4,
    name: 'term_used_before_definition',
    check: ({ scenes }) =>
      scenes.flatMap((scene, index) =>
        scene.terms
          .filter(({ term }) =>
            scenes
              .slice(0, index)
              .some(({ role, sentences }) => role === 'explain' && speaks(sentences, term)),
          )
          .map(({ term }) => ({
            message: `“${term}” is explained in an earlier scene already`,
            sceneId: scene.id,
          })),
      ),
  },
  { rule: 4, name: 'term_not_defined', check: ({ scenes }) => scenes.flatMap(undefinedTerms) },
];

/** Index of the sentence of `scene` that first speaks `term`; -1 if none does. */
function firstUse(scene: Scene, term: string): number {
  const phrase = plainWords(term);
  return scene.sentences.findIndex(({ text }) => phraseIndex(plainWords(text), phrase) >= 0);
}

/** Whether the term itself is spoken: "a square corner" is no use of the term "squared". */
function speaks(sentences: Scene['sentences'], term: string): boolean {
  const phrase = plainWords(term);
  return sentences.some(({ text }) => phraseIndex(plainWords(text), phrase, (a, b) => a === b) >= 0);
}

/** How a sentence says what a word means: "X is …", "X, the …", "X: …", "… called X", "… or X". */
const explaining = /[,:;(]|\b(is|are|was|were|means?|called|names?|or)\b/i;

/**
 * Terms that are merely mentioned: their first sentence is not built like an explanation, and neither it nor its
 * neighbours share a word with the definition.
 */
function undefinedTerms(scene: Scene): Breach[] {
  return scene.terms.flatMap(({ term, definition }) => {
    const at = firstUse(scene, term);
    const sentence = scene.sentences[at];
    if (sentence === undefined || explaining.test(sentence.text)) return [];
    const around = scene.sentences.slice(Math.max(0, at - 1), at + 2).flatMap(({ text }) => plainWords(text));
    const ownWords = plainWords(term);
    const meaning = contentWords(definition).filter((word) => !ownWords.includes(word));
    return meaning.some((word) => around.some((spoken) => sameWord(spoken, word)))
      ? []
      : [
          {
            message: `“${term}” is spoken without saying what it is (${definition})`,
            sceneId: scene.id,
            sentenceId: sentence.id,
          },
        ];
  });
}

/** Rule 5: words that the learner can follow. */
export const wordingRules: readonly Rule<LessonScript>[] = [
  {
    rule: 5,
    name: 'too_little_second_person',
    measure: (script) => ({
      figure: secondPersonShare(script),
      unit: 'share',
      limit: { min: limits.secondPersonShareMin },
    }),
    check: (script) => {
      const share = secondPersonShare(script);
      return share >= limits.secondPersonShareMin
        ? []
        : [
            {
              message: `${Math.round(share * 100)} % of the sentences say “you”; at least every second one should`,
              measured: share,
            },
          ];
    },
  },
  {
    rule: 5,
    name: 'sentence_too_long',
    measure: (script) => ({
      figure: Math.max(...sentencesOf(script).map((text) => wordsOf(text).length)),
      unit: 'words',
      limit: { max: limits.sentenceWordsMax },
    }),
    check: ({ scenes }) =>
      scenes.flatMap((scene) =>
        scene.sentences.flatMap(({ id, text }) => {
          const count = wordsOf(text).length;
          return count <= limits.sentenceWordsMax
            ? []
            : [
                {
                  message: `${count} words; at most ${limits.sentenceWordsMax}`,
                  sceneId: scene.id,
                  sentenceId: id,
                  measured: count,
                },
              ];
        }),
      ),
  },
  {
    rule: 5,
    name: 'reading_grade',
    measure: (script) => ({
      figure: narrationGrade(script),
      unit: 'grade',
      limit: {
        min: script.gradeLevel - limits.readingGradeOff,
        max: script.gradeLevel + limits.readingGradeOff,
      },
    }),
    check: (script) => {
      const grade = narrationGrade(script);
      return Math.abs(grade - script.gradeLevel) <= limits.readingGradeOff
        ? []
        : [
            {
              message: `the narration reads at grade ${grade.toFixed(1)}; written for grade ${script.gradeLevel}, give or take ${limits.readingGradeOff}`,
              measured: grade,
            },
          ];
    },
  },
];
