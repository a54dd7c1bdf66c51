import { isDeepStrictEqual } from 'node:util';
import {
  ContentRequestStatus,
  isTerminal,
  PipelineStage,
  type Transaction,
  type UserTier,
} from '@vividly/db';
import {
  lessonIdOf,
  lockLesson,
  ofLesson,
  reviseRequest,
  type ContractCatalogue,
  type LoadedRequest,
} from '@vividly/engine';
import { checkEdit, settledFieldsChanged, type LessonScript } from '@vividly/lesson';
import type { WrittenScript } from '@vividly/pipeline';
import type { AppDeps } from '../../deps.ts';
import { isMatched } from '../../http/conditional.ts';
import { contentRequestsPath } from '../../http/paths.ts';
import { Problem } from '../../http/problems.ts';
import { requestNotFound, type RequestKey } from '../content-requests/reader.ts';
import { findRequest, scriptOf, scriptTag } from './script.ts';

/** An edited script, what it is an edit of, and who sends it. */
export interface Edit {
  key: RequestKey;
  script: LessonScript;
  /** As GET showed it, where the client sends it back. */
  revision: number | undefined;
  ifMatch: string | undefined;
  by: { userId: string; tier: UserTier; correlationId: string };
}

/** The request that makes the edited lesson: new, or one that had this very script before. */
export interface Revised {
  id: string;
  outcome: 'created' | 'unchanged';
}

type Deps = Pick<AppDeps, 'writtenScriptOf'> & { contracts: ContractCatalogue };

/**
 * Makes the next revision of a lesson in the caller's transaction. Edits of one lesson wait for each other, so that of
 * two at once one is the next revision and the other one learns of it. An edit that changes nothing, and one that is
 * sent again, make nothing. Throws `request_not_found`, `request_not_finished`, `script_not_found`, `script_changed`,
 * `newer_revision_exists`, `validation_failed` and `lesson_rules_broken`.
 */
export async function reviseLesson(tx: Transaction, deps: Deps, edit: Edit): Promise<Revised> {
  const { key, script } = edit;
  const lessonId = await findLesson(tx, key);
  await lockLesson(tx, lessonId);
  const base = await findRequest(tx, key);
  if (!isTerminal(base.status))
    throw new Problem('request_not_finished', `Content request ${base.id} is ${base.status}.`);
  const written = scriptOf(deps, base);
  assertSame(base, written.script, edit);
  if (isMadeFrom(base, written.script, script)) return { id: base.id, outcome: 'unchanged' };
  const repeated = await findRepeated(tx, deps, base, { lessonId, key, script });
  if (repeated !== null) return { id: repeated, outcome: 'unchanged' };
  assertFit(written, script);
  const { id } = await reviseRequest(tx, deps.contracts, base, {
    ...edit.by,
    editedScript: { script, writtenBy: written.writtenBy },
    beginsAt: PipelineStage.script_generation,
  });
  return { id, outcome: 'created' };
}

async function findLesson(tx: Transaction, { requestId, organizationId }: RequestKey): Promise<string> {
  const where = { id: requestId, organizationId };
  const found = await tx.contentRequest.findFirst({ where, select: { id: true, lessonId: true } });
  if (!found) throw requestNotFound(requestId);
  return lessonIdOf(found);
}

/** Whether the client edited what is there. */
function assertSame(base: LoadedRequest, script: LessonScript, { ifMatch, revision }: Edit): void {
  if (!isMatched(ifMatch, scriptTag(script)))
    throw new Problem('script_changed', `The script of ${base.id} has the ETag ${scriptTag(script)}.`);
  if (revision !== undefined && revision !== base.revision)
    throw new Problem(
      'script_changed',
      `Content request ${base.id} is revision ${String(base.revision)}; revision ${String(revision)} was edited.`,
    );
}

/** Whether a request makes, or made, the lesson of this script: a cancelled one does not. */
function isMadeFrom(request: LoadedRequest, its: LessonScript, script: LessonScript): boolean {
  return request.status !== ContentRequestStatus.cancelled && isDeepStrictEqual(its, script);
}

/**
 * The revision after `base` when it has this script: the same edit was sent before, and its answer lost. Null when
 * `base` is the newest; throws `newer_revision_exists` when somebody else's edit came first.
 */
async function findRepeated(
  tx: Transaction,
  deps: Deps,
  base: LoadedRequest,
  edit: { lessonId: string; key: RequestKey; script: LessonScript },
): Promise<string | null> {
  const newer = await tx.contentRequest.findMany({
    where: { ...ofLesson(edit.lessonId), revision: { gt: base.revision } },
    orderBy: { revision: 'asc' },
    select: { id: true, revision: true },
  });
  const [next] = newer;
  const newest = newer.at(-1);
  if (next === undefined || newest === undefined) return null;
  const request = await findRequest(tx, { ...edit.key, requestId: next.id });
  if (isMadeFrom(request, scriptOf(deps, request).script, edit.script)) return request.id;
  const { id, revision } = newest;
  throw new Problem('newer_revision_exists', `Revision ${String(revision)} of this lesson is ${id}.`, {
    extensions: { newest: { id, revision, url: `${contentRequestsPath}/${id}` } },
  });
}

/** Whether the pipeline would take the script. */
function assertFit({ script: original, wordsPerMinute }: WrittenScript, script: LessonScript): void {
  const errors = settledFieldsChanged(original, script).map((path) => ({
    path,
    message: 'is settled for the lesson and cannot be edited',
  }));
  if (errors.length > 0) {
    const named = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new Problem('validation_failed', `The body is not valid. ${named}.`, { errors });
  }
  const findings = checkEdit(script, { wordsPerMinute });
  const [first] = findings;
  if (first === undefined) return;
  const example = [first.sceneId, first.message].filter(Boolean).join(': ');
  throw new Problem(
    'lesson_rules_broken',
    `The edited script breaks ${String(findings.length)} rules, rule ${String(first.rule)} among them (${example}).`,
    { extensions: { findings } },
  );
}
