import { createHash } from 'node:crypto';
import { loadImage, type Image } from '@napi-rs/canvas';
import { MediaError } from '../errors.ts';
import { imageSize } from 'image-size';
import type { Frame } from './frame.ts';
import { rect, right, type Rect } from './geometry.ts';
import type { Shape } from './shapes.ts';
import type { BrandStyle } from './theme/index.ts';

/** A logo that has been read, with its own size in px. */
export interface Logo {
  image: Image;
  width: number;
  height: number;
  /** Of the file: tells pictures apart where only plain data counts. */
  digest: string;
}

/** How an organization's lessons look. */
export interface Branding extends BrandStyle {
  logo: Logo | null;
}

/** The same before its logo has been read: plain data. `logo` is a PNG, JPEG, WebP or SVG. */
export interface BrandSource extends BrandStyle {
  logo: Uint8Array | null;
}

/** Reads the logo. @throws MediaError as `readLogo` does */
export async function readBranding(source: BrandSource | null): Promise<Branding | null> {
  return source && { ...source, logo: source.logo && (await readLogo(source.logo)) };
}

/** Room at the head of a scene: how wide a heading may be, and how high the logo stands, px. */
export interface HeadRoom {
  width: number;
  height: number;
}

/** The most that a logo takes of the frame's shorter side. */
const LOGO = { width: 0.26, height: 0.085 };
/** White around a logo, so that it can be seen on any ground, px. */
const PADDING = 14;

/** More px than this on a side is no logo, and could fill the memory. */
const LONGEST_SIDE = 4096;

/**
 * Reads a PNG, JPEG, WebP or SVG.
 * @throws MediaError `media_invalid_input` when it is no picture
 */
export async function readLogo(bytes: Uint8Array): Promise<Logo> {
  const invalid = (message: string, cause?: unknown): MediaError =>
    new MediaError('media_invalid_input', message, { cause });
  let size: { width: number; height: number };
  try {
    size = imageSize(bytes);
  } catch (cause) {
    throw invalid('The logo is no picture of a kind that is known.', cause);
  }
  const { width, height } = size;
  if (!(width >= 1 && height >= 1 && Math.max(width, height) <= LONGEST_SIDE))
    throw invalid(`The logo has ${width} × ${height} px; 1 to ${LONGEST_SIDE} are taken.`);
  const image = await loadImage(Buffer.from(bytes)).catch((cause: unknown) => {
    throw invalid('The logo is damaged.', cause);
  });
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { image, width, height, digest };
}

/** Why `bytes` cannot be drawn as a logo; null when they can. */
export async function whyNoLogo(bytes: Uint8Array): Promise<string | null> {
  try {
    await readLogo(bytes);
    return null;
  } catch (error) {
    if (error instanceof MediaError) return error.message;
    throw error;
  }
}

/** The logo's plate in the upper right corner of the safe area. */
function plateOf({ width, height }: Logo, { safe, ...frame }: Frame): Rect {
  const short = Math.min(frame.width, frame.height);
  const scale = Math.min((LOGO.width * short) / width, (LOGO.height * short) / height);
  const plate = { width: width * scale + 2 * PADDING, height: height * scale + 2 * PADDING };
  return rect(right(safe) - plate.width, safe.y, plate.width, plate.height);
}

/** What a logo leaves of the frame's head. */
export function headRoom(branding: Branding | null, frame: Frame): HeadRoom {
  if (!branding?.logo) return { width: frame.safe.width, height: 0 };
  const plate = plateOf(branding.logo, frame);
  return { width: frame.safe.width - plate.width - frame.gap, height: plate.height };
}

/** The logo on a white plate. */
export function logoShape(branding: Branding | null, frame: Frame): Shape[] {
  if (!branding?.logo) return [];
  const plate = plateOf(branding.logo, frame);
  const box = rect(
    plate.x + PADDING,
    plate.y + PADDING,
    plate.width - 2 * PADDING,
    plate.height - 2 * PADDING,
  );
  return [
    { kind: 'rect', box: plate, radius: PADDING, fill: '#FFFFFF' },
    { kind: 'image', image: branding.logo.image, digest: branding.logo.digest, box },
  ];
}
