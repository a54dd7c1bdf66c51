import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { joinLesson, packAudio, type JoinRun, type LessonParts } from './join.ts';
import { chapterMetadata } from './metadata.ts';
import { concatList, createReel } from './reel.ts';
import { expectSamePackets, type Source } from './same-packets.ts';
import { hideSubtitles } from './track-flags.ts';

const scratch = scratchDirectory();
const frames = [90, 123];
const lengthsMs = frames.map((count) => (count * 1000) / 30);
const totalMs = lengthsMs.reduce((a, b) => a + b);
const title = 'Why = because; #1 \\ "it\'s" [CHAPTER]\n100%';

let parts: LessonParts;
const scenes = () =>
  lengthsMs.map((durationMs, index) => ({ path: scratch(`scene ${index}.mp4`), durationMs }));
beforeAll(async () => {
  for (const [index, count] of frames.entries()) {
    // Variable rate, as scenes are drawn: every ninth frame, and the last four.
    const held = `select='not(mod(n,9))+gte(n,${count - 4})'`;
    const source = ['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=30:duration=${count / 30}`];
    const codec = ['-vsync', 'vfr', '-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p'];
    await make(
      scratch(`scene ${index}.mp4`),
      ...source,
      '-vf',
      held,
      ...codec,
      '-video_track_timescale',
      '30000',
    );
  }
  const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${totalMs / 1000}`];
  await make(scratch('narration.m4a'), ...sound, '-c:a', 'aac', '-f', 'mp4');
  await writeFile(scratch('captions.srt'), '1\n00:00:00,500 --> 00:00:02,000\nPush <b>back</b>.\n');
  parts = {
    reel: await createReel(scenes(), scratch('scenes.txt')),
    narration: scratch('narration.m4a'),
    captions: { path: scratch('captions.srt'), atFirst: 'hidden' },
    chapters: [
      { title, startMs: 0, endMs: lengthsMs[0] ?? 0 },
      { title: 'Recap', startMs: lengthsMs[0] ?? 0, endMs: totalMs },
    ],
    title,
  };
});

function run(name: string, over: Partial<JoinRun> = {}): JoinRun {
  return { workDir: scratch('.'), outPath: scratch(name), signal: new AbortController().signal, ...over };
}

test('a lesson: every stream, chapters with their names, equal lengths, index first', async () => {
  const found = await joinLesson(parts, run('lesson.mp4'));
  expect(found.streams).toMatchObject([
    { type: 'video', codec: 'h264' },
    { type: 'audio', codec: 'aac', language: 'eng' },
    { type: 'subtitle', codec: 'mov_text', language: 'eng' },
    { type: 'data' },
  ]);
  expect(found.durationSeconds * 1000).toBeCloseTo(totalMs, -1.5);
  expect(found.chapters.map((chapter) => chapter.title)).toEqual([title, 'Recap']);
  expect(found.chapters[1]?.startMs).toBeCloseTo(lengthsMs[0] ?? 0, 0);
  const bytes = await readFile(scratch('lesson.mp4'));
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
});

test.each([
  ['shown', true],
  ['hidden', false],
] as const)('captions that are %s at first', async (atFirst, enabled) => {
  const captions = { path: scratch('captions.srt'), atFirst };
  const found = await joinLesson({ ...parts, captions }, run(`${atFirst}.mp4`));
  expect(found.streams.filter(({ type }) => type !== 'data')).toMatchObject([
    { type: 'video', enabled: true },
    { type: 'audio', enabled: true },
    { type: 'subtitle', enabled },
  ]);
});

test('a lesson without soft captions has no track for them', async () => {
  const found = await joinLesson({ ...parts, captions: null }, run('bare.mp4'));
  expect(found.streams.map(({ type }) => type)).toEqual(['video', 'audio', 'data']);
  expect(found.chapters.map((chapter) => chapter.title)).toEqual([title, 'Recap']);
});

test('the sound alone', async () => {
  const found = await packAudio({ ...parts, durationMs: totalMs }, run('lesson.m4a'));
  expect(found.streams).toMatchObject([{ type: 'audio', codec: 'aac' }, { type: 'data' }]);
  expect(found.chapters.map((chapter) => chapter.title)).toEqual([title, 'Recap']);
});

test('narration of another length, or a missing scene, publishes nothing', async () => {
  await make(scratch('short.m4a'), '-f', 'lavfi', '-i', 'sine=duration=5', '-c:a', 'aac', '-f', 'mp4');
  const short = await failureOf(joinLesson({ ...parts, narration: scratch('short.m4a') }, run('bad.mp4')));
  expect(short).toMatchObject({ code: 'media_invalid_output' });
  expect(short.message).toContain('picture and sound differ');
  const gone = [...scenes(), { path: scratch('gone.mp4'), durationMs: 3000 }];
  const reel = await createReel(gone, scratch('gone.txt'));
  await failureOf(joinLesson({ ...parts, reel }, run('bad.mp4')));
  expect(await readdir(dirname(scratch('bad.mp4')))).not.toContainEqual(expect.stringContaining('bad.mp4'));
});

test('a file whose subtitles cannot be hidden is told by its name', async () => {
  await writeFile(scratch('noise.mp4'), Buffer.alloc(5000, 'noise'));
  await make(scratch('mute.mp4'), '-i', scratch('scene 0.mp4'), '-c', 'copy');
  for (const name of ['noise.mp4', 'mute.mp4', 'absent.mp4']) {
    const failed = await failureOf(hideSubtitles(scratch(name)));
    expect(failed).toMatchObject({ code: 'media_invalid_output' });
    expect(failed.message).toContain(name);
  }
});

test('what was joined holds the packets of its parts, and a file of other ones is told from it', async () => {
  const path = scratch('same.mp4');
  await joinLesson(parts, run('same.mp4'));
  const { scenes: paths } = parts.reel;
  await expectSamePackets(path, { type: 'video', paths });
  await expectSamePackets(path, { type: 'audio', paths: [parts.narration] });
  const other = await make(scratch('other.m4a'), '-f', 'lavfi', '-i', 'sine=frequency=300:duration=7.1');
  const empty = await make(scratch('empty.m4a'), '-i', parts.narration, '-c', 'copy', '-frames:a', '3');
  const sources: Source[] = [
    { type: 'video', paths: [...paths].reverse() },
    { type: 'video', paths: paths.slice(0, 1) },
    { type: 'audio', paths: [other] },
    { type: 'audio', paths: [empty] },
    { type: 'audio', paths },
    { type: 'audio', paths: [scratch('captions.srt')] },
  ];
  for (const source of sources)
    expect(await failureOf(expectSamePackets(path, source))).toMatchObject({ code: 'media_invalid_output' });
});

test('a fired signal cancels', async () => {
  const cancelled = joinLesson(parts, run('never.mp4', { signal: AbortSignal.abort() }));
  expect(await failureOf(cancelled)).toMatchObject({ code: 'media_aborted' });
});

test('names cannot break out of the lists that ffmpeg reads', () => {
  expect(concatList([{ path: "/a'b\\c d.mp4", durationMs: 1500 }])).toBe(
    "ffconcat version 1.0\nfile '/a'\\''b\\c d.mp4'\nduration 1.500000\n",
  );
  expect(chapterMetadata('a=b', [{ title: 'x\n[CHAPTER]\r\ny;#\\', startMs: 0.4, endMs: 99.6 }])).toBe(
    ';FFMETADATA1\ntitle=a\\=b\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=100\ntitle=x\\\n[CHAPTER]\\\ny\\;\\#\\\\\n',
  );
});
