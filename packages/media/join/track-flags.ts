import { open, type FileHandle } from 'node:fs/promises';
import { MediaError } from '../errors.ts';

/** A box of an mp4 (ISO/IEC 14496-12, 4.2): where its content lies, in bytes of its file or of the box around it. */
interface Box {
  type: string;
  start: number;
  end: number;
}

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
    const moov = await findIndex(file);
    const index = Buffer.alloc(moov.end - moov.start);
    await file.read(index, 0, index.length, moov.start);
    const subtitles = boxesIn(index, { start: 0, end: index.length })
      .filter(({ type }) => type === 'trak')
      .filter((track) => handlerOf(index, track) === 'sbtl');
    if (subtitles.length === 0) throw new Error('there are no subtitles to hide');
    for (const track of subtitles) {
      const flagsEnd = child(index, track, 'tkhd').start + 3;
      const flags = index.readUInt8(flagsEnd) & ~TRACK_ENABLED;
      await file.write(Uint8Array.of(flags), 0, 1, moov.start + flagsEnd);
    }
  } finally {
    await file.close();
  }
}

async function findIndex(file: FileHandle): Promise<Box> {
  const { size } = await file.stat();
  const header = Buffer.alloc(16);
  for (let at = 0; at + 8 <= size;) {
    await file.read(header, 0, 16, at);
    const box = boxAt(header, 0);
    if (box.type === 'moov') return { ...box, start: at + box.start, end: at + box.end };
    at += box.end;
  }
  throw new Error('an mp4 without an index');
}

/** The box whose header stands at `at`; a length of 1 means that the real one follows in 64 bits. */
function boxAt(bytes: Buffer, at: number): Box {
  const short = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  const [length, header] = short === 1 ? [Number(bytes.readBigUInt64BE(at + 8)), 16] : [short, 8];
  if (length < header) throw new Error(`the box ${type} says that it has ${length} bytes`);
  return { type, start: at + header, end: at + length };
}

function boxesIn(bytes: Buffer, { start, end }: { start: number; end: number }): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; at = boxes.at(-1)?.end ?? end) boxes.push(boxAt(bytes, at));
  return boxes;
}

function child(bytes: Buffer, parent: Box, type: string): Box {
  const found = boxesIn(bytes, parent).find((box) => box.type === type);
  if (found === undefined) throw new Error(`an mp4 whose ${parent.type} has no ${type}`);
  return found;
}

/** What kind of track it is (8.4.3): its name stands behind version, flags and four empty bytes. */
function handlerOf(index: Buffer, track: Box): string {
  const { start } = child(index, child(index, track, 'mdia'), 'hdlr');
  return index.toString('latin1', start + 8, start + 12);
}
