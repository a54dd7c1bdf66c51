export const percentiles = ['p50', 'p95', 'max'] as const;
export type Percentile = (typeof percentiles)[number];
/** In ms; null where nothing was measured. */
export type Percentiles = Readonly<Record<Percentile, number | null>>;

const share: Readonly<Record<Percentile, number>> = { p50: 0.5, p95: 0.95, max: 1 };

/** Nearest-rank percentiles: each is a value that was measured, and p95 of fewer than twenty is the greatest. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (percentile: Percentile) =>
    sorted[Math.max(0, Math.ceil(share[percentile] * sorted.length) - 1)] ?? null;
  return { p50: at('p50'), p95: at('p95'), max: at('max') };
}
