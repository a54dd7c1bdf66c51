import { powersInWords } from './powers.ts';
import { units } from './tables.ts';

const POWERS: Readonly<Record<string, string>> = {
  '²': 'square ',
  '³': 'cubic ',
  '^2': 'square ',
  '^3': 'cubic ',
};
const FACTOR = /^([^²³^]+)(²|³|\^2|\^3)?$/u;

/** What is said for a unit after a number, "kg·m/s²" → "kilogram meters per second squared"; undefined if it is none. */
export function unitInWords(written: string, one: boolean): string | undefined {
  const [top = '', per, ...more] = written.split('/');
  const factors = top.split('·').map(factorOf);
  if (more.length > 0 || !factors.every((factor) => factor !== undefined)) return undefined;
  const spoken = factors.map(
    ({ power, names }, index) => `${power}${names[one || index < factors.length - 1 ? 0 : 1]}`,
  );
  if (per === undefined) return spoken.join(' ');
  const below = factorOf(per);
  if (below === undefined) return undefined;
  // A second is squared, a meter is square: "per second squared", "per cubic meter".
  const isTime = /^(s|ms|min|h)$/.test(per.replace(/[²³^].*$/u, ''));
  const raised = per
    .slice(per.search(/[²³^]|$/u))
    .replace('^2', '²')
    .replace('^3', '³');
  const time = `${below.names[0]}${powersInWords(raised).trimEnd()}`.replace(/\s+/g, ' ');
  return `${spoken.join(' ')} per ${isTime ? time : `${below.power}${below.names[0]}`}`;
}

function factorOf(written: string): { power: string; names: readonly [string, string] } | undefined {
  const [, name = '', power = ''] = FACTOR.exec(written) ?? [];
  const names = units.get(name);
  return names && { power: POWERS[power] ?? '', names };
}
