/** A change made by hand, and the checks (`area name`) that must fail for it. */
export interface Drift {
  title: string;
  sql: string;
  fails: string[];
  reason: RegExp;
}
