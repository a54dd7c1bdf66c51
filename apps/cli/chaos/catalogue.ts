import { distance } from 'fastest-levenshtein';
import type { Fault } from './fault.ts';
import { cancel } from './faults/cancel.ts';
import { corruptMedia } from './faults/corrupt-media.ts';
import { diskFull } from './faults/disk-full.ts';
import { duplicatePosts } from './faults/duplicate-posts.ts';
import { flood } from './faults/flood.ts';
import { ffmpegHang } from './faults/ffmpeg-hang.ts';
import { poison } from './faults/poison.ts';
import { postgresRestart } from './faults/postgres-restart.ts';
import { providerMatrix } from './faults/provider-matrix.ts';
import { providerDown } from './faults/provider-down.ts';
import { redisDown } from './faults/redis-down.ts';
import { redisRestart } from './faults/redis-restart.ts';
import { redisWiped } from './faults/redis-wiped.ts';
import { redisWiped10000 } from './faults/redis-wiped-10000.ts';
import { sharedTask } from './faults/shared-task.ts';
import { sigterm } from './faults/sigterm.ts';
import { workerKill } from './faults/worker-kill.ts';
import { zombie } from './faults/zombie.ts';

/** Every way in which the system is broken, in the order in which that is done. */
export const faults: readonly Fault[] = [
  workerKill,
  sigterm,
  zombie,
  redisRestart,
  redisWiped,
  redisDown,
  postgresRestart,
  duplicatePosts,
  sharedTask,
  cancel,
  providerMatrix,
  providerDown,
  flood,
  redisWiped10000,
  ffmpegHang,
  corruptMedia,
  poison,
  diskFull,
];

/** No fault has the name; the message lists those there are. */
export class UnknownFault extends Error {
  override readonly name = 'UnknownFault';
}

/** The faults of these names, in the catalogue's order. Throws `UnknownFault`. */
export function faultsNamed(names: readonly string[]): Fault[] {
  const known = faults.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name)) {
      const [nearest = ''] = [...known].sort((a, b) => distance(a, name) - distance(b, name));
      throw new UnknownFault(
        `There is no fault "${name}" (did you mean ${nearest}?). Known are ${known.join(', ')}.`,
      );
    }
  return faults.filter(({ name }) => names.includes(name));
}
