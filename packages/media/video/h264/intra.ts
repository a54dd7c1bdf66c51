import { readFile, rm } from 'node:fs/promises';
import { MediaError } from '../../errors.ts';
import { runFfmpeg } from '../../ffmpeg/run.ts';
import {
  readIntraSlice,
  readPicture,
  readSequence,
  type IntraSlice,
  type PictureSize,
  type Quantisation,
} from './headers.ts';
import { decodeNal, nalType } from './nal.ts';

const CRF = '24';
/**
 * One slice a picture, as its header is rewritten. `qcomp=1`: how fine a picture is coded depends on what it shows
 * alone, and not on those before it; equal pictures are equal bytes.
 */
const CODING = 'cabac=0:8x8dct=0:slices=1:qcomp=1';
/** Pinned, so that the same scene gives the same bytes on every machine; scenes are drawn side by side. */
const THREADS = '1';

export interface IntraRun {
  /** Where x264 leaves its stream; removed again. */
  path: string;
  signal: AbortSignal;
  wallClockMs: number;
}

/** Pictures that stand for themselves, and what their slices rely on. */
export interface IntraPictures {
  slices: readonly IntraSlice[];
  quantisation: Quantisation;
}

/**
 * Encodes each picture for itself, with x264: it has what makes whole pictures small and good. CAVLC and no 8×8
 * transform, so that the slices fit beside those that are written here.
 *
 * @param pictures planar YUV 4:2:0, each asked for when the last one was taken
 * @throws MediaError of ffmpeg, and media_invalid_output when what it left is not all of the pictures
 */
export async function encodeIntra(
  { width, height }: PictureSize,
  pictures: AsyncIterable<Uint8Array>,
  { path, ...run }: IntraRun,
): Promise<IntraPictures> {
  let sent = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const picture of pictures) {
      sent += 1;
      yield picture;
    }
    // One more, which costs next to nothing: where it begins, the last one is complete.
    yield new Uint8Array((width * height * 3) / 2);
  }
  const raw = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-video_size',
    `${width}x${height}`,
    '-framerate',
    '30',
  ];
  const encoder = ['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'main', '-crf', CRF, '-g', '1'];
  const coding = ['-threads', THREADS, '-x264-params', CODING];
  try {
    await runFfmpeg([...raw, '-i', 'pipe:0', ...encoder, ...coding, '-f', 'h264', path], {
      ...run,
      purpose: 'encoding pictures',
      stdin: counted(),
    });
    return takeApart(await readFile(path), sent);
  } catch (cause) {
    if (cause instanceof MediaError || run.signal.aborted) throw cause;
    throw new MediaError(
      'media_invalid_output',
      `${path}: ffmpeg left no usable pictures: ${String(cause)}`,
      { cause },
    );
  } finally {
    await rm(path, { force: true });
  }
}

/** Throws Error on anything but a stream of so many intra pictures and one more. */
function takeApart(stream: Buffer, pictures: number): IntraPictures {
  const units = splitUnits(stream).map(decodeNal);
  const payloadOf = (type: number): Uint8Array => {
    const unit = units.find((each) => each.type === type);
    if (unit === undefined) throw new Error(`no NAL unit of type ${type}`);
    return unit.payload;
  };
  const sequence = readSequence(payloadOf(nalType.sps));
  const quantisation = readPicture(payloadOf(nalType.pps));
  const found = units.filter(({ type }) => type === nalType.idrSlice);
  if (found.length !== pictures + 1) throw new Error(`${found.length} pictures instead of ${pictures + 1}`);
  return {
    slices: found.slice(0, pictures).map(({ payload }) => readIntraSlice(payload, sequence)),
    quantisation,
  };
}

/** NAL units of a byte stream, without their start codes (H.264, annex B). */
function splitUnits(stream: Buffer): Uint8Array[] {
  const units: Uint8Array[] = [];
  const mark = Buffer.from([0, 0, 1]);
  let from = stream.indexOf(mark);
  while (from >= 0) {
    const next = stream.indexOf(mark, from + 3);
    let to = next < 0 ? stream.length : next;
    // A unit ends with a stop bit: zeros behind it belong to the next start code.
    while (stream[to - 1] === 0) to -= 1;
    units.push(stream.subarray(from + 3, to));
    from = next;
  }
  return units;
}
