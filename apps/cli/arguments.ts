import { InvalidArgumentError } from 'commander';

/** Reads a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It must be a whole number from ${String(min)} to ${String(max)}.`);
    return value;
  };
}

/** Reads text of `min` to `max` characters. */
export function text(min: number, max: number): (value: string) => string {
  return (value) => {
    if (value.trim().length < min || value.length > max)
      throw new InvalidArgumentError(`It must have ${String(min)} to ${String(max)} characters.`);
    return value;
  };
}
