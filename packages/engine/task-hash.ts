import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import type { BoundStage } from './stage.ts';

/**
 * The key of a task's result: SHA-256 (hex) over the stage, the contract's version, the handler's revision and the
 * input with sorted keys. Nothing of the request itself is in it, so equal questions share their results.
 */
export function taskHash({ contract, handler }: BoundStage, input: unknown): string {
  const identity = { stage: contract.stage, version: contract.version, revision: handler.revision, input };
  return createHash('sha256').update(stringify(identity)).digest('hex');
}
