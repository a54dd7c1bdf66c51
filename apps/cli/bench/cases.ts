import type { Job } from './job.ts';
import { sceneSeconds } from './lesson.ts';
import type { RemotionProject } from './remotion-job.ts';

/** The names of all cases. */
export const caseNames = [
  'lesson-1080p',
  'lesson-720p',
  'lesson-1080p-constant',
  'edit-one-sentence',
  'floor-1080p',
  'remotion-1080p',
] as const;
export type CaseName = (typeof caseNames)[number];

export interface BenchCase {
  name: CaseName;
  job: Job;
  /** Length of what is made, in seconds. */
  videoSeconds: number;
}

const scenes = 10;
const videoSeconds = scenes * sceneSeconds;

/**
 * What is measured, in the order in which it runs.
 *
 * @param remotion null where it is not installed: there it is no case
 */
export function benchCases(remotion: RemotionProject | null): BenchCase[] {
  const jobs: Record<CaseName, Job | null> = {
    'lesson-1080p': { kind: 'lesson', height: 1080, frameRate: 'auto', scenes },
    'lesson-720p': { kind: 'lesson', height: 720, frameRate: 'auto', scenes },
    'lesson-1080p-constant': { kind: 'lesson', height: 1080, frameRate: 'constant', scenes },
    'edit-one-sentence': { kind: 'edit', height: 1080, scenes },
    'floor-1080p': { kind: 'floor', height: 1080, seconds: videoSeconds },
    'remotion-1080p': remotion && { kind: 'remotion', ...remotion },
  };
  return caseNames.flatMap((name) => {
    const job = jobs[name];
    return job === null ? [] : [{ name, job, videoSeconds }];
  });
}
