import { readVtt as readLoosely, type ReadCaption } from '@vividly/media';

export { readSrt } from '@vividly/media';

/** Captions of a WebVTT file, as the W3C's parser reads them. Throws when it finds a fault. */
export async function readVtt(path: string): Promise<ReadCaption[]> {
  const { captions, faults } = await readLoosely(path);
  if (faults.length > 0) throw new Error(`${path}: ${faults.join('; ')}`);
  return captions;
}
