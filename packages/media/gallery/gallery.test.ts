import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { layouts } from '../slides/layouts/index.ts';
import { drawGallery, galleryChoices } from './gallery.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gallery-'));
});
afterAll(async () => rm(directory, { recursive: true }));

test('there is a sample of every kind of visual', () => {
  expect([...galleryChoices.kinds].sort()).toEqual(Object.keys(layouts).sort());
});

test('pictures, a contact sheet for each shape and a page that shows them', async () => {
  const seen: string[] = [];
  const { pictures, sheets, index } = await drawGallery({
    themes: ['nature', 'high_contrast'],
    kinds: ['title', 'steps'],
    ratios: ['16:9', '9:16'],
    directory,
    signal: new AbortController().signal,
    onPicture: (done, all) => seen.push(`${done}/${all}`),
  });
  expect(pictures).toHaveLength(8);
  expect(seen.at(-1)).toBe('8/8');
  const sizes = await Promise.all(
    pictures.map(async (path) => {
      const { width, height } = imageSize(await readFile(join(directory, path)));
      return `${width}x${height}`;
    }),
  );
  expect([...new Set(sizes)].sort()).toEqual(['540x960', '960x540']);
  const page = await readFile(join(directory, index), 'utf8');
  for (const path of [...pictures, ...sheets]) expect(page).toContain(`src="${path}"`);
  for (const path of sheets) expect((await stat(join(directory, path))).size).toBeGreaterThan(5_000);
});
