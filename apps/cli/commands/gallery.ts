import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { drawGallery, galleryChoices, type GalleryRequest } from '@vividly/media';
import type { CommandContext } from '../context.ts';
import { CommandError, exitCodes, type ExitCode } from '../exit-codes.ts';

export interface GalleryCommandOptions {
  /** All without. */
  theme?: readonly string[];
  kind?: readonly string[];
  ratio?: readonly string[];
  out: string;
  format: 'text' | 'json';
}

/** Draws every layout in every theme and shape, for a person to judge. */
export async function gallery(
  { print, say, signal }: CommandContext,
  { theme, kind, ratio, out, format }: GalleryCommandOptions,
): Promise<ExitCode> {
  const directory = resolve(out);
  const wanted: Pick<GalleryRequest, 'themes' | 'kinds' | 'ratios'> = {
    themes: chosen('theme', theme, galleryChoices.themes),
    kinds: chosen('kind', kind, galleryChoices.kinds),
    ratios: chosen('ratio', ratio, galleryChoices.ratios),
  };
  await mkdir(directory, { recursive: true });
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: '  {bar} {value}/{total}  ETA {eta_formatted}' }, Presets.shades_classic)
    : null;
  bar?.start(1, 0);
  try {
    const { pictures, sheets, index } = await drawGallery({
      ...wanted,
      directory,
      signal,
      onPicture(done, all) {
        bar?.setTotal(all);
        bar?.update(done);
      },
    });
    say(`${String(pictures.length)} pictures and ${String(sheets.length)} contact sheets`);
    print(
      format === 'json' ? JSON.stringify({ directory, pictures, sheets, index }) : resolve(directory, index),
    );
  } finally {
    bar?.stop();
  }
  return exitCodes.ok;
}

/** The members that were asked for by name; all without names. */
function chosen<T extends string>(
  what: string,
  names: readonly string[] | undefined,
  all: readonly T[],
): T[] {
  const unknown = names?.find((name) => !all.some((each) => each === name));
  if (unknown !== undefined)
    throw new CommandError(`there is no ${what} ${unknown}; there are ${all.join(', ')}`);
  return all.filter((each) => names === undefined || names.includes(each));
}
