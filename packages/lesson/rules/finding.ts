import type { Range } from './limits.ts';

/** A rule of the lesson rules that a lesson breaks. */
export interface RuleFinding {
  /** Number of the rule, 1..17. */
  rule: number;
  /** Stable name, e.g. `sentence_too_long`. */
  name: string;
  /** What is wrong, with the figure and the limit, for a writer who is to mend it. */
  message: string;
  sceneId?: string;
  sentenceId?: string;
  /** The offending figure where the rule measures one, in the rule's unit (seconds, words, grades, a share). */
  measured?: number;
}

/** A finding before its rule has signed it. */
export type Breach = Omit<RuleFinding, 'rule' | 'name'>;

/** What a rule measured, and what it allows; an open end of the limit is left out. */
export interface Measurement {
  figure: number;
  unit: string;
  limit: Partial<Range>;
  /** The figure scene by scene, where the rule judges each. */
  scenes?: { sceneId: string; figure: number }[];
}

/** One checkable rule over `Subject`: pure, without memory. */
export interface Rule<Subject> {
  readonly rule: number;
  readonly name: string;
  readonly check: (subject: Subject) => Breach[];
  /** The figure that it judges; of a rule without one, a report counts the breaches. */
  readonly measure?: (subject: Subject) => Measurement;
  /** Why it has nothing to say about this subject, if so. */
  readonly exempt?: (subject: Subject) => string | undefined;
}

/** All findings of `rules` on `subject`, in the order of the catalogue. */
export function findingsOf<Subject>(rules: readonly Rule<Subject>[], subject: Subject): RuleFinding[] {
  return rules.flatMap(({ rule, name, check }) =>
    check(subject).map((breach) => ({ rule, name, ...breach })),
  );
}

/** A rule that is broken when its figure is outside its limit: that of a scene, where it has figures of scenes. */
export function bounded<Subject>(
  rule: Pick<Rule<Subject>, 'rule' | 'name' | 'exempt'> & { measure: (subject: Subject) => Measurement },
): Rule<Subject> {
  return {
    ...rule,
    check(subject) {
      const { figure, unit, limit, scenes } = rule.measure(subject);
      const { min = -Infinity, max = Infinity } = limit;
      const say = (measured: number): string => `${round(measured)} ${unit}; ${limitInWords(limit)}`;
      const off = (measured: number): boolean => !(measured >= min && measured <= max);
      return scenes === undefined
        ? off(figure)
          ? [{ message: say(figure), measured: figure }]
          : []
        : scenes
            .filter((scene) => off(scene.figure))
            .map((scene) => ({
              message: say(scene.figure),
              sceneId: scene.sceneId,
              measured: scene.figure,
            }));
    },
  };
}

/** The value that is furthest outside `limit`; of values inside it the highest. */
export function worstOf(
  values: readonly number[],
  { min = -Infinity, max = Infinity }: Partial<Range>,
): number {
  const off = (value: number): number => Math.max(min - value, value - max, 0);
  return values.reduce((worst, value) =>
    off(value) > off(worst) || (off(value) === off(worst) && value > worst) ? value : worst,
  );
}

/** "4 to 8", "at least 4.5", "at most 12". */
export function limitInWords({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min !== undefined && max !== undefined) return `${round(min)} to ${round(max)}`;
  return min === undefined ? `at most ${round(max ?? Infinity)}` : `at least ${round(min)}`;
}

/** Rounded to hundredths, as figures are reported. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
