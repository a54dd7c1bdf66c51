import type { Database } from '@vividly/db';
import type { RetryPolicies } from './retry-policy.ts';
import type { PlanContext, StageCatalogue } from './stage.ts';

/** A file that a finished request offers, as its stages left it in storage. */
export interface FinishedArtifact {
  kind: string;
  key: string;
  bytes: number;
  sha256: string;
  contentType: string;
}

/** What the lesson came to, once the last stage that can fail it is done. */
export interface FinishedLesson {
  /** Stored as `content_requests.result`; the engine adds `cached`. */
  result: Record<string, unknown> & { durationSeconds: number };
  artifacts: FinishedArtifact[];
}

/** The files of all tries in storage. */
export interface TaskFiles {
  list(): AsyncIterable<{ key: string; modifiedAt: Date }>;
  remove(key: string): Promise<void>;
}

/** What the engine needs to run a pipeline it knows nothing about. */
export interface EngineDeps {
  db: Database;
  stages: StageCatalogue;
  /** Keys of files that `output` refers to and that storage no longer holds, or not in that size. */
  missingFiles: (output: unknown) => Promise<string[]>;
  files: TaskFiles;
  /** Removes what is kept beside the tasks' files and has had its time; called with the sweep of orphans. */
  clearCaches?: () => Promise<unknown>;
  /** Pure: the request's result and artifacts from the outputs of its stages. */
  finish: (context: PlanContext) => FinishedLesson;
  retryPolicies: RetryPolicies;
  /** How long a claim holds without a heartbeat, in ms. */
  leaseMs: number;
  /** Who claims, for operators: host and process. */
  workerId: string;
  onEvent?: (event: EngineEvent) => void;
}

/** What happened inside the engine, for logs and metrics; never for control. */
export type EngineEvent =
  | (TaskLabel & { type: 'task.started'; part: string; attempt: number; waitMs: number })
  | (TaskLabel & { type: 'task.completed'; part: string; cached: boolean; runMs: number })
  | (TaskLabel & { part: string; runMs: number } & UnfinishedTry)
  | (TaskLabel & { type: 'task.lost'; losses: number })
  | { type: 'request.finished'; requestId: string; status: string; seconds: number };

interface TaskLabel {
  stage: string;
  requestId: string;
  taskId: string;
}

/** How a try ended without a result; every `task.started` is followed by one of these or by `task.completed`. */
export type UnfinishedTry =
  | { type: 'task.failed'; code: string; final: boolean; message: string }
  | { type: 'task.asked' | 'task.parked' | 'task.fenced' | 'task.handed_back' | 'task.waiting' };
