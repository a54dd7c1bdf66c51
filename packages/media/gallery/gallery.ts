import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { themeNameSchema, type Scene, type ThemeName, type VisualKind } from '@vividly/lesson';
import { aspectRatios, type AspectRatio } from '../slides/frame.ts';
import { lesson } from './lesson.ts';
import { drawExhibit, type Exhibit } from './picture.ts';
import { drawSheet } from './sheet.ts';

/** Shorter sides of the single pictures and of those on a contact sheet, px. */
const PICTURE_SIDE = 540;
const THUMB_SIDE = 90;
const JPEG_QUALITY = 70;

/** What can be shown, each with all members. */
export const galleryChoices = {
  themes: themeNameSchema.options,
  kinds: [...new Set(lesson.map(({ visual }) => visual.kind))],
  ratios: aspectRatios,
} as const satisfies {
  themes: readonly ThemeName[];
  kinds: readonly VisualKind[];
  ratios: readonly AspectRatio[];
};

export interface GalleryRequest {
  themes: readonly ThemeName[];
  kinds: readonly VisualKind[];
  ratios: readonly AspectRatio[];
  /** Gets `<theme>/<scene>-<ratio>.png`, `sheet-<ratio>.jpg` and `index.html`. */
  directory: string;
  signal: AbortSignal;
  onPicture: (done: number, all: number) => void;
}

/** Files of a gallery, by their paths in its directory. */
export interface Gallery {
  pictures: string[];
  sheets: string[];
  index: string;
}

/** Draws every layout in every theme and shape that is asked for, and a contact sheet for each shape. */
export async function drawGallery(request: GalleryRequest): Promise<Gallery> {
  const { themes, ratios, directory, signal, onPicture } = request;
  const scenes = lesson.filter(({ visual }) => request.kinds.includes(visual.kind));
  const all = themes.length * ratios.length * scenes.length;
  const pictures: string[] = [];
  for (const theme of themes) {
    await mkdir(join(directory, theme), { recursive: true });
    for (const ratio of ratios)
      for (const scene of scenes) {
        signal.throwIfAborted();
        const path = pathOf({ scene, theme, ratio });
        const canvas = drawExhibit({ scene, theme, ratio }, PICTURE_SIDE);
        await writeFile(join(directory, path), await canvas.encode('png'));
        onPicture(pictures.push(path), all);
      }
  }
  const sheets: string[] = [];
  for (const ratio of ratios) {
    signal.throwIfAborted();
    const path = `sheet-${inName(ratio)}.jpg`;
    // Themes side by side: there are fewer of them than of layouts, and a page is narrow.
    const rows = scenes.map((scene) => ({
      name: nameOf(scene),
      exhibits: themes.map((theme) => ({ scene, theme, ratio })),
    }));
    const canvas = drawSheet({ columns: themes, rows }, THUMB_SIDE);
    await writeFile(join(directory, path), await canvas.encode('jpeg', JPEG_QUALITY));
    sheets.push(path);
  }
  const index = 'index.html';
  await writeFile(join(directory, index), pageOf(pictures, sheets));
  return { pictures, sheets, index };
}

/** A kind of visual, and of a chart which. */
function nameOf({ visual }: Scene): string {
  return visual.kind === 'chart' ? `${visual.chart} chart` : visual.kind.replace('_', ' ');
}

function pathOf({ scene, theme, ratio }: Exhibit): string {
  return `${theme}/${scene.id}-${nameOf(scene).replaceAll(' ', '-')}-${inName(ratio)}.png`;
}

function inName(ratio: AspectRatio): string {
  return ratio.replace(':', 'x');
}

/** A page that shows the sheets, and under them every picture. Names are ours: nothing has to be escaped. */
function pageOf(pictures: readonly string[], sheets: readonly string[]): string {
  const figure = (path: string): string =>
    `<figure><img loading="lazy" src="${path}" alt=""><figcaption>${path}</figcaption></figure>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Vividly gallery</title>
<style>
  body { font: 15px system-ui, sans-serif; margin: 24px; background: #f2f2f4; color: #24242b; }
  img { max-width: 100%; display: block; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 16px; }
  figure { margin: 0 0 16px; }
</style>
<h1>Vividly gallery</h1>
${sheets.map(figure).join('\n')}
<main>
${pictures.map(figure).join('\n')}
</main>
</html>
`;
}
