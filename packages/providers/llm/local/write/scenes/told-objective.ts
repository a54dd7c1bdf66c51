import type { Topic } from '@vividly/knowledge/library';

export type Objective = Topic['objectives'][number];

/**
 * How an objective is told: `woven` = its lines, then how the interest shows it; `plain` = its lines, the interest
 * follows in the map; `brief` = its point and the interest's part in it, for the shortest lessons.
 */
export type Telling = 'woven' | 'plain' | 'brief';

/** An objective and how this lesson tells it. */
export interface ToldObjective {
  objective: Objective;
  telling: Telling;
}
