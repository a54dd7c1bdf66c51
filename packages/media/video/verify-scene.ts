import { readFile } from 'node:fs/promises';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { MediaError } from '../errors.ts';
import type { Rendition } from './render.ts';

/**
 * Checks the file of a rendered scene by reading all of it back: H.264 of the rendition's size, as many pictures as it
 * has frames, the first one a key, and no sound. In this process: a program for each scene would cost more than the
 * rest of the check, and the joined lesson is looked at by ffprobe and decoded.
 *
 * @throws MediaError media_invalid_output, naming what is off
 */
export async function verifySceneVideo(path: string, { width, height, frames }: Rendition): Promise<void> {
  const found = await read(path);
  const expected = `one h264 track of ${width} × ${height} with ${frames} pictures`;
  if (found !== expected)
    throw new MediaError('media_invalid_output', `${path} holds ${found} instead of ${expected}`);
}

/** Size of a scene's picture in px. Throws MediaError media_invalid_output when it has none. */
export async function sceneVideoSize(path: string): Promise<{ width: number; height: number }> {
  return reading(path, async (input) => {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new Error('there is no picture');
    return { width: await track.getCodedWidth(), height: await track.getCodedHeight() };
  });
}

/** What a file holds, in words. */
async function read(path: string): Promise<string> {
  return reading(path, async (input) => {
    const [track, ...others] = await input.getTracks();
    if (track?.isVideoTrack() !== true || others.length > 0) return 'other tracks';
    const packets = new EncodedPacketSink(track);
    let pictures = 0;
    for await (const { type } of packets.packets()) {
      if (pictures === 0 && type !== 'key') return 'a video that does not begin with a key picture';
      pictures += 1;
    }
    const codec = (await track.getCodec()) === 'avc' ? 'h264' : 'foreign';
    const size = `${await track.getCodedWidth()} × ${await track.getCodedHeight()}`;
    return `one ${codec} track of ${size} with ${pictures} pictures`;
  });
}

async function reading<T>(path: string, use: (input: Input) => Promise<T>): Promise<T> {
  try {
    return await use(new Input({ source: new BufferSource(await readFile(path)), formats: [MP4] }));
  } catch (cause) {
    throw new MediaError('media_invalid_output', `${path} cannot be read: ${String(cause)}`, { cause });
  }
}
