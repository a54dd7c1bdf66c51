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

/** One checkable rule over `Subject`: pure, without memory. */
export interface Rule<Subject> {
  readonly rule: number;
  readonly name: string;
  readonly check: (subject: Subject) => Breach[];
}

/** All findings of `rules` on `subject`, in the order of the catalogue. */
export function findingsOf<Subject>(rules: readonly Rule<Subject>[], subject: Subject): RuleFinding[] {
  return rules.flatMap(({ rule, name, check }) =>
    check(subject).map((breach) => ({ rule, name, ...breach })),
  );
}
