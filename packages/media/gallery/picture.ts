import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Scene, ThemeName } from '@vividly/lesson';
import { paint } from '../slides/draw.ts';
import type { AspectRatio } from '../slides/frame.ts';
import { layoutScene } from '../slides/layout.ts';
import { viewsOf } from '../slides/views.ts';

/** A scene in a theme and a shape. */
export interface Exhibit {
  scene: Scene;
  theme: ThemeName;
  ratio: AspectRatio;
}

/**
 * Draws a scene with everything on it, as it stands before it ends; of parts that share a place the first is seen.
 *
 * @param side shorter side of the picture, px
 */
export function drawExhibit({ scene, theme, ratio }: Exhibit, side: number): Canvas {
  const { frame, background, layers, ...slide } = layoutScene(scene, {
    aspect: ratio,
    captions: true,
    theme,
  });
  const scale = side / Math.min(frame.width, frame.height);
  const canvas = createCanvas(Math.round(frame.width * scale), Math.round(frame.height * scale));
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const [view = []] = viewsOf({ frame, background, layers, ...slide });
  paint(context, background);
  for (const { shapes } of view) paint(context, shapes);
  return canvas;
}
