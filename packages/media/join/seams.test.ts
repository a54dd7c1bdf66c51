import { make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { lesson, spoken } from '../gallery/lesson.ts';
import { plainCues } from '../video/fixtures/cues.ts';
import { decoded, probe, type Probe } from '../video/fixtures/probe.ts';
import { renderScene } from '../video/render.ts';
import { joinLesson } from './join.ts';
import { createReel } from './reel.ts';

const scratch = scratchDirectory();
const { signal } = new AbortController();
const size = { width: 320, height: 180 };
const scenes = lesson.slice(0, 3);

let path: string;
/** Length of each scene in frames. */
const lengths: number[] = [];
/** Each scene's pictures, decoded by itself. */
const alone: Uint8Array[][] = [];
let found: Probe;
beforeAll(async () => {
  const parts = [];
  for (const [index, scene] of scenes.entries()) {
    const { words, durationMs } = spoken(scene);
    const outPath = scratch(`${index}.mp4`);
    const made = await renderScene({
      ...{ scene, next: scenes[index + 1] ?? null, words, cues: plainCues(words), durationMs },
      ...{ aspectRatio: '16:9', height: size.height, outPath, signal },
    });
    lengths.push(made.frames);
    alone.push(await decoded(outPath, size.width, size.height));
    parts.push({ path: outPath, durationMs: made.durationMs });
  }
  const seconds = lengths.reduce((sum, frames) => sum + frames) / 30;
  const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${seconds}`, '-c:a', 'aac'];
  await make(scratch('narration.m4a'), ...sound, '-f', 'mp4');
  path = scratch('lesson.mp4');
  await joinLesson(
    {
      reel: await createReel(parts, scratch('scenes.txt')),
      narration: scratch('narration.m4a'),
      captions: null,
      chapters: [],
      title: 'Seams',
    },
    { workDir: scratch('.'), outPath: path, signal },
  );
  found = await probe(path);
});

/** Frames from the beginning, in decoding order. */
const frames = () => {
  const [over = 0, under = 1] = String(found.stream['time_base']).split('/').map(Number);
  const frameOf = (ticks: number) => (ticks * over * 30) / under;
  return found.packets.map(({ pts, dts, key }) => ({ shown: frameOf(pts), sent: frameOf(dts), key }));
};

test('a joined lesson shows one picture at every 1/30 s', () => {
  const total = lengths.reduce((sum, length) => sum + length);
  const shown = frames().map((frame) => Math.round(frame.shown));
  expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, frame) => frame));
  for (const [index, frame] of frames().entries()) expect(frame.shown).toBeCloseTo(shown[index]!, 2);
});

test('its pictures are sent in rising order, none after it is shown', () => {
  const packets = frames();
  packets.slice(1).forEach(({ sent }, index) => {
    expect(sent).toBeGreaterThan(packets[index]!.sent);
  });
  for (const { shown, sent } of packets) expect(sent).toBeLessThanOrEqual(shown + 0.01);
});

test('a player can start at every scene, and at least every 2 s', () => {
  const keys = frames()
    .filter(({ key }) => key)
    .map(({ shown }) => Math.round(shown));
  let start = 0;
  for (const length of lengths) {
    expect(keys).toContain(start);
    start += length;
  }
  [...keys, start].slice(1).forEach((key, index) => {
    expect(key - keys[index]!).toBeLessThanOrEqual(60);
  });
});

test('every picture is the one of its scene: nothing refers to anything beyond a seam', async () => {
  const joined = await decoded(path, size.width, size.height);
  const apart = alone.flat().flatMap((picture, frame) => {
    const now = joined[frame];
    return now !== undefined && Buffer.compare(picture, now) === 0 ? [] : [frame];
  });
  expect(joined).toHaveLength(alone.flat().length);
  expect(apart).toEqual([]);
});
