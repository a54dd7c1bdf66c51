import {
  limits,
  phraseIndex,
  plainWords,
  questionPauseMs,
  readingCounts,
  screenEcho,
  screenTexts,
  sentenceMs,
  sentencePauseMs,
  type ReadingCounts,
  type Scene,
  type Term,
  type Visual,
} from '@vividly/lesson';
import type { Level } from '@vividly/knowledge/library';

/** A sentence on its way into a lesson. */
export interface Utterance {
  text: string;
  /** Passages it rests on; none makes it the writer's own sentence. */
  sources: readonly string[];
  /** Parts of the scene's visual that come up in it, in order. */
  show: readonly string[];
  pauseAfterMs: number;
}

/** A sentence that a scene could hold: always, or for what it adds when there is time for it. */
export interface Piece {
  utterance: Utterance;
  /** What it adds to the lesson; `always` for a sentence without which the scene makes no sense. */
  worth: number | 'always';
}

/** A scene before its sentences are numbered and its parts bound to words. */
export interface SceneDraft {
  role: Scene['role'];
  objective?: string;
  heading: string;
  visual: Visual;
  visualDescription: string;
  terms: readonly Term[];
  utterances: readonly Utterance[];
}

/** One way to tell a scene, with what choosing it costs and brings. */
export interface SceneOption {
  draft: SceneDraft;
  /** Spoken length at the brief's rate, pauses included. */
  ms: number;
  worth: number;
  counts: ReadingCounts;
  /** Level of the library's texts it is made of; undefined where they have none. */
  level: Level | undefined;
}

/** A sentence of the library; without a source it is marked as the writer's own. */
export function line(text: string, source?: string, show: readonly string[] = []): Utterance {
  return { text, sources: source === undefined ? [] : [source], show, pauseAfterMs: sentencePauseMs };
}

/** A question that waits for the learner. */
export function asked(utterance: Utterance): Utterance {
  return { ...utterance, pauseAfterMs: questionPauseMs };
}

/** What the options of one scene have in common. */
interface SceneWorth {
  wordsPerMinute: number;
  worth: number;
  /** Terms that the scene may introduce; it does introduce those that its sentences speak. */
  terms?: readonly Term[];
  level?: Level;
}

/** The ways to tell one scene: every choice among the optional pieces, in their order. */
export function optionsOf(
  scene: Omit<SceneDraft, 'utterances' | 'terms'>,
  pieces: readonly Piece[],
  { wordsPerMinute, terms = [], worth, level }: SceneWorth,
): SceneOption[] {
  type Choice = Omit<SceneOption, 'draft' | 'level'> & { utterances: Utterance[] };
  let choices: Choice[] = [
    { utterances: [], ms: 0, worth, counts: { sentences: 0, words: 0, syllables: 0 } },
  ];
  const texts = screenTexts({ ...scene, terms: [...terms] });
  for (const { utterance, worth: adds } of pieces) {
    if (screenEcho(texts, utterance.text) >= limits.overlapBelow) {
      // The screen would repeat the narration (rule 3): leave the sentence out, or with it the scene.
      if (adds === 'always') return [];
      continue;
    }
    const ms = sentenceMs(utterance, wordsPerMinute);
    const counts = readingCounts(utterance.text);
    const taken = choices.map((choice) => ({
      utterances: [...choice.utterances, utterance],
      ms: choice.ms + ms,
      worth: choice.worth + (adds === 'always' ? 0 : adds),
      counts: addCounts(choice.counts, counts),
    }));
    choices = adds === 'always' ? taken : [...taken, ...choices];
  }
  return choices.map(({ utterances, ms, ...choice }) => {
    const last = utterances.at(-1);
    // The silence after a scene is not the scene's: whoever joins the scenes puts it there.
    const ended = last === undefined ? [] : [...utterances.slice(0, -1), { ...last, pauseAfterMs: 0 }];
    return {
      ...choice,
      level,
      draft: { ...scene, terms: spokenTerms(terms, ended), utterances: ended },
      ms: ms - (last?.pauseAfterMs ?? 0),
    };
  });
}

/** The sum of two counts. */
export function addCounts(a: ReadingCounts, b: ReadingCounts): ReadingCounts {
  return {
    sentences: a.sentences + b.sentences,
    words: a.words + b.words,
    syllables: a.syllables + b.syllables,
  };
}

function spokenTerms(terms: readonly Term[], utterances: readonly Utterance[]): Term[] {
  const spoken = utterances.map(({ text }) => plainWords(text));
  return terms
    .filter(({ term }) => spoken.some((words) => phraseIndex(words, plainWords(term)) >= 0))
    .map(({ term, definition }) => ({ term, definition }));
}
