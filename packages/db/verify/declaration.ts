import type { CatalogueArea } from './catalogue-queries.ts';
import type { CatalogueItem } from './catalogue.ts';
import { pass, type Check } from './check.ts';
import { compareCatalogues } from './compare.ts';

const area = 'schema.prisma';

/** Areas that schema.prisma has words for; everything in the other areas is written by hand in the migrations. */
const declarable: readonly CatalogueArea[] = [
  'tables',
  'columns',
  'sequences',
  'keys',
  'foreign keys',
  'indexes',
  'enums',
];

/**
 * Whether schema.prisma and the migrations say the same. Left out is what Prisma's language cannot say and only the
 * migrations hold: views, functions, triggers, checks, partial indexes, and how a column is generated.
 */
export function compareDeclaration(declared: CatalogueItem[], migrated: CatalogueItem[]): Check[] {
  const views = new Set(migrated.filter((item) => item.area === 'views').map(({ name }) => name));
  const comparable = migrated
    .filter((item) => declarable.includes(item.area))
    .filter(({ name }) => !views.has(name.split('.')[0] ?? ''))
    .filter((item) => item.area !== 'indexes' || !isPartial(item))
    .map((item) => (item.area === 'columns' ? withoutGeneration(item) : item));
  const differences = compareCatalogues(declared, comparable).filter((check) => !check.ok);
  if (differences.length === 0) return [pass(area, 'says what the migrations do')];
  return differences.map((check) => ({
    ...check,
    area,
    name: `${check.area} ${check.name}`,
    reason: check.reason.replace('is in the database but in no migration', 'is in the migrations only'),
  }));
}

function isPartial({ definition }: CatalogueItem): boolean {
  return String(definition['definition']).includes(' WHERE ');
}

function withoutGeneration(item: CatalogueItem): CatalogueItem {
  return { ...item, definition: { ...item.definition, generated: '', 'generated as': null } };
}
