import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lesson, spoken } from '../gallery/lesson.ts';
import { rect } from '../slides/geometry.ts';
import { layoutScene } from '../slides/layout.ts';
import { createCaptionStrip } from './caption-strip.ts';
import { plainCues } from './fixtures/cues.ts';
import { decoded } from './fixtures/probe.ts';
import { createPainter } from './painter.ts';
import { planPictures } from './picture-plan.ts';
import { newPlanes, type Planes } from './planes.ts';
import { renderScene } from './render.ts';
import { scheduleOf } from './schedule.ts';

/** Pictures of three bands. */
const SIZE = { width: 512, height: 288 };
const SCALE = SIZE.height / 1080;
const BOX = rect(0, 0, SIZE.width, SIZE.height);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vividly-film-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Mean difference of luma in rows from `from` up to `to`. */
function apart(shown: Uint8Array, { luma }: Planes, from = 0, to = SIZE.height): number {
  let sum = 0;
  for (let at = from * SIZE.width; at < to * SIZE.width; at += 1)
    sum += Math.abs((shown[at] as number) - (luma[at] as number));
  return sum / ((to - from) * SIZE.width);
}

test.each(lesson.map((scene, index) => [scene.visual.kind, index] as const))(
  'a decoder shows of a scene with a %s what was painted, frame by frame (%i)',
  async (_, index) => {
    const scene = lesson[index]!;
    const { words, durationMs } = spoken(scene);
    const cues = plainCues(words);
    const outPath = join(dir, `${String(index)}.mp4`);
    const { frames } = await renderScene({
      ...{ scene, next: null, words, cues, durationMs, aspectRatio: '16:9', height: SIZE.height, outPath },
      signal: new AbortController().signal,
    });
    const shown = await decoded(outPath, SIZE.width, SIZE.height);
    expect(shown).toHaveLength(frames);

    const slide = layoutScene(scene, { aspect: '16:9', captions: true });
    const captions = createCaptionStrip(cues, slide, SCALE);
    const painter = await createPainter(
      { slide, showings: scheduleOf(slide, words, frames), captions, scale: SCALE },
      BOX,
    );
    const pictures = planPictures({ frames, fades: painter.fades, cuts: captions.cuts, ending: 'cut' });
    const strip = captions.area!;
    const painted = newPlanes(BOX);
    const wrong: string[] = [];
    for (const { frame, kind } of [...pictures].sort((a, b) => a.frame - b.frame)) {
      // Repeats are what was there before; one in ten is looked at.
      if (kind === 'repeat' && frame % 10 !== 0) continue;
      await painter.paint(painted, frame, BOX);
      // While a part fades in, captions are still as they are.
      const rows =
        kind === 'blend' ? ([strip.y + 4, strip.y + strip.height - 4] as const) : ([0, SIZE.height] as const);
      const difference = apart(shown[frame]!, painted, ...rows);
      if (difference > (kind === 'blend' ? 4 : 2))
        wrong.push(`${kind} at ${frame}: ${difference.toFixed(2)}`);
    }
    expect(wrong).toEqual([]);
  },
);
