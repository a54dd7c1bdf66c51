import { setTimeout as delay } from 'node:timers/promises';
import { MediaError } from '../../errors.ts';
import { runFfmpeg } from '../../ffmpeg/run.ts';
import {
  readIntraSlice,
  readPicture,
  readSequence,
  type ForeignSequence,
  type IntraSlice,
  type PictureSize,
  type Quantisation,
} from './headers.ts';
import { decodeNal, nalType } from './nal.ts';
import { createUnitReader } from './units.ts';

const CRF = '24';
/**
 * One slice a picture, as its header is rewritten. `qcomp=1`: how fine a picture is coded depends on what it shows
 * alone, and not on those before it; equal pictures are equal bytes.
 */
const CODING = 'cabac=0:8x8dct=0:slices=1:qcomp=1';
/** Pinned, so that the same scene gives the same bytes on every machine; scenes are drawn side by side. */
const THREADS = '1';
/** A picture is known to be whole when the next begins, with this x264; others may need more, so many at most. */
const MOST_BEHIND = 8;
/** How long to wait before a further one, in ms: each costs a picture's time. */
const PATIENCE_MS = 50;
/** No encoder is used for so long, in ms; that one stands still shows much sooner. */
const LIFE_MS = 3_600_000;

/** Pictures that stand for themselves, and what their slices rely on. */
export interface IntraPictures {
  slices: readonly IntraSlice[];
  quantisation: Quantisation;
}

/** Whose pictures are encoded. */
export interface IntraRun {
  /** For messages. */
  name: string;
  signal: AbortSignal;
}

/** x264 as a process that goes on from one series of pictures to the next: to start one costs as much as ten pictures. */
export interface Encoder {
  /**
   * Encodes a series; only one at a time. When it fails the process is gone.
   *
   * @param pictures planar YUV 4:2:0, each asked for when the last one was taken
   * @throws MediaError of ffmpeg, and media_invalid_output when what it wrote is not all of the pictures
   */
  encode(pictures: AsyncIterable<Uint8Array>, run: IntraRun): Promise<IntraPictures>;
  /** There is no more to encode: the process ends. */
  end(): void;
  /** `performance.now()` when it was started. */
  startedAt: number;
  /** Resolves once the process is gone, whatever was the reason. */
  gone: Promise<void>;
}

/** A series in hand. */
interface Series {
  pictures: AsyncIterable<Uint8Array>;
  /** Number of its first picture among all that this process was given. */
  first: number;
  sent: number;
  allSent: boolean;
  slices: IntraSlice[];
  finish: (made: IntraPictures) => void;
  finished: Promise<IntraPictures>;
}

/** Starts an encoder for pictures of one size, with x264: it has what makes whole pictures small and good. */
export function startEncoder({ width, height }: PictureSize): Encoder {
  const blank = new Uint8Array((width * height * 3) / 2);
  const stop = new AbortController();
  const inbox = createInbox();
  let series: Series | null = null;
  let sent = 0;
  let seen = 0;
  let sequence: ForeignSequence | null = null;
  let quantisation: Quantisation | null = null;
  let garbled: Error | undefined;

  async function* pictures(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const mine = await inbox.next();
      if (mine === null) return;
      for await (const picture of mine.pictures) {
        mine.sent += 1;
        sent += 1;
        yield picture;
      }
      mine.allSent = true;
      finishIfWhole(mine);
      // The last one is whole where the next begins.
      for (let behind = 0; series === mine && behind < MOST_BEHIND; behind += 1) {
        sent += 1;
        yield blank;
        await Promise.race([mine.finished, delay(PATIENCE_MS)]);
      }
    }
  }

  const finishIfWhole = (mine: Series): void => {
    if (!mine.allSent || mine.slices.length < mine.sent || quantisation === null) return;
    series = null;
    mine.finish({ slices: mine.slices, quantisation });
  };
  const takeSlice = (payload: Uint8Array): void => {
    const number = seen;
    seen += 1;
    if (sequence === null) throw new Error('a picture without parameters');
    // What pushed the last series out comes before the first of this one.
    if (series === null || number < series.first || series.slices.length === series.sent) return;
    series.slices.push(readIntraSlice(payload, sequence));
    finishIfWhole(series);
  };
  const reader = createUnitReader((stored) => {
    const { type, payload } = decodeNal(stored);
    if (type === nalType.sps) sequence = readSequence(payload);
    else if (type === nalType.pps) quantisation = readPicture(payload);
    else if (type === nalType.idrSlice) takeSlice(payload);
  });

  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`];
  const encoder = ['-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency', '-crf', CRF, '-g', '1'];
  const coding = ['-profile:v', 'main', '-threads', THREADS, '-x264-params', CODING];
  const input = ['-framerate', '30', '-i', 'pipe:0'];
  const program = runFfmpeg(
    [...raw, ...input, ...encoder, ...coding, '-flush_packets', '1', '-f', 'h264', 'pipe:1'],
    {
      purpose: 'encoding pictures',
      signal: stop.signal,
      wallClockMs: LIFE_MS,
      stdin: pictures(),
      onStdout(chunk) {
        try {
          reader.take(chunk);
        } catch (error) {
          garbled ??= asError(error);
          stop.abort(error);
        }
      },
    },
  );
  /** Why it ended; undefined when it did without an error. */
  const end = program.then(() => undefined, asError);

  /** Rejects when the process is gone. */
  const failure = async (name: string): Promise<never> => {
    const error = await end;
    if (garbled === undefined && error !== undefined) throw error;
    const what = garbled?.message ?? 'it ended too soon';
    throw new MediaError('media_invalid_output', `${name}: ffmpeg left no usable pictures: ${what}`, {
      cause: garbled,
    });
  };

  return {
    async encode(given, { name, signal }) {
      const onAbort = (): void => stop.abort(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const mine = newSeries(given, sent);
      series = mine;
      inbox.put(mine);
      try {
        return await Promise.race([mine.finished, failure(name)]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    end: () => inbox.close(),
    startedAt: performance.now(),
    gone: end.then(() => undefined),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function newSeries(pictures: AsyncIterable<Uint8Array>, first: number): Series {
  let finish: Series['finish'] = () => undefined;
  const finished = new Promise<IntraPictures>((resolve) => (finish = resolve));
  return { pictures, first, sent: 0, allSent: false, slices: [], finish, finished };
}

/** Where series wait for the process; null when there will be no more. */
function createInbox() {
  let waiting: Series | null = null;
  let closed = false;
  let wake: () => void = () => undefined;
  return {
    put(series: Series): void {
      waiting = series;
      wake();
    },
    close(): void {
      closed = true;
      wake();
    },
    async next(): Promise<Series | null> {
      while (waiting === null && !closed) await new Promise<void>((resolve) => (wake = resolve));
      const next = waiting;
      waiting = null;
      return next;
    },
  };
}
