import { open } from 'node:fs/promises';
import { MediaError } from '../errors.ts';
import { child, readIndex, tracksOf } from './boxes.ts';

/** `track_enabled` in the last byte of a track header's flags (8.3.2). */
const TRACK_ENABLED = 1;

/**
 * Marks every subtitle track of an mp4 as one that is off until the viewer turns it on. ffmpeg cannot: its muxer enables
 * the first track of each kind, whatever its disposition says. The index (`moov`) is changed in place, by one byte a
 * track.
 *
 * @throws MediaError media_invalid_output when the file is not there, has no index, or no subtitles to hide
 */
export async function hideSubtitles(path: string): Promise<void> {
  try {
    await switchOff(path);
  } catch (cause) {
    throw new MediaError('media_invalid_output', `${path} cannot be amended: ${String(cause)}`, { cause });
  }
}

async function switchOff(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { bytes, start } = await readIndex(file);
    const subtitles = tracksOf(bytes, { start: 0, end: bytes.length }, 'sbtl');
    if (subtitles.length === 0) throw new Error('there are no subtitles to hide');
    for (const track of subtitles) {
      const flagsEnd = child(bytes, track, 'tkhd').start + 3;
      const flags = bytes.readUInt8(flagsEnd) & ~TRACK_ENABLED;
      await file.write(Uint8Array.of(flags), 0, 1, start + flagsEnd);
    }
  } finally {
    await file.close();
  }
}
