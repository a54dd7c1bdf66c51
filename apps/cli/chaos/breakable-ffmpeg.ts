import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { breakages, pipedBreakages, type Breakage } from './breakages.ts';

/** A run that did what was ordered instead of its work. */
export interface Hit {
  /** Name of the file that it was to make, or `pictures`. */
  file: string;
  /** Of its process, which leads a group. */
  pid: number;
  /** When it began, in ms since 1970. */
  at: number;
}

/** What stands for a file's name where pictures of scenes are encoded: an encoder serves one scene after another. */
export const pictures = 'pictures';

/** An ffmpeg that is the real one until it is ordered otherwise. */
export interface BreakableFfmpeg {
  /** Has to come first in the PATH of whoever is to run it. */
  directory: string;
  /** What the next run does that makes a file of this name (`.part` does not count), or every one. */
  order(file: string, breakage: Breakage, times: 'once' | 'always'): void;
  /** The runs that were hit so far, in no order. */
  hits(): Hit[];
  /** Takes all orders back and forgets the hits. */
  clear(): void;
}

/**
 * Puts it into a new directory below `parent`. An order is a file, which a run that is to be hit once takes away by
 * renaming it: of several runs one gets it, and of several orders each run takes one. Throws when there is no ffmpeg in `path`.
 */
export function createBreakableFfmpeg(parent: string, path = process.env['PATH'] ?? ''): BreakableFfmpeg {
  const directory = join(parent, 'programs');
  const orders = join(parent, 'orders');
  const hits = join(parent, 'hits');
  for (const made of [directory, orders, hits]) mkdirSync(made, { recursive: true });
  let ordered = 0;
  writeFileSync(join(directory, 'ffmpeg'), wrapper(programIn(path, 'ffmpeg'), orders, hits), { mode: 0o755 });
  return {
    directory,
    order(file, breakage, times) {
      ordered += 1;
      const place = join(orders, times === 'once' ? `${file}.${String(ordered)}.once` : `${file}.always`);
      const script = (file === pictures ? pipedBreakages[breakage] : undefined) ?? breakages[breakage];
      // Complete before it can be seen.
      writeFileSync(`${place}.new`, script);
      renameSync(`${place}.new`, place);
    },
    hits: () =>
      readdirSync(hits).flatMap((name) => {
        const [, file, pid] = /^(.+)\.(\d+)$/.exec(name) ?? [];
        return file === undefined ? [] : [{ file, pid: Number(pid), at: statSync(join(hits, name)).mtimeMs }];
      }),
    clear() {
      for (const emptied of [orders, hits])
        for (const name of readdirSync(emptied)) rmSync(join(emptied, name));
    },
  };
}

/** The last argument of every ffmpeg that we start is the file that it makes; encoders of pictures write to a pipe. */
function wrapper(real: string, orders: string, hits: string): string {
  return `#!/bin/sh
real='${real}'
for output; do :; done
name=\${output##*/}
name=\${name%.part}
case "$*" in *libx264*pipe:1) name=${pictures} ;; esac
order='${orders}'/$name
hit='${hits}'/$name.$$
take() {
  for once in "$order".*.once; do
    [ -e "$once" ] && touch -c "$once" && mv "$once" "$hit" 2>/dev/null && return
  done
  [ -e "$order.always" ] && cp "$order.always" "$hit" 2>/dev/null
}
if take; then
  . "$hit"
  exit 0
fi
exec "$real" "$@"
`;
}

/** Throws when it is in none of the directories of `path`. */
function programIn(path: string, name: string): string {
  const places = path.split(delimiter).map((directory) => join(directory, name));
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`${name} is in no directory of PATH`);
  return found;
}
