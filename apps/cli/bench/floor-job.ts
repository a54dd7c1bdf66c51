import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runFfmpeg } from '@vividly/media';
import { timed } from './clock.ts';
import type { Run, Surroundings } from './lesson-job.ts';

/** The least that encoding every frame costs: one colour, 30 frames a second, x264's veryfast. */
export async function measureFloor(
  { height, seconds }: { height: number; seconds: number },
  { root, signal, onBegin }: Surroundings,
): Promise<Run> {
  const size = `${String(Math.round((height * 16) / 9))}x${String(height)}`;
  const path = join(root, 'floor.mp4');
  const source = `color=c=navy:size=${size}:rate=30:duration=${String(seconds)}`;
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];
  onBegin();
  const taken = await timed(async () => {
    await runFfmpeg(['-f', 'lavfi', '-i', source, ...encoder, path], { signal, wallClockMs: 600_000 });
  });
  await rm(path);
  return { taken, stages: {}, work: {} };
}
