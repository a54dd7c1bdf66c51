import type { TaskContext } from '@vividly/engine';
import {
  captionCues,
  readBranding,
  watch,
  watchFilm,
  type BrandSource,
  type FilmOfLesson,
  type WatchedFilm,
} from '@vividly/media';
import type { ProcessingInput } from './files.ts';
import { watchable, type LessonReel } from './reels.ts';
import { scriptedScenes, type Timeline } from './timeline.ts';

/**
 * Looks at all that was drawn, which is decoded once: the scenes of the lesson's own height in full, of others the key
 * pictures. Returns what the own ones show; null without any. Throws `MediaError`.
 */
export async function watchLesson(
  input: ProcessingInput,
  [own, ...others]: readonly LessonReel[],
  timeline: Timeline,
  brand: BrandSource | null,
  task: Pick<TaskContext, 'workDir' | 'signal'>,
): Promise<WatchedFilm | null> {
  if (own === undefined) return null;
  const watched = await watchFilm(await filmOf(input, own, timeline, brand), task);
  for (const other of others) await watch(watchable(other), [], task);
  return watched;
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
