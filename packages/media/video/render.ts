import { writeFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Drawing, Scene, ThemeName, TimedWord } from '@vividly/lesson';
import type { CaptionCue } from '../captions/cue.ts';
import { readBranding, type BrandSource } from '../slides/branding.ts';
import { frameOf, type AspectRatio, type Frame } from '../slides/frame.ts';
import { rect } from '../slides/geometry.ts';
import { layoutScene } from '../slides/layout.ts';
import { bandSize } from './bands.ts';
import { createCaptionStrip } from './caption-strip.ts';
import { together } from '../together.ts';
import { frameAt, timeOf } from './clock.ts';
import { film } from './film.ts';
import type { PictureSize } from './h264/headers.ts';
import { encodeIntra } from './h264/intra.ts';
import { createHandOver } from './hand-over.ts';
import { muxVideo } from './mp4.ts';
import { createPainter, paintOpening } from './painter.ts';
import { planPictures } from './picture-plan.ts';
import { scheduleOf } from './schedule.ts';

/** Part of the hash of every rendered scene: raised whenever the same scene gives other pixels than before. */
export const RENDERER_VERSION = '7';

/** Shorter side of the picture at full size, px. */
const FULL_SIDE = 1080;

export interface RenderRequest {
  scene: Scene;
  /** The opening of the scene that follows: this one dissolves into it. Null for the last one. */
  next: Drawing | null;
  /**
   * Captions to burn in, timed from the start of the scene. Their strip is kept free of all else, also when there are
   * none yet, for those of the player; null gives it to the scene.
   */
  cues: readonly CaptionCue[] | null;
  /** The scene's words, timed from its start: what the visual is bound to. */
  words: readonly TimedWord[];
  /** Length of the scene; rounded to the nearest 1/30 s. */
  durationMs: number;
  aspectRatio: AspectRatio;
  theme?: ThemeName;
  brand?: BrandSource | null;
  /** Shorter side of the picture in px, as in "1080p"; even. */
  height?: number;
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
  /** Length in frames of 1/30 s, and how many of them do not only repeat the one before. */
  frames: number;
  distinctFrames: number;
}

/**
 * Renders a scene as an H.264 mp4 without sound. Its parts appear with their words; burned-in captions light the word
 * that is spoken. Memory does not grow with the length; the event loop gets its turn every few pictures.
 *
 * @throws MediaError when ffmpeg fails or stalls; the signal's reason when aborted; Error
 * when a cue points at a word without a time
 */
export async function renderScene(request: RenderRequest): Promise<Rendition> {
  const { scene, next, cues, words, aspectRatio, theme = 'matter' } = request;
  request.signal.throwIfAborted();
  const frames = Math.max(1, frameAt(request.durationMs));
  const look = {
    aspect: aspectRatio,
    captions: cues !== null,
    theme,
    brand: await readBranding(request.brand ?? null),
  };
  const slide = layoutScene(scene, look);
  const { size, scale } = outputSize(slide.frame, request.height ?? FULL_SIDE);
  const box = rect(0, 0, size.width, size.height);
  const captions = createCaptionStrip(cues ?? [], slide, scale);
  const showings = scheduleOf(slide, words, frames);
  const painter = await createPainter({ slide, showings, captions, scale }, box);
  const pictures = planPictures({
    frames,
    fades: painter.fades,
    cuts: captions.cuts,
    ending: next === null ? 'cut' : 'dissolve',
  });

  const intra = createHandOver();
  const draw = async (signal: AbortSignal) =>
    film({
      size,
      pictures,
      painter,
      captionArea: captions.area,
      paintNext: async (target) => paintOpening(layoutScene(next as Drawing, look), scale, target),
      toIntra: async (planes, rows) => intra.put(planes, rows),
      async onPicture(frame) {
        signal.throwIfAborted();
        request.onProgress?.(timeOf(frame));
        await nextTurn();
      },
    }).finally(() => {
      intra.end();
      painter.end();
    });
  const encode = async (signal: AbortSignal) =>
    encodeIntra(bandSize(size), intra.pictures, { name: request.outPath, signal });
  const [finish, { slices, quantisation }] = await together(request.signal, (signal) => [
    draw(signal),
    encode(signal),
  ]).catch((error: unknown) => {
    request.signal.throwIfAborted();
    throw error;
  });
  await writeFile(request.outPath, await muxVideo({ size, units: finish(slices), intra: quantisation }));
  return {
    ...size,
    durationMs: timeOf(frames),
    frames,
    distinctFrames: pictures.filter(({ kind }) => kind !== 'repeat').length,
  };
}

/** Even width and height of the output, and its scale against the full-size frame. */
function outputSize(frame: Frame, side: number): { size: PictureSize; scale: number } {
  const scale = side / Math.min(frameOf(frame.aspect).width, frame.height);
  const even = (length: number): number => 2 * Math.round((length * scale) / 2);
  return { size: { width: even(frame.width), height: even(frame.height) }, scale };
}
