import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a piece of work took; CPU time of this process and of all that it started and that have ended, user and system. */
export const takenSchema = z.strictObject({ seconds: z.number(), cpuSeconds: z.number() });
export type Taken = z.infer<typeof takenSchema>;

/** Times `work` in this process. */
export async function timed(work: () => Promise<void>): Promise<Taken> {
  const [begin, cpu] = [performance.now(), cpuSeconds()];
  await work();
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds: cpuSeconds() - cpu };
}

/** Linux counts CPU time in ticks of 1/100 s wherever it is shown (USER_HZ). */
const ticksPerSecond = 100;

/** Fields utime, stime, cutime and cstime of proc(5): children count once they have been waited for. */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / ticksPerSecond;
}
