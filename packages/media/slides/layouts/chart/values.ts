import type { VisualOf } from '@vividly/lesson';

/** A chart of values by name: bars, a line or a pie. */
export type ValueChart = Exclude<VisualOf<'chart'>, { chart: 'scatter' }>;

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2, signDisplay: 'negative' });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const large = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** A value as it stands in a chart: at most ten characters, with a real minus sign. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 1e15 || (size > 0 && size < 1e-4)
      ? value.toExponential(2)
      : size >= 1e6
        ? large.format(value)
        : size >= 1 || size === 0
          ? plain.format(value)
          : small.format(value);
  return text.replace('-', '−');
}

/** The value as it is read out, with the unit of its chart. */
export function withUnit({ unit }: ValueChart, value: number): string {
  return [valueText(value), unit].filter(Boolean).join(' ');
}

/** Maps values to 0..1 of an axis. */
export interface ValueScale {
  share(value: number): number;
  /** Where the base of the bars lies. */
  base: number;
}

/** An axis that holds zero and all values: bars are only honest from zero. */
export function barScale(values: readonly number[]): ValueScale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  // Divided before they are subtracted: the range of two huge numbers may not be finite.
  const unit = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const range = high / unit - low / unit || 1;
  const share = (value: number): number => (value / unit - low / unit) / range;
  return { share, base: share(Math.min(Math.max(0, low), high)) };
}
