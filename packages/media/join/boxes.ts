import type { FileHandle } from 'node:fs/promises';

/** A box of an mp4 (ISO/IEC 14496-12, 4.2): where its content lies, in bytes of its file or of the box around it. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

/** The index (`moov`) of an mp4, and where in the file it lies. */
export interface Index {
  bytes: Buffer;
  start: number;
}

/** Reads the index. Throws Error when there is none. */
export async function readIndex(file: FileHandle): Promise<Index> {
  const { start, end } = await findIndex(file);
  const bytes = Buffer.alloc(end - start);
  await file.read(bytes, 0, bytes.length, start);
  return { bytes, start };
}

/** The tracks of an index (`moov`) whose handler is of this type (8.4.3). */
export function tracksOf(bytes: Buffer, index: Omit<Box, 'type'>, handler: 'vide' | 'soun' | 'sbtl'): Box[] {
  return boxesIn(bytes, index)
    .filter(({ type }) => type === 'trak')
    .filter((track) => handlerOf(bytes, track) === handler);
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

/** The box of a type within another; undefined when there is none. */
export function findChild(bytes: Buffer, parent: Box, type: string): Box | undefined {
  return boxesIn(bytes, parent).find((box) => box.type === type);
}

/** The box of a type within another. Throws Error when there is none. */
export function child(bytes: Buffer, parent: Box, type: string): Box {
  const found = findChild(bytes, parent, type);
  if (found === undefined) throw new Error(`an mp4 whose ${parent.type} has no ${type}`);
  return found;
}

/** What kind of track it is (8.4.3): its name stands behind version, flags and four empty bytes. */
function handlerOf(index: Buffer, track: Box): string {
  const { start } = child(index, child(index, track, 'mdia'), 'hdlr');
  return index.toString('latin1', start + 8, start + 12);
}
