import { gradeOfCounts, scenePauseMs, type ReadingCounts } from '@vividly/lesson';
import { addCounts, type SceneOption } from './utterance.ts';

/** What a choice of scene options aims at. */
export interface Aim {
  /** Spoken length of the lesson in ms. */
  targetMs: number;
  /** The learner's grade: levels near it are preferred. */
  grade: number;
  /** How hard to press the whole lesson's grade up (or down, when negative), in worth per grade and hundred words. */
  press: number;
  /** Share by which the lesson may miss its length. */
  tolerance: number;
  /** Allowed length of one scene in ms. */
  sceneMs: { min: number; max: number };
}

/** One way to tell every scene of a shape. */
export interface Choice {
  options: readonly SceneOption[];
  ms: number;
  /** What the options add, less what levels away from the learner's take away. */
  worth: number;
  counts: ReadingCounts;
}

/** What a hundred words of a level cost for every grade between its readers and the learner, in worth. */
const gradeCost = 2;
/** The grade that each level of the library is written for. */
const gradeOfLevel = { early: 3, middle: 7, high: 10.5 } as const;
/** Slots that the target's length is divided into. */
const slotsPerTarget = 400;

/**
 * The most worthwhile choice of one option for each scene whose length is near enough to the target: a knapsack over
 * scenes, each scene a set of alternatives. Undefined when no choice comes near enough.
 */
export function chooseOptions(scenes: readonly (readonly SceneOption[])[], aim: Aim): Choice | undefined {
  const slotMs = aim.targetMs / slotsPerTarget;
  const pausesMs = scenePauseMs * (scenes.length - 1);
  const first = Math.ceil(slotsPerTarget * (1 - aim.tolerance) - pausesMs / slotMs);
  const last = Math.floor(slotsPerTarget * (1 + aim.tolerance) - pausesMs / slotMs);
  const alternatives = scenes.map((options) => thinned(options, aim, slotMs));
  if (alternatives.some((options) => options.length === 0)) return undefined;
  const shortest = alternatives.reduce(
    (sum, options) => sum + Math.min(...options.map(({ slots }) => slots)),
    0,
  );
  const longest = alternatives.reduce(
    (sum, options) => sum + Math.max(...options.map(({ slots }) => slots)),
    0,
  );
  if (shortest > last || longest < first) return undefined;
  // best[slot] = the most worth so far at that length; taken[scene][slot] = the alternative that led there.
  let best = new Float64Array(last + 1).fill(-Infinity);
  best[0] = 0;
  const taken: Int32Array[] = [];
  for (const options of alternatives) {
    const next = new Float64Array(last + 1).fill(-Infinity);
    const by = new Int32Array(last + 1).fill(-1);
    options.forEach(({ slots, value }, index) => {
      for (let slot = slots; slot <= last; slot++) {
        const total = (best[slot - slots] ?? -Infinity) + value;
        if (total > (next[slot] ?? 0)) {
          next[slot] = total;
          by[slot] = index;
        }
      }
    });
    best = next;
    taken.push(by);
  }
  let end = -1;
  for (let slot = Math.max(0, first); slot <= last; slot++) {
    const value = best[slot] ?? -Infinity;
    if (value > -Infinity && (end < 0 || value > (best[end] ?? -Infinity))) end = slot;
  }
  if (end < 0) return undefined;
  const options = walkBack(alternatives, taken, end);
  return {
    options,
    ms: options.reduce((sum, { ms }) => sum + ms, pausesMs),
    worth: options.reduce((sum, option) => sum + worthAt(option, aim.grade), 0),
    counts: options.map(({ counts }) => counts).reduce(addCounts),
  };
}

interface Alternative {
  option: SceneOption;
  slots: number;
  value: number;
}

/** Options of a fitting length, for each length the most worthwhile one. */
function thinned(
  options: readonly SceneOption[],
  { grade, press, sceneMs }: Aim,
  slotMs: number,
): Alternative[] {
  const bySlots = new Map<number, Alternative>();
  for (const option of options) {
    if (option.ms < sceneMs.min || option.ms > sceneMs.max) continue;
    const above = gradeOfCounts(option.counts) - grade;
    const value = worthAt(option, grade) + (press * above * option.counts.words) / 100;
    const slots = Math.round(option.ms / slotMs);
    const rival = bySlots.get(slots);
    if (rival === undefined || value > rival.value) bySlots.set(slots, { option, slots, value });
  }
  return [...bySlots.values()];
}

function worthAt({ worth, level, counts }: SceneOption, grade: number): number {
  const away = level === undefined ? 0 : Math.abs(gradeOfLevel[level] - grade);
  return worth - (gradeCost * away * counts.words) / 100;
}

function walkBack(
  alternatives: readonly (readonly Alternative[])[],
  taken: readonly Int32Array[],
  end: number,
): SceneOption[] {
  const options: SceneOption[] = [];
  let slot = end;
  for (let scene = alternatives.length - 1; scene >= 0; scene--) {
    const alternative = alternatives[scene]?.[taken[scene]?.[slot] ?? -1];
    if (alternative === undefined) throw new Error('the chosen length has no way back to its scenes');
    options.unshift(alternative.option);
    slot -= alternative.slots;
  }
  return options;
}
