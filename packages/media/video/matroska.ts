import { FRAMES_PER_SECOND } from './clock.ts';

/**
 * Just enough Matroska to stream raw pictures with their times (RFC 9559; codec V_UNCOMPRESSED, RFC 9559 companion
 * "codec mappings"): one track, one cluster per frame, no index. ffmpeg reads it from a pipe.
 */

/** Ticks of 0.1 ms: the 30th of a second is met closely enough to be rounded back to its frame. */
const TICK_NS = 100_000;
const TICKS_PER_MS = 1_000_000 / TICK_NS;

/** How long a frame lasts when the next one follows at once: at a constant rate the last one is repeated so long. */
const FRAME_NS = Math.round(1e9 / FRAMES_PER_SECOND);

/** A size that means "until the stream ends". */
const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');

/** ISO/IEC 23091-4 code point of BT.709, for primaries, transfer and matrix. */
const BT709 = 1;
const LIMITED_RANGE = 1;

function sized(size: number): Buffer {
  const field = Buffer.alloc(8);
  field.writeBigUInt64BE(BigInt(size));
  field[0] = 0x01;
  return field;
}

function element(id: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(id, 'hex'), sized(body.length), body]);
}

function unsigned(id: string, value: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt(value));
  return element(id, body);
}

function text(id: string, value: string): Buffer {
  return element(id, Buffer.from(value, 'latin1'));
}

/** Everything before the first frame of a stream of 8-bit I420 pictures, BT.709 limited range. */
export function matroskaHeader(width: number, height: number): Buffer {
  const ebml = element(
    '1a45dfa3',
    unsigned('4286', 1), // EBMLVersion
    unsigned('42f7', 1), // EBMLReadVersion
    unsigned('42f2', 4), // EBMLMaxIDLength
    unsigned('42f3', 8), // EBMLMaxSizeLength
    text('4282', 'matroska'), // DocType
    unsigned('4287', 4), // DocTypeVersion
    unsigned('4285', 2), // DocTypeReadVersion
  );
  const info = element(
    '1549a966',
    unsigned('2ad7b1', TICK_NS), // TimestampScale
    text('4d80', 'vividly'), // MuxingApp
    text('5741', 'vividly'), // WritingApp
  );
  const colour = element(
    '55b0',
    unsigned('55b1', BT709), // MatrixCoefficients
    unsigned('55b9', LIMITED_RANGE), // Range
    unsigned('55ba', BT709), // TransferCharacteristics
    unsigned('55bb', BT709), // Primaries
  );
  const track = element(
    'ae',
    unsigned('d7', 1), // TrackNumber
    unsigned('73c5', 1), // TrackUID
    unsigned('83', 1), // TrackType: video
    unsigned('9c', 0), // FlagLacing
    unsigned('23e383', FRAME_NS), // DefaultDuration
    text('86', 'V_UNCOMPRESSED'), // CodecID
    element(
      'e0',
      unsigned('b0', width), // PixelWidth
      unsigned('ba', height), // PixelHeight
      text('2eb524', 'I420'), // UncompressedFourCC
      colour,
    ),
  );
  const segment = Buffer.concat([Buffer.from('18538067', 'hex'), UNKNOWN_SIZE]);
  return Buffer.concat([ebml, segment, info, element('1654ae6b', track)]);
}

/** The bytes that precede the `pictureBytes` of a frame shown at `ms`; always of the same length. */
export function frameHeader(ms: number, pictureBytes: number): Buffer {
  const timestamp = unsigned('e7', Math.round(ms * TICKS_PER_MS));
  // Track 1, at the cluster's own time, a key frame as every raw picture is.
  const block = Buffer.from([0x81, 0, 0, 0x80]);
  const blockSize = block.length + pictureBytes;
  const blockHead = Buffer.concat([Buffer.from('a3', 'hex'), sized(blockSize), block]);
  const clusterSize = timestamp.length + blockHead.length + pictureBytes;
  return Buffer.concat([Buffer.from('1f43b675', 'hex'), sized(clusterSize), timestamp, blockHead]);
}
