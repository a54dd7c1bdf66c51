import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ContentRequestStatus, StageStatus } from '@vividly/db/enums';
import type { Database } from '@vividly/db';
import { isTerminal } from '@vividly/db/state-machine';
import { claimsOf } from './claims.ts';
import type { TrialOutcome } from './fault.ts';
import { videoFaults } from './video-faults.ts';

/** What is wrong with the requests of a trial, each a sentence. One request may appear several times. */
export interface Findings {
  lost: string[];
  duplicated: string[];
  wrongTerminal: string[];
  other: string[];
}

interface Asked {
  db: Database;
  storageDir: string;
  expected: ReadonlyMap<string, ContentRequestStatus>;
  mayRepeat: NonNullable<TrialOutcome['mayRepeat']>;
}

/** What no task of an ended request may be. Those of a failed one wait for a retry, outside the backlog. */
const openStatuses = (ended: ContentRequestStatus): readonly StageStatus[] =>
  ended === ContentRequestStatus.failed
    ? [StageStatus.in_progress]
    : [StageStatus.pending, StageStatus.in_progress];

async function load(db: Database, ids: string[]) {
  return db.contentRequest.findMany({
    where: { id: { in: ids } },
    include: {
      events: { orderBy: { seq: 'asc' } },
      artifacts: true,
      tasks: {
        select: { id: true, stage: true, status: true, runEpoch: true, leaseUntil: true, outbox: true },
      },
    },
  });
}
type Loaded = Awaited<ReturnType<typeof load>>[number];

/** Looks at every accepted request of a trial, once all that will end has ended. */
export async function checkRequests({ db, storageDir, expected, mayRepeat }: Asked): Promise<Findings> {
  const findings: Findings = { lost: [], duplicated: [], wrongTerminal: [], other: [] };
  const requests = new Map((await load(db, [...expected.keys()])).map((request) => [request.id, request]));
  for (const [id, wanted] of expected) {
    const request = requests.get(id);
    if (request === undefined) {
      findings.lost.push(`request ${id} was answered 202 and is not in the database`);
      continue;
    }
    if (!isTerminal(request.status)) {
      findings.lost.push(`request ${id} was answered 202 and is still ${request.status}`);
      continue;
    }
    if (request.status !== wanted)
      findings.wrongTerminal.push(
        `request ${id} is ${request.status} instead of ${wanted}: ${JSON.stringify(request.error)}`,
      );
    findings.duplicated.push(...eventFaults(request), ...repeatFaults(request, mayRepeat));
    findings.other.push(...leftovers(request), ...(await artifactFaults(request, storageDir)));
  }
  const tasks = [...requests.values()].flatMap((request) => request.tasks.map((task) => task.id));
  for (const claim of await claimsOf(db, tasks))
    findings.other.push(
      `the result ${claim.inputHash} is still claimed by ${claim.claimedBy} and has no output`,
    );
  return findings;
}

/** One end, one more for each time that it was tried again, and numbers without a gap. */
function eventFaults({ id, events, lastEventSeq }: Loaded): string[] {
  const ends = events.filter(({ type, data }) => {
    const to: unknown = (data as Record<string, unknown> | null)?.['to'];
    return type === 'request.status' && isTerminal(to as ContentRequestStatus);
  });
  const retries = events.filter(
    ({ type, data }) =>
      type === 'request.status' && (data as Record<string, unknown> | null)?.['retry'] === true,
  ).length;
  const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
  return [
    ...(ends.length === 1 + retries
      ? []
      : [`request ${id} ended ${String(ends.length)} times by its events`]),
    ...(gap === -1 ? [] : [`the events of request ${id} have a gap at ${String(gap + 1)}`]),
    ...(lastEventSeq === events.length
      ? []
      : [`request ${id} counts ${String(lastEventSeq)} events and has ${String(events.length)}`]),
  ];
}

/** A task runs under epoch 1; skipping it takes one more, so that its worker cannot write. */
function repeatFaults({ id, tasks }: Loaded, mayRepeat: Asked['mayRepeat']): string[] {
  return tasks
    .filter((task) => mayRepeat !== 'any' && !mayRepeat.has(task.id))
    .filter((task) => task.runEpoch > (task.status === StageStatus.skipped ? 2 : 1))
    .map(
      (task) =>
        `task ${task.id} (${task.stage}) of request ${id} repeated: its epoch is ${String(task.runEpoch)}`,
    );
}

function leftovers({ id, status, tasks }: Loaded): string[] {
  const open = openStatuses(status);
  return tasks.flatMap((task) => [
    ...(open.includes(task.status) ? [`task ${task.id} of the ended request ${id} is ${task.status}`] : []),
    ...(task.leaseUntil === null ? [] : [`task ${task.id} of the ended request ${id} still has a lease`]),
    ...(task.outbox === null ? [] : [`task ${task.id} of the ended request ${id} is still to be delivered`]),
  ]);
}

async function artifactFaults(
  { id, status, artifacts, result }: Loaded,
  storageDir: string,
): Promise<string[]> {
  if (status !== ContentRequestStatus.completed) return [];
  if (artifacts.length === 0) return [`request ${id} is completed and has no artifacts`];
  const faults: string[] = [];
  for (const { kind, storageKey, bytes, sha256 } of artifacts) {
    const found = await digest(join(storageDir, storageKey));
    if (found === null) faults.push(`the ${kind} of request ${id} is not in the storage (${storageKey})`);
    else if (found.bytes !== bytes || found.sha256 !== sha256)
      faults.push(`the ${kind} of request ${id} is not what the database records (${storageKey})`);
    else if (kind === 'video')
      for (const fault of await videoFaults(join(storageDir, storageKey), secondsIn(result)))
        faults.push(`the video of request ${id} ${fault} (${storageKey})`);
  }
  return faults;
}

/** How long the lesson is, as its result says; 0 when it does not. */
function secondsIn(result: unknown): number {
  const seconds = (result as { durationSeconds?: unknown } | null)?.durationSeconds;
  return typeof seconds === 'number' ? seconds : 0;
}

/** Length and SHA-256 (hex) of a file; null when there is none. */
async function digest(path: string): Promise<{ bytes: number; sha256: string } | null> {
  const hash = createHash('sha256');
  const file = createReadStream(path);
  try {
    await pipeline(file, hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { bytes: file.bytesRead, sha256: hash.digest('hex') };
}
