import { resolve } from 'node:path';
import { ContentRequestStatus } from '@vividly/db/enums';
import type { CommandContext } from '../context.ts';
import { ApiUnreachable, createApiClient, type ApiClient, type LessonWish } from '../demo/api-client.ts';
import { makeLesson, type LessonOptions } from '../demo/make-lesson.ts';
import { barProgress, plainProgress } from '../demo/progress-display.ts';
import { askAtTerminal, numbered } from '../demo/questions.ts';
import { demoReport, type DemoState } from '../demo/report.ts';
import { duration } from '../demo/progress.ts';
import type { RequestView } from '../demo/request-view.ts';
import { CommandError, exitCodes, type ExitCode } from '../exit-codes.ts';
import { openStack, type OpenStack } from '../stack/open-stack.ts';

export interface DemoOptions {
  wish: LessonWish;
  /** Folder, relative to the current one. */
  out: string;
  format: 'text' | 'json';
}

/**
 * One lesson from question to mp4. Exit 0 only for a lesson that plays; 2 when it needs an answer first; 1 otherwise.
 * With `json` the report is printed whatever happens.
 */
export async function demo(context: CommandContext, { wish, out, format }: DemoOptions): Promise<ExitCode> {
  const { say, print, signal } = context;
  const interactive = format === 'text' && process.stdin.isTTY && process.stderr.isTTY;
  const state: DemoState = {
    view: null,
    cachedStages: new Set(),
    files: new Map(),
    durationSeconds: null,
    wallSeconds: 0,
  };
  const options: LessonOptions = {
    wish,
    out: resolve(out),
    signal,
    display: () =>
      process.stderr.isTTY && format === 'text' ? barProgress(process.stderr) : plainProgress(say),
    ask: async (view) => {
      [view.clarification?.reasoning ?? '', ...numbered(questionsOf(view))].forEach(
        interactive ? say : () => undefined,
      );
      return interactive ? askAtTerminal(questionsOf(view), signal) : null;
    },
  };
  let failure: unknown;
  try {
    await withStack(context, (stack) => lessonOn(stack, context, state, options));
  } catch (error) {
    if (signal.aborted || format === 'text') throw error;
    failure = error;
  }
  const wallSeconds = performance.now() / 1_000;
  if (format === 'json') print(JSON.stringify(demoReport({ ...state, wallSeconds }, failure)));
  return failure === undefined
    ? conclude(context, state, { wallSeconds, format })
    : tellFailure(context, failure);
}

function questionsOf(view: RequestView): string[] {
  return view.clarification?.questions ?? [];
}

/** A shared stack may be stopped by its owner: then the request goes on, on a stack of our own. */
async function withStack(context: CommandContext, use: (stack: OpenStack) => Promise<void>): Promise<void> {
  for (;;) {
    const stack = await openStack(context, 'vividly demo');
    try {
      await use(stack);
      return;
    } catch (error) {
      if (!(error instanceof ApiUnreachable) || stack.ownership === 'own') throw error;
      context.say('the stack that this lesson was made on has gone; going on with another');
    } finally {
      await stack.close();
    }
  }
}

async function lessonOn(
  stack: OpenStack,
  context: CommandContext,
  state: DemoState,
  options: LessonOptions,
): Promise<void> {
  const client = createApiClient(stack.info);
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const death = stack.died.then(({ program, reason, lastWords }) => {
    throw new CommandError(`${program} has ended (${reason}):\n${lastWords}`);
  });
  const lesson = makeLesson(client, state, { ...options, signal });
  try {
    await Promise.race([lesson, death]);
  } catch (error) {
    over.abort(error);
    await lesson.catch(() => undefined);
    if (context.signal.aborted && state.view !== null) await cancel(client, state.view.id, context);
    throw error;
  }
}

const cancelLimitMs = 5_000;

async function cancel(client: ApiClient, id: string, { say }: CommandContext): Promise<void> {
  try {
    await client.cancel(id, AbortSignal.timeout(cancelLimitMs));
    say('the lesson is cancelled');
  } catch (error) {
    say(`the lesson could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Says what came of it; the last line of a finished lesson is the path of the video. */
function conclude(
  { say, print }: CommandContext,
  { view, files }: DemoState,
  { wallSeconds, format }: { wallSeconds: number; format: DemoOptions['format'] },
): ExitCode {
  const result = format === 'text' ? print : say;
  if (view?.awaitingClarification) {
    result(view.clarification?.reasoning ?? 'The question needs to be clearer.');
    numbered(questionsOf(view)).forEach(result);
    result(`Ask again with one of these, e.g.: ./vividly demo ${JSON.stringify(questionsOf(view)[0] ?? '')}`);
    return exitCodes.needsClarification;
  }
  const video = files.get('video');
  if (view?.status !== ContentRequestStatus.completed || video === undefined) {
    const { code, message } = view?.error ?? {
      code: view?.status ?? 'failed',
      message: 'there is no lesson',
    };
    say(`No lesson: ${message} (${code})`);
    return exitCodes.failed;
  }
  say(`"${view.result?.title ?? ''}" is ready after ${duration(wallSeconds)}`);
  if (view.result?.note !== undefined) say(view.result.note);
  if (format === 'text') print(video);
  return exitCodes.ok;
}

function tellFailure({ say }: CommandContext, failure: unknown): ExitCode {
  say(`No lesson: ${failure instanceof Error ? failure.message : String(failure)}`);
  return exitCodes.failed;
}
