import { ContentRequestStatus } from '@vividly/db/enums';
import { CommandError } from '../exit-codes.ts';
import type { ApiClient, LessonWish } from './api-client.ts';
import { checkVideo } from './check-video.ts';
import { downloadArtifact } from './download.ts';
import { followRequest } from './follow.ts';
import type { ProgressDisplay } from './progress-display.ts';
import type { DemoState } from './report.ts';
import type { RequestView } from './request-view.ts';

export interface LessonOptions {
  wish: LessonWish;
  /** Folder for the lesson's files. */
  out: string;
  signal: AbortSignal;
  display: () => ProgressDisplay;
  /** Asks the learner; null when nobody answers. */
  ask: (view: RequestView) => Promise<string | null>;
}

/**
 * Takes one request to its end and fills `state` on the way: a request that `state` knows already is gone on with.
 * When it returns, the lesson is completed and lies in `out`, checked; or the request failed, was cancelled, or waits
 * for an answer, as `state.view` says. Throws what the client throws, and `CommandError` for files that are not right.
 */
export async function makeLesson(
  client: ApiClient,
  state: DemoState,
  { wish, out, signal, display, ask }: LessonOptions,
): Promise<void> {
  state.view ??= await client.submit(wish, signal);
  for (;;) {
    const view = await watch(client, state, signal, display());
    if (!view.awaitingClarification) break;
    const answer = await ask(view);
    if (answer === null) return;
    state.view = await client.answer(view.id, answer, signal);
  }
  if (state.view.status !== ContentRequestStatus.completed) return;
  await fetchFiles(client, state, out, signal);
}

async function watch(
  client: ApiClient,
  state: DemoState,
  signal: AbortSignal,
  display: ProgressDisplay,
): Promise<RequestView> {
  try {
    const { id } = state.view as RequestView;
    const { view, cachedStages } = await followRequest(client, id, {
      signal,
      onView: (seen) => {
        state.view = seen;
        display.show(seen);
      },
    });
    state.cachedStages = cachedStages;
    return view;
  } finally {
    display.close();
  }
}

async function fetchFiles(
  client: ApiClient,
  state: DemoState,
  out: string,
  signal: AbortSignal,
): Promise<void> {
  const result = state.view?.result;
  if (result === undefined) throw new CommandError('The request is completed but has no result.');
  const files = new Map<string, string>();
  for (const artifact of result.artifacts)
    files.set(artifact.kind, await downloadArtifact(client, artifact, out, signal));
  const video = files.get('video');
  if (video === undefined) throw new CommandError('The request is completed but has no video.');
  state.durationSeconds = await checkVideo(video, result.durationSeconds);
  state.files = files;
}
