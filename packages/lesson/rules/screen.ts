import type { LessonScript, Scene } from '../script.ts';
import { elementIds, visualTexts } from '../visual.ts';
import type { Measurement, Rule } from './finding.ts';
import { limits } from './limits.ts';
import { phraseIndex, plainWords, wordOverlap } from './wording.ts';

/** Scenes whose heading only says what kind of scene it is ("Quick check"): up to two such words are free. */
const signpostRoles = new Set<Scene['role']>(['hook', 'analogy', 'misconception', 'quiz', 'recap']);

/** Words of on-screen text as rule 3 counts them: numbers and signs are free, "a-b" is two words. */
export function countScreenWords(texts: readonly string[]): number {
  return texts
    .flatMap((text) => text.replace(/[\d.,%×÷=+−-]+/g, ' ').split(/\s+/))
    .filter((word) => /\p{L}|\p{N}/u.test(word)).length;
}

/**
 * What a learner reads in `scene`: heading, visual, and the terms that neither of them shows. A heading of one or two
 * words that only names the kind of scene is left out, and so is the heading beside a title, which says it already.
 */
export function screenTexts(scene: Pick<Scene, 'role' | 'heading' | 'visual' | 'terms'>): string[] {
  const { heading, visual, terms, role } = scene;
  const signpost = visual.kind === 'title' || (signpostRoles.has(role) && countScreenWords([heading]) <= 2);
  const shown = [...(signpost ? [] : [heading]), ...visualTexts(visual)];
  const words = shown.flatMap(plainWords);
  const unseen = terms.map(({ term }) => term).filter((term) => phraseIndex(words, plainWords(term)) < 0);
  return [...shown, ...unseen];
}

/**
 * How nearly a sentence stands on the screen, 0 to 1: the greatest `wordOverlap` between it and (a) all that the
 * screen shows, (b) each on-screen phrase of five words or more. Shorter phrases are keywords and may be spoken.
 */
export function screenEcho(texts: readonly string[], sentence: string): number {
  const phrases = texts.filter((text) => plainWords(text).length > limits.keywordWordsMax);
  return Math.max(...[texts.join(' '), ...phrases].map((shown) => wordOverlap(shown, sentence)));
}

/** The sentence that comes nearest to standing on the screen of its scene, and how near. */
export function screenOverlap(scene: Scene): { share: number; sentenceId: string | undefined } {
  const texts = screenTexts(scene);
  let nearest: { share: number; sentenceId: string | undefined } = { share: 0, sentenceId: undefined };
  for (const { id, text } of scene.sentences) {
    const share = screenEcho(texts, text);
    if (share > nearest.share) nearest = { share, sentenceId: id };
  }
  return nearest;
}

/** Ids of the parts of a scene's visual that must be bound to a word: of a question only its answer. */
function boundElements({ visual }: Scene): string[] {
  if (visual.kind === 'question') return visual.answer === undefined ? [] : [visual.answer];
  return elementIds(visual);
}

/** Whether a visual that lives by its parts has none: a question may stay open, a formula may explain itself. */
function isBare({ visual }: Scene): boolean {
  const standsAlone = visual.kind === 'title' || visual.kind === 'question' || visual.kind === 'formula';
  return !standsAlone && elementIds(visual).length === 0;
}

/** A figure of each scene; that of the lesson is the highest. */
function mostOf(
  unit: string,
  limit: Measurement['limit'],
  scenes: readonly Scene[],
  figureOf: (scene: Scene) => number,
): Measurement {
  const each = scenes.map((scene) => ({ sceneId: scene.id, figure: figureOf(scene) }));
  return { figure: Math.max(...each.map(({ figure }) => figure)), unit, limit, scenes: each };
}

/** Rules 3 and 14: few words on screen, not the narration (see `screenEcho`), something drawn, each part bound to a spoken word. */
export const screenRules: readonly Rule<LessonScript>[] = [
  {
    rule: 3,
    name: 'too_many_screen_words',
    measure: ({ scenes }) =>
      mostOf('words', { max: limits.screenWordsMax }, scenes, (scene) =>
        countScreenWords(screenTexts(scene)),
      ),
    check: ({ scenes }) =>
      scenes.flatMap((scene) => {
        const count = countScreenWords(screenTexts(scene));
        return count <= limits.screenWordsMax
          ? []
          : [
              {
                message: `${count} words on screen; at most ${limits.screenWordsMax}`,
                sceneId: scene.id,
                measured: count,
              },
            ];
      }),
  },
  {
    rule: 3,
    name: 'screen_repeats_narration',
    measure: ({ scenes }) =>
      mostOf('share', { max: limits.overlapBelow }, scenes, (scene) => screenOverlap(scene).share),
    check: ({ scenes }) =>
      scenes.flatMap((scene) => {
        const { share, sentenceId } = screenOverlap(scene);
        return share < limits.overlapBelow || sentenceId === undefined
          ? []
          : [
              {
                message: `the screen repeats the sentence (overlap ${share.toFixed(2)}, below ${limits.overlapBelow})`,
                sceneId: scene.id,
                sentenceId,
                measured: share,
              },
            ];
      }),
  },
  {
    rule: 14,
    name: 'element_without_cue',
    check: ({ scenes }) =>
      scenes.flatMap((scene) => {
        const cued = new Set(scene.cues.map(({ element }) => element));
        const loose = boundElements(scene).filter((id) => !cued.has(id));
        return loose.length === 0
          ? []
          : [{ message: `no word reveals ${loose.join(', ')}`, sceneId: scene.id, measured: loose.length }];
      }),
  },
  {
    rule: 14,
    name: 'visual_without_parts',
    check: ({ scenes }) =>
      scenes
        .filter(isBare)
        .map(({ id, visual }) => ({ message: `the ${visual.kind} shows nothing`, sceneId: id, measured: 0 })),
  },
];
