import type { Mapping, Topic } from '@vividly/knowledge/library';
import { secondComparison, withInterest } from '../analogy.ts';
import type { Material } from '../lesson.ts';
import { phrases } from '../phrases.ts';
import { line, optionsOf, type Piece, type SceneOption, type Utterance } from '../utterance.ts';
import type { ToldObjective } from './told-objective.ts';

type Row = Mapping['rows'][number];

/** What a row spoken in full adds over its bare pair of words, and what the pair adds to a row told before. */
const rowWorth = 5;
const pairWorth = 0.8;

/**
 * The map of the analogy, row by row, and where it stops. Rows that the explaining scenes have told already come back
 * as a pair of words, if at all; the others are told here, as many in full as there is time for.
 */
export function analogyOptions(material: Material, told: readonly ToldObjective[]): SceneOption[] {
  const { analogy, wordsPerMinute, say } = material;
  const rows = rowsFor(
    analogy.mapping,
    told.map(({ objective }) => objective),
  );
  const fresh = rows.filter((row) =>
    told.some(({ objective, telling }) => objective.id === row.objective && telling === 'plain'),
  );
  const limit = line(withInterest(analogy.mapping.limit, analogy));
  return [0, ...fresh.keys()].flatMap((_, inFull) => {
    const full = fresh.slice(0, inFull);
    const lead = line(
      say(full.length > 0 ? phrases.mapLead(analogy.interest) : phrases.mapSummary(analogy.interest)),
    );
    const pairs = rows.filter((row) => !full.includes(row));
    const spoken = (row: Row): Utterance => {
      const text = full.includes(row)
        ? withInterest(row.say, analogy)
        : pairSentence(material, row, row === pairs[0] ? 'first' : 'next');
      return line(text, row.source, [row.objective]);
    };
    // Rows told in an explaining scene need not come back; all of them do, or none.
    const tellings = fresh.length < rows.length ? [rows, rows.filter((row) => fresh.includes(row))] : [rows];
    return tellings.flatMap((shown) =>
      optionsOf(
        mapScene(rows, 'Your map'),
        [
          { utterance: lead, worth: full.length === rows.length ? 'always' : 0.4 },
          ...shown.map((row) => ({ utterance: spoken(row), worth: 'always' as const })),
          { utterance: limit, worth: 'always' },
        ],
        { wordsPerMinute, worth: 4 + rowWorth * inFull + pairWorth * (shown.length - fresh.length) },
      ),
    );
  });
}

/** The same idea once more in another world, row by row: for lessons with time to spare. */
export function secondPictureOptions(
  material: Material,
  objectives: readonly Topic['objectives'][number][],
): SceneOption[] {
  const comparison = secondComparison(material.topic, material.analogy);
  if (comparison === undefined) return [];
  const { mapping, world } = comparison;
  const rows = rowsFor(mapping, objectives);
  const said = (text: string): string => withInterest(text, { interest: world });
  return optionsOf(
    mapScene(rows, 'Another map'),
    [
      { utterance: line(material.say(phrases.secondPicture(world))), worth: 'always' },
      { utterance: line(said(mapping.hook)), worth: 0.5 },
      ...rows.map((row): Piece => ({
        utterance: line(said(row.say), row.source, [row.objective]),
        worth: 'always',
      })),
      { utterance: line(said(mapping.limit)), worth: 0.5 },
    ],
    { wordsPerMinute: material.wordsPerMinute, worth: 4 },
  );
}

/** "When you hear force pair, think ball and floor." */
export function pairSentence(
  { say, inSentence }: Material,
  { concept, interest }: Row,
  place: 'first' | 'next',
): string {
  const named = inSentence(interest).replace(/,(?= [^,]*$)/, ' and');
  return say((place === 'first' ? phrases.firstPair : phrases.nextPair)(inSentence(concept), named));
}

function rowsFor(mapping: Mapping, objectives: readonly Topic['objectives'][number][]): Row[] {
  return mapping.rows.filter(({ objective }) => objectives.some(({ id }) => id === objective));
}

function mapScene(rows: readonly Row[], heading: string) {
  return {
    role: 'analogy' as const,
    heading,
    visual: {
      kind: 'analogy' as const,
      rows: rows.map(({ objective, concept, interest }) => ({ id: objective, concept, interest })),
    },
    visualDescription: `A map with two columns: ${rows
      .map(({ concept, interest }) => `${concept} corresponds to ${interest}`)
      .join('; ')}.`,
  };
}
