import { scaleLinear } from 'd3-scale';
import { valueText } from './values.ts';

/** A scale with round ticks over all values. */
export interface Axis {
  /** Where a value lies, 0..1. */
  share: (value: number) => number;
  ticks: readonly { share: number; text: string }[];
}

/** @param count about so many ticks; d3 takes the round step that comes nearest */
export function axisOver(values: readonly number[], count: number): Axis {
  // In units of a power of ten: the range of two huge values may not be finite, and ticks stay round.
  const largest = Math.max(...values.map(Math.abs));
  const exponent = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
  const inUnits = (value: number): number =>
    exponent < 0 ? value * 10 ** Math.min(300, -exponent) : value / 10 ** exponent;
  const scaled = values.map(inUnits);
  const low = Math.min(...scaled);
  const high = Math.max(...scaled);
  const scale = scaleLinear()
    .domain(low < high ? [low, high] : [low - 1, high + 1])
    .nice(count);
  const ticks = scale.ticks(count);
  const texts = ticks.map((tick) =>
    valueText(exponent < 0 ? tick / 10 ** Math.min(300, -exponent) : tick * 10 ** exponent),
  );
  // Values that differ less than `valueText` writes out: as d3 writes them, in units.
  const precise = scale.tickFormat(count);
  const same = new Set(texts).size < texts.length;
  return {
    share: (value) => {
      const [from = 0, to = 1] = scale.domain();
      return (inUnits(value) - from) / (to - from);
    },
    ticks: ticks.map((tick, index) => ({
      share: (tick - (scale.domain()[0] ?? 0)) / ((scale.domain()[1] ?? 1) - (scale.domain()[0] ?? 0)),
      text: same ? precise(exponent === 0 ? tick : tick * 10 ** exponent) : (texts[index] ?? ''),
    })),
  };
}
