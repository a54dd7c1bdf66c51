/** A picture is one from which a player can start at least this often, in frames. */
const KEY_EVERY = 60;
/** Frames from the start of a fade to its end: 0.2 s, so that a part stands within 0.3 s of its word (rule 14). */
const FADE_FRAMES = 6;
/** Frames that a scene takes to become the next one: 0.5 s. */
const DISSOLVE_FRAMES = 15;

/**
 * A picture of the video. `key` stands for itself; `change` differs from the picture before it; `anchor` equals it, and
 * is what a fade starts from; `repeat` equals it. A fade is its `end`, which is sent first, and blends of anchor and end.
 */
export type Picture =
  | { kind: 'key' | 'change' | 'anchor' | 'repeat'; frame: number }
  | { kind: 'end'; frame: number; to: 'own' | 'next_scene' }
  | { kind: 'blend'; frame: number; share: number };

export interface Moments {
  /** Length of the scene. */
  frames: number;
  /** Frames at which parts appear or disappear, rising. */
  fades: readonly number[];
  /** Frames at which captions change, rising. */
  cuts: readonly number[];
  ending: 'cut' | 'dissolve';
}

interface Fade {
  from: number;
  /** Frame at which it is over. */
  end: number;
  to: 'own' | 'next_scene';
}

/**
 * The pictures of a scene in the order in which they are sent, one for each frame: a repeat costs some ten bytes, and a
 * constant rate is what every player and editing program understands. Frame 0 is a key. A key comes every 2 s at the
 * latest: before a fade rather than in it.
 */
export function planPictures({ frames, fades, cuts, ending }: Moments): Picture[] {
  const starting = new Map(fadesOf({ frames, fades, ending }).map((fade) => [fade.from, fade]));
  const cutAt = new Set(cuts);
  const pictures: Picture[] = [{ kind: 'key', frame: 0 }];
  let lastKey = 0;
  for (let frame = 1; frame < frames; frame += 1) {
    const fade = starting.get(frame);
    if (fade !== undefined && fade.end > frame) {
      const from = standing(pictures, frame - 1);
      const late = fade.end >= lastKey + KEY_EVERY;
      if (!late || from.kind !== 'end') {
        if (late) {
          from.kind = 'key';
          lastKey = from.frame;
        }
        pictures.push({ kind: 'end', frame: fade.end, to: fade.to });
        for (; frame < fade.end; frame += 1)
          pictures.push({
            kind: 'blend',
            frame,
            share: easedOut((frame + 1 - fade.from) / (fade.end + 1 - fade.from)),
          });
        continue;
      }
      // One fade follows another, and there was no place for a key: this one is left out.
    }
    if (fade !== undefined || cutAt.has(frame) || frame - lastKey >= KEY_EVERY) {
      const key = frame - lastKey >= KEY_EVERY || (fade !== undefined && fade.end > frame);
      if (key) lastKey = frame;
      pictures.push({ kind: key ? 'key' : 'change', frame });
    } else pictures.push({ kind: 'repeat', frame });
  }
  return sentAhead(pictures);
}

/** Fades that do not overlap: one that is overtaken by the next is cut short. */
export function fadesOf({ frames, fades, ending }: Pick<Moments, 'frames' | 'fades' | 'ending'>): Fade[] {
  const starts = fades.filter((frame) => frame > 0 && frame < frames);
  const dissolve = Math.max(frames - DISSOLVE_FRAMES, (starts.at(-1) ?? 0) + 1);
  const dissolves = ending === 'dissolve' && dissolve < frames - 1;
  const limit = dissolves ? dissolve : frames;
  const own = starts.map((from, index): Fade => {
    const next = starts[index + 1] ?? limit;
    return { from, end: Math.min(from + FADE_FRAMES, next - 1), to: 'own' };
  });
  return dissolves ? [...own, { from: dissolve, end: frames - 1, to: 'next_scene' }] : own;
}

/**
 * Where pictures are sent in another order than they are shown, decoding runs one picture ahead. A file says so for all
 * of it, so it has to begin with the first key: where no fade does it, two repeats change places.
 */
function sentAhead(pictures: Picture[]): Picture[] {
  const nextKey = pictures.findIndex(({ kind }, index) => kind === 'key' && index > 0);
  const group = pictures.slice(0, nextKey < 0 ? pictures.length : nextKey);
  if (group.some(({ kind }) => kind === 'end')) return pictures;
  const at = group.findIndex(({ kind }, index) => kind === 'repeat' && group[index + 1]?.kind === 'repeat');
  if (at < 0) return pictures;
  const frame = (group[at] as Picture).frame;
  return pictures.with(at, { kind: 'anchor', frame: frame + 1 }).with(at + 1, { kind: 'repeat', frame });
}

/** The picture that is shown at `frame`, made one that others can refer to. */
function standing(pictures: Picture[], frame: number): Picture {
  const shown = pictures.find((picture) => picture.frame === frame);
  if (shown === undefined) throw new RangeError(`no picture is shown at frame ${frame}`);
  if (shown.kind === 'repeat') shown.kind = 'anchor';
  return shown;
}

/** Quick at first, then slower: the eye finds what comes at once. */
function easedOut(share: number): number {
  return 1 - (1 - share) ** 3;
}
