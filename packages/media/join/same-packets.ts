import { createHash, type Hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { MediaError } from '../errors.ts';
import { nalType } from '../video/h264/nal.ts';
import { samplesOf } from './samples.ts';

/** The files that a joined file was copied from, and which of their tracks. */
export interface Source {
  type: 'video' | 'audio';
  paths: readonly string[];
}

/**
 * Proves that a file holds the packets of its sources, one after another, and no others: what was seen and heard of the
 * sources then holds for it. Parameter sets do not count, which may stand in the index or in the packets.
 *
 * @throws MediaError media_invalid_output when it does not, or cannot be read
 */
export async function expectSamePackets(path: string, { type, paths }: Source): Promise<void> {
  const [copied, copy] = [await digestOf(type, paths), await digestOf(type, [path])];
  if (copied !== copy)
    throw new MediaError(
      'media_invalid_output',
      `${path} holds another ${type} than what it was joined from`,
    );
}

/** SHA-256 over all packets of a track, file after file. */
async function digestOf(type: Source['type'], paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) await addFile(hash, type, path);
  return hash.digest('hex');
}

async function addFile(hash: Hash, type: Source['type'], path: string): Promise<void> {
  try {
    for (const sample of samplesOf(await readFile(path), type === 'video' ? 'vide' : 'soun'))
      for (const part of type === 'video' ? pictureUnits(sample) : [sample]) {
        hash.update(Uint32Array.of(part.length));
        hash.update(part);
      }
  } catch (cause) {
    throw new MediaError('media_invalid_output', `${path} cannot be read back: ${String(cause)}`, { cause });
  }
}

/** The NAL units of a sample, each of which stands behind its length, without parameter sets. */
function* pictureUnits(sample: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  for (let at = 0; at < sample.length;) {
    const end = at + 4 + view.getUint32(at);
    const unit = sample.subarray(at + 4, end);
    const type = (unit[0] ?? 0) & 31;
    if (type !== nalType.sps && type !== nalType.pps) yield unit;
    at = end;
  }
}
