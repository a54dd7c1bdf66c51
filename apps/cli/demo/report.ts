import { StageStatus } from '@vividly/db/enums';
import { ApiProblem } from './api-client.ts';
import { secondsBetween } from './progress.ts';
import type { RequestView } from './request-view.ts';

/** The one object that `demo --json` prints. Paths are absolute; what there is not is null. */
export interface DemoReport {
  id: string | null;
  status: RequestView['status'] | null;
  video: string | null;
  captions: string | null;
  poster: string | null;
  durationSeconds: number | null;
  /** From the start of this program to the report. */
  wallSeconds: number;
  stages: StageReport[];
  cached?: boolean;
  /** What is not as asked, and why. */
  note?: string;
  /** With exit code 2. */
  clarification?: { questions: string[]; reasoning: string };
  /** With exit code 1. */
  error?: { code: string; message: string };
}

interface StageReport {
  stage: string;
  status: string;
  /** Null for a stage that has not run. */
  seconds: number | null;
  /** Whether all its results were found and none had to be made. */
  cached?: boolean;
}

export interface DemoState {
  view: RequestView | null;
  cachedStages: ReadonlySet<string>;
  /** Path of each downloaded artifact by kind. */
  files: ReadonlyMap<string, string>;
  /** Measured length of the video. */
  durationSeconds: number | null;
  wallSeconds: number;
}

function stageReports(view: RequestView, cachedStages: ReadonlySet<string>): StageReport[] {
  return view.stages.map(({ stage, status, startedAt, completedAt }) => ({
    stage,
    status,
    seconds: startedAt === null || completedAt === null ? null : secondsBetween(startedAt, completedAt),
    ...(status === StageStatus.completed && { cached: cachedStages.has(stage) }),
  }));
}

/** The report on a demo, however far it came. `failure` is what went wrong outside the request. */
export function demoReport(state: DemoState, failure?: unknown): DemoReport {
  const { view, cachedStages, files, durationSeconds, wallSeconds } = state;
  const error = failure === undefined ? view?.error : failureReport(failure);
  return {
    id: view?.id ?? null,
    status: view?.status ?? null,
    video: files.get('video') ?? null,
    captions: files.get('captions_vtt') ?? null,
    poster: files.get('poster') ?? null,
    durationSeconds,
    wallSeconds: Math.round(wallSeconds * 1_000) / 1_000,
    stages: view === null ? [] : stageReports(view, cachedStages),
    ...(view?.result && { cached: view.result.cached }),
    ...(view?.result?.note !== undefined && { note: view.result.note }),
    ...(view?.awaitingClarification && view.clarification
      ? {
          clarification: { questions: view.clarification.questions, reasoning: view.clarification.reasoning },
        }
      : {}),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}

function failureReport(failure: unknown): { code: string; message: string } {
  const message = failure instanceof Error ? failure.message : String(failure);
  return { code: failure instanceof ApiProblem ? failure.code : 'demo_failed', message };
}
