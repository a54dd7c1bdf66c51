import {
  captionCharsPerSecondMax,
  captionWidth,
  limits,
  wordsOf,
  type Sentence,
  type TimedWord,
} from '@vividly/lesson';
import type { CaptionCue } from './cue.ts';
import { captionParts } from './long-word.ts';
import { breakCostAfter, layLines, widthOf, type CaptionWord } from './segment.ts';

/** A spoken scene on a time line. */
export interface CaptionedScene {
  /** Where the scene starts, in ms; 0 for captions of the scene alone. */
  offsetMs: number;
  durationMs: number;
  sentences: readonly Pick<Sentence, 'text'>[];
  /** The scene's words, timed from its start. */
  words: readonly TimedWord[];
}

/** Two frames of 1/30 s between cues, and before a cut (rule 12). */
const gapMs = (limits.captionGapFrames * 1000) / 30;
/** A cue stays up this long after its last word when nothing follows at once. */
const lingerMs = 400;
/** A silence this long ends a cue: the answer to a question must not be read while the learner still thinks. */
const endingSilenceMs = 1000;
/** No cue holds more words; keeps the search small. */
const maxWords = 18;

interface Candidate {
  cue: CaptionCue;
  cost: number;
}

/**
 * Captions of spoken scenes: the script's words, token by token, cut so that each cue can be read in its time, ends
 * where a thought ends, and never crosses a scene. A word too wide for a line comes in parts, each with its share of the
 * word's time. Where the voice is faster than a reader may be asked to be, the cut with the least excess is taken; the QA
 * report shows what remains. Throws when the words are not those of the text, or one lasts longer than a caption may.
 */
export function captionCues(
  scenes: readonly CaptionedScene[],
  options: { gradeLevel: number },
): CaptionCue[] {
  const charsPerSecond = captionCharsPerSecondMax(options.gradeLevel);
  return scenes.flatMap((scene) =>
    cutScene(captionWords(scene), scene.offsetMs + scene.durationMs, charsPerSecond),
  );
}

function captionWords({ offsetMs, sentences, words }: CaptionedScene): CaptionWord[] {
  const scripted = sentences.flatMap(({ text }) => {
    const tokens = wordsOf(text);
    return tokens.map((token, index) => ({
      text: token,
      breakCost: breakCostAfter(token, tokens[index + 1]),
    }));
  });
  if (scripted.length !== words.length)
    throw new Error(`${String(words.length)} words were timed, the script has ${String(scripted.length)}`);
  return scripted.flatMap(({ text, breakCost }, index) => {
    const timed = words[index];
    if (timed?.text !== text) throw new Error(`the script says “${text}”, the voice “${timed?.text ?? ''}”`);
    const [startMs, endMs] = [offsetMs + timed.startMs, offsetMs + timed.endMs];
    const parts = captionParts({ text, startMs, endMs });
    return parts.map((part, at) => ({
      ...part,
      breakCost: at === parts.length - 1 ? breakCost : 1,
      width: captionWidth(part.text),
    }));
  });
}

/** The cheapest way to cut a scene's words into cues, by dynamic programming over where each cue ends. */
function cutScene(words: readonly CaptionWord[], sceneEndMs: number, charsPerSecond: number): CaptionCue[] {
  const best: ({ cost: number; cues: CaptionCue[] } | null)[] = [{ cost: 0, cues: [] }];
  for (let end = 1; end <= words.length; end++) {
    let found: { cost: number; cues: CaptionCue[] } | null = null;
    for (let start = Math.max(0, end - maxWords); start < end; start++) {
      const before = best[start];
      if (!before) continue;
      const nextMs = words[end]?.startMs ?? sceneEndMs;
      const opensSentence = start === 0 || words[start - 1]?.breakCost === 0;
      const candidate = judge(words.slice(start, end), { nextMs, opensSentence }, charsPerSecond);
      if (!candidate) continue;
      const cost = before.cost + candidate.cost;
      if (found === null || cost < found.cost) found = { cost, cues: [...before.cues, candidate.cue] };
    }
    best.push(found);
  }
  const cut = best.at(-1);
  if (!cut) throw new Error('the words of a scene do not fit captions: one takes too long or no time');
  return cut.cues;
}

/** One cue over these words, and how bad it is. */
function judge(
  words: readonly CaptionWord[],
  { nextMs, opensSentence }: { nextMs: number; opensSentence: boolean },
  charsPerSecond: number,
): Candidate | null {
  const laid = layLines(words);
  const [first] = words;
  const last = words.at(-1);
  if (!laid || !first || !last) return null;
  if (words.some(({ startMs }, index) => startMs - (words[index - 1]?.endMs ?? startMs) >= endingSilenceMs))
    return null;
  const chars = widthOf(words);
  const wanted = Math.max(
    last.endMs + lingerMs,
    first.startMs + limits.captionMs.min,
    first.startMs + (chars * 1000) / charsPerSecond,
  );
  // The next cue starts with its first word; this one ends two frames before it.
  const endMs = Math.min(wanted, nextMs - gapMs);
  const lastsMs = endMs - first.startMs;
  if (lastsMs <= 0 || lastsMs > limits.captionMs.max) return null;
  const tooFast = Math.max(0, (chars * 1000) / lastsMs / charsPerSecond - 1);
  const tooShort = Math.max(0, 1 - lastsMs / limits.captionMs.min);
  const sentenceInside = words.slice(0, -1).some(({ breakCost }) => breakCost === 0) ? 0.8 : 0;
  // One or two words are too little for a caption, unless they are all that is said.
  const scrap = words.length < 3 && !(opensSentence && last.breakCost === 0) ? 1 : 0;
  const cost = 1 + last.breakCost * 2.5 + 40 * tooFast + 40 * tooShort + sentenceInside + scrap;
  return { cue: { startMs: first.startMs, endMs, lines: laid.lines, words: laid.words }, cost };
}
