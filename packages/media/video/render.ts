import type { Scene, TimedWord } from '@vividly/lesson';
import type { CaptionCue } from '../captions/cue.ts';
import { runFfmpeg } from '../ffmpeg/run.ts';
import { frameOf, type AspectRatio, type Frame } from '../slides/frame.ts';
import { layoutScene } from '../slides/layout.ts';
import { createCaptionStrip } from './caption-strip.ts';
import { frameAt, timeOf } from './clock.ts';
import { createCompositor } from './compositor.ts';
import { encodeArguments, type EncoderPreset, type FrameTiming } from './encode.ts';
import { createCanvas, frameStream } from './frames.ts';
import { scheduleOf } from './schedule.ts';

/** Part of the hash of every rendered scene: raised whenever the same scene gives other pixels than before. */
export const RENDERER_VERSION = '1';

/** Shorter side of the picture at full size, px. */
const FULL_SIDE = 1080;
/** A scene that takes longer than this many times its own length, and a minute, will not end. */
const SLOWEST = 30;

export interface RenderRequest {
  scene: Scene;
  /** Captions to burn in, timed from the start of the scene; null for none. */
  cues: readonly CaptionCue[] | null;
  /** The scene's words, timed from its start: what the visual is bound to. */
  words: readonly TimedWord[];
  /** Length of the scene; rounded to the nearest 1/30 s. */
  durationMs: number;
  aspectRatio: AspectRatio;
  /** Shorter side of the picture in px, as in "1080p"; even. */
  height?: number;
  frameTiming: FrameTiming;
  preset: EncoderPreset;
  /** Where the mp4 goes: a temporary name, which the caller renames once it has verified the file. */
  outPath: string;
  signal: AbortSignal;
  /** Time reached in the scene, ms. */
  onProgress?: (ms: number) => void;
}

export interface Rendition {
  /** px */
  width: number;
  height: number;
  durationMs: number;
  /** Length in frames of 1/30 s, and how many of them were sent to the encoder. */
  frames: number;
  distinctFrames: number;
}

/**
 * Renders a scene as an H.264 mp4 without sound. Its parts appear with their words; burned-in captions light the word
 * that is spoken. Memory does not grow with the length; the event loop gets its turn every few frames.
 *
 * @throws MediaError when ffmpeg fails, stalls or is aborted; the signal's reason when aborted between frames; Error
 * when a cue points at a word without a time
 */
export async function renderScene(request: RenderRequest): Promise<Rendition> {
  const { scene, cues, words, aspectRatio, signal } = request;
  signal.throwIfAborted();
  const frames = Math.max(1, frameAt(request.durationMs));
  const slide = layoutScene(scene, { aspect: aspectRatio, captions: cues !== null });
  const { width, height, scale } = outputSize(slide.frame, request.height ?? FULL_SIDE);
  const canvas = createCanvas(width, height);
  const plan = {
    slide,
    scale,
    showings: scheduleOf(slide, words, frames),
    captions: createCaptionStrip(cues ?? [], slide, scale),
  };
  const compositor = await createCompositor(plan, canvas.picture);
  let distinctFrames = 0;
  const stdin = frameStream({
    canvas,
    frames,
    signal,
    advance: (frame) => compositor.advance(frame),
    onSent: () => (distinctFrames += 1),
  });
  await runFfmpeg(encodeArguments(request), {
    signal,
    stdin,
    wallClockMs: 60_000 + SLOWEST * request.durationMs,
    ...(request.onProgress && { onProgress: request.onProgress }),
  });
  return { width, height, durationMs: timeOf(frames), frames, distinctFrames };
}

/** Even width and height of the output, and its scale against the full-size frame. */
function outputSize(frame: Frame, side: number): { width: number; height: number; scale: number } {
  const scale = side / Math.min(frameOf(frame.aspect).width, frame.height);
  const even = (length: number): number => 2 * Math.round((length * scale) / 2);
  return { width: even(frame.width), height: even(frame.height), scale };
}
