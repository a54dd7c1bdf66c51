import type { TaskContext } from '@vividly/engine';
import {
  captionCues,
  MediaError,
  readBranding,
  watch,
  watchFilm,
  type BrandSource,
  type Digests,
  type FilmOfLesson,
  type WatchedFilm,
} from '@vividly/media';
import type { ProcessingInput } from './files.ts';
import { watchable, type LessonReel } from './reels.ts';
import { scriptedScenes, type Timeline } from './timeline.ts';

/** What the scenes of a lesson show: those of its own height in full, of others the key pictures. */
export interface WatchedLesson {
  own: WatchedFilm;
  /** Digests of the pictures, by the name of the file that is to hold them. */
  digests: ReadonlyMap<string, string>;
}

/** Looks at all that was drawn, which is decoded once. Throws `MediaError`. */
export async function watchLesson(
  input: ProcessingInput,
  [own, ...others]: readonly LessonReel[],
  timeline: Timeline,
  brand: BrandSource | null,
  task: Pick<TaskContext, 'workDir' | 'signal'>,
): Promise<WatchedLesson | null> {
  if (own === undefined) return null;
  const watched = await watchFilm(await filmOf(input, own, timeline, brand), task);
  const digests = new Map([[own.name, watched.digest]]);
  for (const other of others) digests.set(other.name, (await watch(watchable(other), [], task)).digest);
  return { own: watched, digests };
}

/**
 * Nothing that was seen and heard of a lesson's parts is told of a file that holds anything else.
 * @throws MediaError media_invalid_output
 */
export function expectSame(name: string, joined: Digests, parts: Digests): void {
  if (joined.video !== parts.video || joined.audio !== parts.audio)
    throw new MediaError('media_invalid_output', `${name} holds another picture or sound than was looked at`);
}

/** What was drawn, as video generation drew it. */
async function filmOf(
  { script, captions, aspectRatio, theme }: ProcessingInput,
  reel: LessonReel,
  timeline: Timeline,
  brand: BrandSource | null,
): Promise<FilmOfLesson> {
  const burned = captions === 'burned';
  const { gradeLevel } = script;
  return {
    ...watchable(reel),
    options: { aspect: aspectRatio, captions: captions !== 'off', theme, brand: await readBranding(brand) },
    scenes: scriptedScenes(script, timeline).map(({ scene, timed: { words, durationMs } }) => {
      const spoken = { offsetMs: 0, durationMs, sentences: scene.sentences, words };
      return { scene, words, durationMs, cues: burned ? captionCues([spoken], { gradeLevel }) : null };
    }),
  };
}
