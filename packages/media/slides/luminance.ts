/** sRGB to linear light by value, 0 to 255 (WCAG 2.2). */
export const linear = Float64Array.from({ length: 256 }, (_, value) =>
  value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4,
);

/** Relative luminance of WCAG 2.2, 0 to 1. */
export function luminance(red: number, green: number, blue: number): number {
  const of = (value: number): number => linear[Math.round(value)] ?? 0;
  return 0.2126 * of(red) + 0.7152 * of(green) + 0.0722 * of(blue);
}

/** Contrast of two luminances, 1 to 21. */
export function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
