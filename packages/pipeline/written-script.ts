import type { PlanContext } from '@vividly/engine';
import { handedInSchema, scriptGeneration, type HandedIn } from './stages/script_generation/contract.ts';
import { tempoOf } from './tempo.ts';

/** A lesson's script as it may be edited. */
export interface WrittenScript extends HandedIn {
  /** The rate that it is judged and spoken at. */
  wordsPerMinute: number;
}

/** The script of a lesson, as soon as there is one: an edited one at once, else when it is written. */
export function writtenScriptOf(context: PlanContext): WrittenScript | null {
  const [written] = context.outputs(scriptGeneration);
  const edited = handedInSchema.nullable().parse(context.request.editedScript);
  const found = written?.output ?? edited;
  if (found === null) return null;
  const { script, writtenBy } = found;
  return { script, writtenBy, wordsPerMinute: tempoOf(context) };
}
