import { join } from 'node:path';
import type { TaskContext } from '@vividly/engine';
import type { StoredFile } from '@vividly/lesson';
import { createReel, reelOptions, sceneVideoSize, type Reel } from '@vividly/media';
import type { ObjectStorage } from '@vividly/providers';
import type { ProcessingInput } from './files.ts';

/** The scenes of a lesson as they were drawn in one height. */
export interface LessonReel extends Reel {
  /** Shorter side as it was asked for, px; null for scenes of the time when it was not said. */
  height: number | null;
  /** Of the picture, px. */
  size: { width: number; height: number };
  /** Of the file in which they are joined. */
  name: string;
}

/** Fetches the scenes in every height in which they were drawn, the lesson's own first; none for a lesson without. */
export async function fetchReels(
  storage: ObjectStorage,
  { scenes, height, otherHeights, speech }: ProcessingInput,
  { workDir }: Pick<TaskContext, 'workDir'>,
): Promise<LessonReel[]> {
  const fetchReel = async (
    stem: string,
    drawn: { height: number | null; scenes: readonly StoredFile[] },
  ): Promise<LessonReel> => {
    const local = await Promise.all(
      drawn.scenes.map(async (video, index) => {
        const path = join(workDir, `${stem}-scene-${String(index + 1)}.mp4`);
        await storage.download(video, path);
        return { path, durationMs: speech[index]?.durationMs ?? 0 };
      }),
    );
    const size = await sceneVideoSize(local[0]?.path ?? '');
    const reel = await createReel(local, join(workDir, `${stem}.txt`));
    return { ...reel, height: drawn.height, size, name: `${stem}.mp4` };
  };
  if (scenes.length === 0) return [];
  return Promise.all([
    fetchReel('lesson', { height, scenes }),
    ...otherHeights.map(async (other) => fetchReel(`lesson-${String(other.height)}p`, other)),
  ]);
}

/** A reel as it is watched. */
export function watchable({ list, size, durationMs }: LessonReel) {
  return { input: [...reelOptions, '-i', list], size, durationMs };
}
