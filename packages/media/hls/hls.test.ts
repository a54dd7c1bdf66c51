import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { probe } from '../ffmpeg/probe.ts';
import { failureOf, make, scratchDirectory } from '../ffmpeg/fixtures/scratch.ts';
import { packageHls } from './package-hls.ts';

const scratch = scratchDirectory();
const { signal } = new AbortController();
const durationMs = 15_000;
const heights = [360, 180];
const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${durationMs / 1000}`];
/** As lessons are: a key every 2 s, and one where a scene begins. */
const keys = '0,2,4,5.5,7.5,9.5,11.5,13.5';

beforeAll(async () => {
  for (const height of heights) {
    const picture = `testsrc2=size=${(height * 16) / 9}x${height}:rate=30:duration=${durationMs / 1000}`;
    const codec = [
      '-c:v',
      'libx264',
      '-preset',
      'superfast',
      '-bf',
      '1',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
    ];
    const cut = ['-force_key_frames', keys, '-x264-params', 'scenecut=0:keyint=999'];
    await make(scratch(`${height}.mp4`), '-f', 'lavfi', '-i', picture, ...sound, ...codec, ...cut);
  }
  await writeFile(scratch('captions.vtt'), 'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nPush &amp; pull.\n');
});

const stream = async (name: string, atFirst: 'shown' | 'hidden' | null = 'shown') => {
  const outDir = scratch(name);
  await mkdir(outDir);
  const captions = atFirst && { path: scratch('captions.vtt'), atFirst };
  const rungs = heights.map((height) => ({ height, path: scratch(`${height}.mp4`) }));
  const files = await packageHls({ rungs, durationMs, captions, outDir, signal });
  return {
    files,
    read: (file: string) => readFile(`${outDir}/${file}`),
    path: (file: string) => `${outDir}/${file}`,
  };
};

interface Segment {
  seconds: number;
  bytes: number;
  at: number;
}
const segmentsOf = (playlist: string): Segment[] =>
  [...playlist.matchAll(/#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)/g)].map(
    ([, seconds, bytes, at]) => ({
      seconds: Number(seconds),
      bytes: Number(bytes),
      at: Number(at),
    }),
  );
const attribute = (line: string, name: string) =>
  new RegExp(`[:,]${name}=("[^"]*"|[^,\n]*)`).exec(line)?.[1]?.replaceAll('"', '');

test('a stream is one playlist and one file for each rung and for the sound, and its subtitles', async () => {
  const { files, read } = await stream('files');
  expect(files).toEqual([
    'hls.m3u8',
    ...['hls_360p', 'hls_180p'].flatMap((name) => [`${name}.m3u8`, `${name}_media.mp4`]),
    ...['hls_audio.m3u8', 'hls_audio_media.m4a'],
    ...['hls_captions.m3u8', 'hls_captions_media.vtt'],
  ]);
  for (const file of files) expect((await read(file)).length).toBeGreaterThan(0);
  expect(String(await read('hls_captions_media.vtt'))).toMatch(
    /^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n1\n00:00:01.000 --> /,
  );
});

/** Time of a track's first packet, in s. */
const startOf = async (playlist: string): Promise<number> => {
  const rows: string[] = [];
  const copy = [
    '-copyts',
    '-i',
    playlist,
    '-map',
    '0:0',
    '-c',
    'copy',
    '-frames',
    '1',
    '-f',
    'framehash',
    '-',
  ];
  await runFfmpeg(copy, { signal, wallClockMs: 60_000, onStdout: (chunk) => rows.push(String(chunk)) });
  const first = rows
    .join('')
    .split('\n')
    .find((row) => row.startsWith('0,'));
  return Number(first?.split(',')[2]);
};

test('the master says what each rung is, and bandwidths as they are measured', async () => {
  const { read } = await stream('master');
  const master = String(await read('hls.m3u8'));
  const variants = [...master.matchAll(/^(#EXT-X-STREAM-INF:.*)\n(\S+)$/gm)];
  expect(variants.map(([, , uri]) => uri)).toEqual(['hls_360p.m3u8', 'hls_180p.m3u8']);
  const audio = segmentsOf(String(await read('hls_audio.m3u8')));
  const rate = ({ seconds, bytes }: Segment) => (8 * bytes) / seconds;
  const total = (all: Segment[]): Segment =>
    all.reduce((sum, { seconds, bytes }) => ({
      ...sum,
      seconds: sum.seconds + seconds,
      bytes: sum.bytes + bytes,
    }));
  for (const [index, [, line = '', uri = '']] of variants.entries()) {
    const video = segmentsOf(String(await read(uri)));
    const average = rate(total(video)) + rate(total(audio));
    const peak = Math.max(...video.map(rate)) + Math.max(...audio.map(rate));
    expect(Number(attribute(line, 'AVERAGE-BANDWIDTH')) / average).toBeCloseTo(1, 2);
    expect(Number(attribute(line, 'BANDWIDTH')) / peak).toBeCloseTo(1, 1);
    expect(attribute(line, 'RESOLUTION')).toBe(['640x360', '320x180'][index]);
    expect(attribute(line, 'FRAME-RATE')).toBe('30');
    expect(attribute(line, 'CODECS')).toMatch(/^avc1\.64[0-9a-f]{4},mp4a\.40\.2$/);
    expect(attribute(line, 'SUBTITLES')).toBe('captions');
    expect(master).toContain(`TYPE=AUDIO,GROUP-ID="${attribute(line, 'AUDIO')}",NAME="English"`);
  }
});

test('segments begin with a key picture, at the same times in all rungs, and cover their file', async () => {
  const { read, path } = await stream('segments');
  const all = await Promise.all(
    heights.map(async (height) => segmentsOf(String(await read(`hls_${height}p.m3u8`)))),
  );
  expect(all[0]!.map(({ seconds }) => seconds)).toEqual(all[1]!.map(({ seconds }) => seconds));
  for (const { seconds } of all[0]!) expect(seconds).toBeLessThanOrEqual(6);
  for (const [index, height] of heights.entries()) {
    const media = await read(`hls_${height}p_media.mp4`);
    const [first] = all[index]!;
    for (const { bytes, at } of all[index]!) {
      const alone = path(`alone-${height}-${at}.mp4`);
      await writeFile(alone, Buffer.concat([media.subarray(0, first!.at), media.subarray(at, at + bytes)]));
      const types: string[] = [];
      await runFfmpeg(['-i', alone, '-frames:v', '1', '-vf', 'showinfo', '-f', 'null', '-'], {
        signal,
        wallClockMs: 60_000,
        onLogLine: (line) => types.push(...(/ iskey:(\d) type:(\w)/.exec(line)?.slice(1) ?? [])),
      });
      expect(types.slice(0, 2)).toEqual(['1', 'I']);
    }
    const seconds = all[index]!.reduce((sum, segment) => sum + segment.seconds, 0);
    expect(seconds).toBeCloseTo(durationMs / 1000, 2);
  }
});

test('a player shows every picture of every rung, and the sound in step', async () => {
  const { path } = await stream('played');
  const frames: number[] = [];
  for (const rung of [0, 1]) {
    const rows: string[] = [];
    const output = ['-map', `0:v:${rung}`, '-fps_mode', 'passthrough', '-f', 'framehash', '-'];
    await runFfmpeg(['-i', path('hls.m3u8'), ...output], {
      signal,
      wallClockMs: 60_000,
      onStdout: (chunk) => rows.push(String(chunk)),
    });
    frames.push(
      rows
        .join('')
        .split('\n')
        .filter((row) => row.startsWith('0,')).length,
    );
  }
  expect(frames).toEqual([450, 450]);
  for (const playlist of ['hls_360p.m3u8', 'hls_180p.m3u8', 'hls_audio.m3u8'])
    expect((await probe(path(playlist))).durationSeconds).toBeCloseTo(15, 1);
  // ffmpeg reads the picture of a fragmented file late by as much as its pictures are reordered: one, as in lessons.
  expect(await startOf(path('hls_360p.m3u8'))).toBeLessThanOrEqual(1);
  expect(await startOf(path('hls_audio.m3u8'))).toBe(0);
});

test('subtitles are on at first only where they are not burned in, and may be left out', async () => {
  const line = async (atFirst: 'shown' | 'hidden' | null) => {
    const { read } = await stream(`subtitles ${String(atFirst)}`, atFirst);
    return /^#EXT-X-MEDIA:TYPE=SUBTITLES.*$/m.exec(String(await read('hls.m3u8')))?.[0];
  };
  expect(await line('shown')).toContain('DEFAULT=YES,AUTOSELECT=YES');
  expect(await line('hidden')).toContain('DEFAULT=NO,AUTOSELECT=NO');
  expect(await line(null)).toBeUndefined();
});

test('rungs that are not cut alike are refused', async () => {
  const other = ['-force_key_frames', '0,3,6,9,12', '-x264-params', 'scenecut=0:keyint=999', '-c:a', 'aac'];
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=30:duration=${durationMs / 1000}`];
  await make(scratch('other.mp4'), ...picture, ...sound, '-pix_fmt', 'yuv420p', ...other);
  await mkdir(scratch('unlike'));
  const rungs = [360, 180].map((height, index) => ({
    height,
    path: scratch(index === 0 ? '360.mp4' : 'other.mp4'),
  }));
  const request = { rungs, durationMs, captions: null, outDir: scratch('unlike'), signal };
  expect((await failureOf(packageHls(request))).message).toContain('not cut at the same times');
});
