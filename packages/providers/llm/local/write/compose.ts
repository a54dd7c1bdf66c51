import type { Topic } from '@vividly/knowledge/library';
import {
  checkScript,
  gradeOfCounts,
  limits,
  sceneSecondsRange,
  usualSecondsMin,
  wholeLessonSeconds,
  type LessonScript,
} from '@vividly/lesson';
import type { LessonBrief } from '../../port.ts';
import { analogyFor } from './analogy.ts';
import { assemble } from './assemble.ts';
import { chooseOptions, type Choice } from './choose.ts';
import { materialFor } from './lesson.ts';
import { shapesFor, type Completeness, type Shape } from './shape.ts';
import type { SceneOption } from './utterance.ts';

/** What a repair asks of a second composition. */
export interface Adjustment {
  /** Rate the voice really reached, in words a minute. */
  wordsPerMinute: number;
  /** Reading grade to write for, where the first composition missed it. */
  grade: number;
  /** Sentences that must not come again. */
  banned: ReadonlySet<string>;
  /** Share by which scenes stay inside the allowed length. */
  sceneMargin: number;
}

/** A lesson, and how many rules it breaks at the rate that it was composed for. */
export interface Composed {
  script: LessonScript;
  faults: number;
}

/** Choices that are written out and judged by the rules, most promising first. */
const judged = 40;
/** How hard each search presses the reading grade towards the asked one: see `Aim.press`. */
const presses = [0, 1, -1, 2, -2, 5, -5, 10, -10, 20, -20];

/**
 * The lesson on `topic` for `brief`: of all choices that last as long as asked, the most worthwhile that breaks no
 * rule, else the one that breaks the fewest. Deterministic. Undefined when nothing comes near the asked length.
 */
export function composeLesson(
  topic: Topic,
  brief: LessonBrief,
  adjustment: Adjustment,
): Composed | undefined {
  const { wordsPerMinute, grade, banned, sceneMargin } = adjustment;
  const material = materialFor(topic, analogyFor(topic, brief.interest), wordsPerMinute);
  const seconds = sceneSecondsRange(brief.targetSeconds);
  const margin = (seconds.max - seconds.min) * sceneMargin;
  const aim = {
    // The longest lesson allowed must not run over: aim a little below.
    targetMs: 1000 * Math.min(brief.targetSeconds, limits.lessonSecondsMax * 0.97),
    grade,
    sceneMs: { min: 1000 * (seconds.min + margin), max: 1000 * (seconds.max - margin) },
  };
  for (const { completeness, tolerance } of attemptsAt(brief.targetSeconds)) {
    const candidates = shapesFor(material, brief.targetSeconds, completeness).flatMap((shape) => {
      const scenes = shape.scenes.map((options) => options.filter((option) => !usesAny(option, banned)));
      return presses.flatMap((press) => {
        const choice = chooseOptions(scenes, { ...aim, press, tolerance });
        return choice === undefined ? [] : [{ shape, choice, score: scoreOf(choice, grade, aim.targetMs) }];
      });
    });
    if (candidates.length === 0) continue;
    return bestOf(
      candidates.sort((a, b) => b.score - a.score).slice(0, judged),
      ({ shape, choice }) =>
        assemble(
          choice.options.map(({ draft }) => draft),
          shape,
          material,
          brief,
        ),
      (script) => checkScript(script, { wordsPerMinute }).length,
    );
  }
  return undefined;
}

/**
 * What to try, the best first. A usual lesson is a whole one and ends within 4 % of the asked length; one below
 * `wholeLessonSeconds` may be a single idea, and where sentences are too long for the time 9 % must do (rule 9 allows 10).
 */
function attemptsAt(targetSeconds: number): { completeness: Completeness; tolerance: number }[] {
  const kinds: Completeness[] =
    targetSeconds >= wholeLessonSeconds
      ? ['whole']
      : targetSeconds >= usualSecondsMin
        ? ['whole', 'single-idea']
        : ['single-idea'];
  return [0.04, 0.09].flatMap((tolerance) => kinds.map((completeness) => ({ completeness, tolerance })));
}

function usesAny({ draft }: SceneOption, banned: ReadonlySet<string>): boolean {
  return draft.utterances.some(({ text }) => banned.has(text));
}

/** Worth, less what a wrong reading grade and a missed length take away. */
function scoreOf({ worth, counts, ms }: Choice, grade: number, targetMs: number): number {
  const off = Math.abs(gradeOfCounts(counts) - grade);
  const missed = Math.abs(ms / targetMs - 1);
  return (
    worth - 2 * Math.max(0, off - 1.2) - 30 * Math.max(0, off - (limits.readingGradeOff - 0.1)) - 40 * missed
  );
}

/** The first of `candidates` without a fault, else the first of those with the fewest. */
function bestOf(
  candidates: readonly { shape: Shape; choice: Choice }[],
  write: (candidate: { shape: Shape; choice: Choice }) => LessonScript,
  faultsOf: (script: LessonScript) => number,
): Composed | undefined {
  let best: Composed | undefined;
  for (const candidate of candidates) {
    const script = write(candidate);
    const faults = faultsOf(script);
    if (best === undefined || faults < best.faults) best = { script, faults };
    if (faults === 0) break;
  }
  return best;
}
