import { createCanvas } from '@napi-rs/canvas';
import type { Scene, ThemeName } from '@vividly/lesson';
import { writeFile } from 'node:fs/promises';
import { paint } from '../slides/draw.ts';
import { readBranding, type BrandSource } from '../slides/branding.ts';
import type { AspectRatio } from '../slides/frame.ts';
import { layoutScene } from '../slides/layout.ts';
import type { Slide } from '../slides/slide.ts';

export interface PosterRequest {
  /** At most 60 characters. */
  title: string;
  /** At most 48 characters. */
  subtitle?: string;
  aspectRatio: AspectRatio;
  theme?: ThemeName;
  brand?: BrandSource | null;
  /** Where the PNG goes. */
  outPath: string;
}

/**
 * Writes the picture that stands for a lesson before it plays: its title as the opening scene shows it, at full size
 * (1920×1080, 1080×1920 or 1080×1080 px), as a PNG.
 */
export async function renderPoster({ outPath, ...request }: PosterRequest): Promise<void> {
  const slide = await posterSlide(request);
  const canvas = createCanvas(slide.frame.width, slide.frame.height);
  const context = canvas.getContext('2d');
  paint(context, slide.background);
  for (const layer of slide.layers) paint(context, layer.shapes);
  await writeFile(outPath, await canvas.encode('png'));
}

/** A poster laid out. */
export async function posterSlide({
  title,
  subtitle,
  aspectRatio,
  theme = 'matter',
  brand = null,
}: Omit<PosterRequest, 'outPath'>): Promise<Slide> {
  const scene: Scene = {
    id: 'poster',
    role: 'hook',
    heading: title,
    visual: { kind: 'title', title, ...(subtitle !== undefined && { subtitle }) },
    visualDescription: title,
    terms: [],
    sentences: [],
    cues: [],
  };
  return layoutScene(scene, {
    aspect: aspectRatio,
    captions: false,
    theme,
    brand: await readBranding(brand),
  });
}
