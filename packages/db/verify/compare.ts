import { fail, pass, type Check } from './check.ts';
import type { CatalogueItem } from './catalogue.ts';

/**
 * Compares two catalogues object by object: one check for each object of either, and one for each table whose columns
 * are the same but stand in another order.
 */
export function compareCatalogues(expected: CatalogueItem[], found: CatalogueItem[]): Check[] {
  const key = ({ area, name }: CatalogueItem) => `${area} ${name}`;
  const foundByKey = new Map(found.map((item) => [key(item), item]));
  const expectedKeys = new Set(expected.map(key));
  return [
    ...expected.map((item) => compareItem(item, foundByKey.get(key(item)))),
    ...found
      .filter((item) => !expectedKeys.has(key(item)))
      .map(({ area, name }) => fail(area, name, 'is in the database but in no migration')),
    ...misplacedColumns(expected, found),
  ];
}

function compareItem({ area, name, definition }: CatalogueItem, found: CatalogueItem | undefined): Check {
  if (!found) return fail(area, name, 'is missing');
  const differences = Object.keys(definition)
    .map((part) => ({ part, expected: show(definition[part]), found: show(found.definition[part]) }))
    .filter((difference) => difference.expected !== difference.found)
    .map((difference) => `${difference.part}: expected ${difference.expected}, found ${difference.found}`);
  return differences.length === 0 ? pass(area, name) : fail(area, name, differences.join('; '));
}

/** On one line; nothing stays `none`. */
function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ').trim();
}

/** Tables whose common columns stand in another order: two columns that swapped names look alike otherwise. */
function misplacedColumns(expected: CatalogueItem[], found: CatalogueItem[]): Check[] {
  const wanted = columnOrder(expected);
  const actual = columnOrder(found);
  return [...wanted].flatMap(([table, columns]) => {
    const others = actual.get(table) ?? [];
    const here = columns.filter((column) => others.includes(column)).join(', ');
    const there = others.filter((column) => columns.includes(column)).join(', ');
    return here === there
      ? []
      : [fail('columns', table, `stand in another order: expected ${here}, found ${there}`)];
  });
}

function columnOrder(items: CatalogueItem[]): Map<string, string[]> {
  const order = new Map<string, string[]>();
  const columns = items.filter(({ area }) => area === 'columns');
  for (const { name } of columns.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))) {
    const [table = '', column = ''] = name.split('.');
    order.set(table, [...(order.get(table) ?? []), column]);
  }
  return order;
}
