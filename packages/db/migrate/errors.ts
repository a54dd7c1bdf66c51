import type { ScriptFailure } from './script-adapter.ts';

/** A migration that could not be applied. `message` names it, says why, and what to do; it holds no secret. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly migration: string;
  constructor(migration: string, message: string, options?: { cause?: unknown }) {
    super(`migration ${migration} ${message}`, options);
    this.migration = migration;
  }
}

/** What can commit a part of a script, or keep a part of it after a failure. */
const keepsParts = /\b(commit|concurrently)\b/i;

/** Whether a refused script surely left nothing behind. */
export function leavesNothing({ script }: ScriptFailure): boolean {
  return !keepsParts.test(script);
}

/** `line 12: type "nonsense" does not exist (SQLSTATE 42704)` */
export function describeFailure({ script, error }: ScriptFailure): string {
  const position = Number(error.position ?? Number.NaN);
  const line = Number.isNaN(position) ? '' : `line ${String(script.slice(0, position).split('\n').length)}: `;
  return `${line}${error.message} (SQLSTATE ${error.code ?? 'unknown'})`;
}
