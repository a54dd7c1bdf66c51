import type { PlanContext } from '@vividly/engine';
import { speakingRateFor } from '@vividly/lesson';
import { validation } from './stages/validation/contract.ts';

/**
 * Words a minute the lesson is written for and spoken at: by the learner's grade, which need not be the grade that the
 * script could be written for. Throws when no question was understood.
 */
export function tempoOf(context: PlanContext): number {
  const [understood] = context.outputs(validation);
  if (!understood) throw new Error('the tempo follows from an understood question');
  return speakingRateFor(understood.output.gradeLevel);
}
