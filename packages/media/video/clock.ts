/** Pictures change on a grid of 30 frames a second. */
export const FRAMES_PER_SECOND = 30;

/** The frame nearest to a time in ms. */
export function frameAt(ms: number): number {
  return Math.round((ms * FRAMES_PER_SECOND) / 1000);
}

/** The time of a frame in ms. */
export function timeOf(frame: number): number {
  return (frame * 1000) / FRAMES_PER_SECOND;
}
