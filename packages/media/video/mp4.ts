import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny';
import { FRAMES_PER_SECOND } from './clock.ts';
import type { Unit } from './film.ts';
import {
  OWN,
  ownQuantisation,
  pictureParameters,
  sequenceParameters,
  X264,
  type PictureSize,
  type Quantisation,
} from './h264/headers.ts';
import { encodeNal } from './h264/nal.ts';

export interface Video {
  size: PictureSize;
  /** In decoding order, one for each frame. */
  units: readonly Unit[];
  /** What the intra encoder's slices rely on. */
  intra: Quantisation;
}

/** Puts the pictures of a scene into an mp4: index first, times on the grid of frames. */
export async function muxVideo({ size, units, intra }: Video): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND });
  await output.start();
  const config = {
    codec: 'avc1.4d4028',
    codedWidth: size.width,
    codedHeight: size.height,
    description: decoderConfiguration(size, intra),
    colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  } as const;
  for (const { frame, key, nals } of units) {
    const packet = new EncodedPacket(
      withLengths(nals),
      key ? 'key' : 'delta',
      frame / FRAMES_PER_SECOND,
      1 / FRAMES_PER_SECOND,
    );
    await source.add(packet, { decoderConfig: config });
  }
  await output.finalize();
  return new Uint8Array(target.buffer as ArrayBuffer);
}

/** NAL units as a sample holds them: each after its length. */
function withLengths(nals: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    bytes.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return bytes;
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
function decoderConfiguration(size: PictureSize, intra: Quantisation): Uint8Array {
  const sequence = encodeNal(sequenceParameters(size));
  const pictures = [pictureParameters(OWN, ownQuantisation), pictureParameters(X264, intra)].map(encodeNal);
  const set = (nal: Uint8Array): number[] => [nal.length >> 8, nal.length & 255, ...nal];
  return Uint8Array.from([
    1,
    ...sequence.subarray(1, 4),
    0xff,
    0xe0 | 1,
    ...set(sequence),
    pictures.length,
    ...pictures.flatMap(set),
  ]);
}
