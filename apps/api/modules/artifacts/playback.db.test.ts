import { Modality } from '@vividly/db';
import { probe } from '@vividly/media';
import { picturesAt, type Picture } from '../../../../packages/pipeline/test/picture.ts';
import {
  openBrowser,
  type Browser,
  type Opened,
  type OpenedStream,
  type Player,
} from '../../test/browser.ts';
import { requestsPath, startApi } from '../../test/harness.ts';
import { makeLesson, type MadeLesson } from '../../test/played-lesson.ts';

const size = { width: 854, height: 480 };

let lesson: MadeLesson;
let browser: Browser;
/** Address of a file of the lesson. */
let fileOf: (name: string) => string;
const opened: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  lesson = await makeLesson(size.height);
  opened.push(lesson);
  const api = await startApi({ lesson: lesson.files });
  opened.push(api);
  const id = await api.submit({ modalities: [Modality.video] });
  await api.drive(id);
  fileOf = (name) => `${requestsPath}/${id}/artifacts/${name}`;
  browser = await openBrowser(api);
  opened.push(browser);
}, 120_000);
afterAll(async () => {
  for (const each of opened.reverse()) await each.close();
});

/** Number of the frame that is shown from `time` (in s) on. */
const frameOf = ({ time }: { time: number }) => Math.round(time * 30);

/**
 * Mean difference of the 16 px block that differs most, 0 to 255: a lit word in the wrong place fills some blocks,
 * whatever the rest of the picture is.
 */
function worstBlock(shown: Uint8Array, { width, height, rgb }: Picture): number {
  let worst = 0;
  for (let top = 0; top + 16 <= height; top += 16)
    for (let left = 0; left + 16 <= width; left += 16) {
      let sum = 0;
      for (let y = top; y < top + 16; y += 1)
        for (let x = left; x < left + 16; x += 1)
          for (let channel = 0; channel < 3; channel += 1) {
            const dot = y * width + x;
            const more = (shown[4 * dot + channel] ?? 0) - (rgb[3 * dot + channel] ?? 0);
            // Globals are looked up slowly where tests run.
            sum += more < 0 ? -more : more;
          }
      worst = Math.max(worst, sum / (16 * 16 * 3));
    }
  return worst;
}

/**
 * Goes to the middle of each frame, and returns which is shown then by its time. What is seen must be what ffmpeg decodes
 * there, and none of the others.
 */
async function framesShown(player: Player, frames: readonly number[]): Promise<number[]> {
  const decoded = await picturesAt(
    lesson.path('video'),
    size,
    frames.map((frame) => (frame * 1000) / 30),
  );
  const shown: number[] = [];
  for (const [index, frame] of frames.entries()) {
    shown.push(frameOf({ time: await player.seek((frame + 0.5) / 30) }));
    const picture = await player.picture();
    const off = decoded.map((other) => worstBlock(picture, other));
    expect(off.splice(index, 1)[0]).toBeLessThan(8);
    expect(Math.min(...off)).toBeGreaterThan(16);
  }
  return shown;
}

describe('the mp4', () => {
  let player: Player;
  let head: Opened;
  beforeAll(async () => {
    player = await browser.openPlayer();
    head = await player.openFile(fileOf('video'));
  });

  test('is as long as ffprobe says, and as large as it was drawn', async () => {
    const { durationSeconds } = await probe(lesson.path('video'));
    expect(Math.abs(head.duration - durationSeconds)).toBeLessThan(1 / 30);
    expect(head).toMatchObject(size);
  });

  test('shows the right picture wherever one goes: in scenes, about seams, at both ends', async () => {
    const [, second = NaN, third = NaN, last = NaN] = lesson.starts.map((time) => frameOf({ time }));
    const end = frameOf({ time: lesson.seconds });
    // In another order than they follow each other. Scenes dissolve in the 15 frames before a seam.
    const frames = [third, second - 8, end - 1, second, 1, last - 8];
    expect(await framesShown(player, frames)).toEqual(frames);
  });

  test('plays over a seam at its own speed without waiting, one frame after another', async () => {
    const seam = lesson.starts[1] ?? NaN;
    await player.seek(seam - 1);
    const { shown, troubles, soundBytes, pictureBytes } = await player.play({ rate: 1, until: seam + 1 });
    expect(troubles).toEqual([]);
    expect(soundBytes).toBeGreaterThan(0);
    expect(pictureBytes).toBeGreaterThan(0);
    areFramesOfTheFile(shown);
    expect(shown[0]?.time).toBeLessThan(seam);
  });

  test('no frame about a seam is lost where the machine has time to show all', async () => {
    const seam = lesson.starts[1] ?? NaN;
    await player.seek(seam - 0.7);
    const { shown, troubles } = await player.play({ rate: 0.25, until: seam + 0.3 });
    expect(troubles).toEqual([]);
    const frames = shown.map(frameOf);
    const gaps = frames.slice(1).map((frame, index) => frame - (frames[index] ?? NaN));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2);
  });

  test('ends, and says so', async () => {
    await player.seek(lesson.seconds - 1);
    const { shown, troubles, ended } = await player.play({ rate: 1, until: lesson.seconds + 1 });
    expect({ troubles, ended }).toEqual({ troubles: [], ended: true });
    areFramesOfTheFile(shown);
  });
});

describe('the stream', () => {
  let player: Player;
  let head: OpenedStream;
  beforeAll(async () => {
    player = await browser.openPlayer();
    head = await player.openStream(fileOf('hls.m3u8'), 0);
  });

  test('has three rungs, subtitles that are off where captions are burned in, and the length of the lesson', () => {
    expect(head.levels).toEqual([480, 720, 1080]);
    expect(head.subtitles).toEqual([{ name: 'English', chosen: false }]);
    expect(Math.abs(head.duration - lesson.seconds)).toBeLessThan(1 / 30);
    expect(head).toMatchObject(size);
  });

  test('shows the same pictures at the same times as the mp4', async () => {
    const [, second = NaN, third = NaN] = lesson.starts.map((time) => frameOf({ time }));
    expect(await framesShown(player, [third - 8, second])).toEqual([third - 8, second]);
  });

  test('plays over the border of two segments, and on in another rung', async () => {
    const [first] = (await player.fetched()).filter(({ start }) => start === 0);
    const border = first?.seconds ?? NaN;
    await player.seek(border - 0.5);
    const small = await player.play({ rate: 1, until: border + 0.5 });
    expect(small.troubles).toEqual([]);
    expect(small.soundBytes).toBeGreaterThan(0);
    areFramesOfTheFile(small.shown);
    expect(new Set(small.shown.map(({ height }) => height))).toEqual(new Set([480]));

    await player.turnTo(1);
    const large = await player.play({ rate: 1, until: border + 2 });
    areFramesOfTheFile(large.shown);
    expect(large.shown.at(-1)?.height).toBe(720);
    const fetched = (await player.fetched()).filter(({ level }) => level === 1);
    expect(fetched.length).toBeGreaterThan(0);
  });
});

/** Shown in rising order, each at a time at which the file has a frame. Which are left out depends on the machine. */
function areFramesOfTheFile(shown: readonly { time: number }[]): void {
  expect(shown.length).toBeGreaterThan(2);
  for (const [index, picture] of shown.entries()) {
    expect(Math.abs(picture.time * 30 - frameOf(picture))).toBeLessThan(0.01);
    if (index > 0) expect(picture.time).toBeGreaterThan(shown[index - 1]?.time ?? NaN);
  }
}
