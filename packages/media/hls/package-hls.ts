import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CmafOutputFormat,
  FilePathTarget,
  HlsOutputFormat,
  Output,
  PathedTarget,
  type HlsOutputPlaylistInfo,
  type MediaSource,
  type OutputTrack,
} from 'mediabunny';
import { MediaError } from '../errors.ts';
import { probe } from '../ffmpeg/probe.ts';
import type { SoftCaptions } from '../join/join.ts';
import { FRAMES_PER_SECOND } from '../video/clock.ts';
import { captionPlaylist, captionSegment, segmentSeconds, withSubtitles } from './playlists.ts';
import { copyPackets, openSource, type StreamSource } from './stream-source.ts';

/** A size of the lesson: a joined mp4, and the shorter side of its picture in px. */
export interface HlsRung {
  height: number;
  path: string;
}

export interface HlsRequest {
  /** From the largest to the smallest, cut at the same key pictures; the sound of the first serves all. */
  rungs: readonly HlsRung[];
  durationMs: number;
  /** A WebVTT file; null for a stream without subtitles. */
  captions: SoftCaptions | null;
  /** Gets the stream's files. */
  outDir: string;
  signal: AbortSignal;
}

/** Longest segment in s: three groups of pictures of a scene. */
const SEGMENT_SECONDS = 6;

const MASTER = 'hls.m3u8';

/** The files of one track; the playlist names the other by its name, relative to its own address. */
interface StreamFiles {
  playlist: string;
  media: string;
}

const filesOf = (name: string, extension = 'mp4'): StreamFiles => ({
  playlist: `hls_${name}.m3u8`,
  media: `hls_${name}_media.${extension}`,
});

/**
 * Packages a lesson as an HLS stream (RFC 8216) without encoding anything again: for each rung and for the sound one
 * fragmented mp4 (CMAF), which its playlist cuts into segments by byte ranges, and a master playlist with measured
 * bandwidths. Segments begin with a key picture and are at most 6 s long; those of all rungs begin at the same times.
 *
 * @returns names of the files in `outDir`, the master first
 * @throws MediaError media_invalid_output when a file is not what it should be, or rungs are cut differently
 */
export async function packageHls(request: HlsRequest): Promise<string[]> {
  const { rungs, durationMs, captions, outDir, signal } = request;
  const pictures = rungs.map(({ height }) => filesOf(`${height}p`));
  const sound = filesOf('audio', 'm4a');
  const copied = await writeStream(request, { pictures, sound });
  for (const [index, { playlist }] of [...pictures, sound].entries())
    await verifyTrack(join(outDir, playlist), { durationMs, packets: copied[index] }, signal);
  const playlists = await Promise.all(
    pictures.map(({ playlist }) => readFile(join(outDir, playlist), 'utf8')),
  );
  if (new Set(playlists.map((text) => segmentSeconds(text).join())).size > 1)
    throw new MediaError('media_invalid_output', 'the rungs of a stream are not cut at the same times');
  const text = captions === null ? [] : [filesOf('captions', 'vtt')];
  for (const files of text) await addCaptions(request, files);
  return [MASTER, ...[...pictures, sound, ...text].flatMap(({ playlist, media }) => [playlist, media])];
}

/** Reads a track through its playlist, as players do: everything that was copied must be there, and no longer or shorter. */
async function verifyTrack(
  playlist: string,
  { durationMs, packets }: { durationMs: number; packets: number | undefined },
  signal: AbortSignal,
): Promise<void> {
  const { streams, durationSeconds } = await probe(playlist, { signal });
  const there = streams.map(({ packetsThere }) => packetsThere);
  if (there.length !== 1 || there[0] !== packets)
    throw new MediaError(
      'media_invalid_output',
      `${playlist}: ${there.join()} of ${packets} packets are there`,
    );
  if (Math.abs(durationSeconds * 1000 - durationMs) > durationMs * 0.01)
    throw new MediaError('media_invalid_output', `${playlist} lasts ${durationSeconds} s`);
}

/** Writes the master playlist, and playlist and media of each track. Returns how many packets each track has. */
async function writeStream(
  { rungs, outDir, signal }: HlsRequest,
  { pictures, sound }: { pictures: StreamFiles[]; sound: StreamFiles },
): Promise<number[]> {
  const sources = await openAll(rungs.map(({ path }) => path));
  const [first] = sources;
  if (first === undefined) throw new Error('a stream needs a rung');
  const filesBy = new Map<MediaSource, StreamFiles>([[first.audio.sink, sound]]);
  for (const [index, { video }] of sources.entries()) filesBy.set(video.sink, pictures[index] as StreamFiles);
  const of = ({ tracks }: HlsOutputPlaylistInfo): StreamFiles =>
    filesBy.get((tracks[0] as OutputTrack).source) as StreamFiles;
  const output = new Output({
    format: new HlsOutputFormat({
      segmentFormat: new CmafOutputFormat(),
      targetDuration: SEGMENT_SECONDS,
      singleFilePerPlaylist: true,
      getPlaylistPath: (playlist) => of(playlist).playlist,
      getSegmentPath: ({ playlist }) => of(playlist).media,
    }),
    target: new PathedTarget(MASTER, ({ path }) => new FilePathTarget(join(outDir, path))),
  });
  try {
    for (const { video } of sources) output.addVideoTrack(video.sink, { frameRate: FRAMES_PER_SECOND });
    const speech = { primary: true, default: true };
    output.addAudioTrack(first.audio.sink, { languageCode: 'eng', name: 'English', disposition: speech });
    await output.start();
    const copied = await Promise.all(
      [...sources.map(({ video }) => video), first.audio].map((track) => copyPackets(track, signal)),
    );
    await output.finalize();
    return copied;
  } catch (error) {
    await output.cancel();
    throw error;
  } finally {
    for (const source of sources) source.close();
  }
}

async function openAll(paths: readonly string[]): Promise<StreamSource[]> {
  const sources: StreamSource[] = [];
  try {
    for (const path of paths) sources.push(await openSource(path));
    return sources;
  } catch (error) {
    for (const source of sources) source.close();
    throw error;
  }
}

async function addCaptions(
  { captions, durationMs, outDir }: HlsRequest,
  { playlist, media }: StreamFiles,
): Promise<void> {
  const { path, atFirst } = captions as SoftCaptions;
  const master = join(outDir, MASTER);
  await writeFile(join(outDir, media), captionSegment(await readFile(path, 'utf8')));
  await writeFile(join(outDir, playlist), captionPlaylist(media, durationMs));
  await writeFile(master, withSubtitles(await readFile(master, 'utf8'), playlist, atFirst));
}
