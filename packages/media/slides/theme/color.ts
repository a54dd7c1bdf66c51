import { contrast as contrastOf, luminance } from '../luminance.ts';

/** Red, green and blue, 0..255. */
export type Rgb = readonly [number, number, number];

/** @param color `#RRGGBB` */
export function rgbOf(color: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Contrast of two colours, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Rgb, b: Rgb): number {
  return contrastOf(luminance(...a), luminance(...b));
}

/** `color` moved towards `other` by `share`, 0..1. */
export function mix(color: string, other: string, share: number): string {
  const [from, to] = [rgbOf(color), rgbOf(other)];
  const hex = from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));
  return `#${hex.map((value) => value.toString(16).padStart(2, '0').toUpperCase()).join('')}`;
}

/** `color`, moved in small steps towards `pole` until it stands out from all `grounds` by at least `least`. */
export function readable(color: string, pole: string, grounds: readonly string[], least: number): string {
  for (let step = 0; step < 50; step += 1) {
    const moved = mix(color, pole, step / 50);
    if (grounds.every((ground) => contrast(rgbOf(moved), rgbOf(ground)) >= least)) return moved;
  }
  return pole;
}
