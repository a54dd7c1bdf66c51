import type { Level, Line } from '@vividly/knowledge/library';
import { withInterest } from '../analogy.ts';
import type { Material } from '../lesson.ts';
import { levels } from '../lesson.ts';
import { laterTerms, quotationsOn, speaksOf } from '../passages.ts';
import { phrases } from '../phrases.ts';
import { line, optionsOf, type Piece, type SceneOption } from '../utterance.ts';
import { pairSentence } from './analogy.ts';
import type { Objective, Telling, ToldObjective } from './told-objective.ts';

const worth: Record<Telling, number> = { woven: 21, plain: 15, brief: 6 };
const extraLineWorth = 1;

/** One objective. */
export function explainOptions(material: Material, { objective, telling }: ToldObjective): SceneOption[] {
  return levels.flatMap((level) =>
    telling === 'brief' ? briefly(material, objective, level) : inFull(material, objective, level, telling),
  );
}

function inFull(
  material: Material,
  objective: Objective,
  level: Level,
  telling: 'woven' | 'plain',
): SceneOption[] {
  const row = rowOf(material, objective);
  const pieces: Piece[] = [
    ...linesFor(material, objective, level).map((each) => ({
      utterance: spoken(each),
      worth: each.extra ? extraLineWorth : ('always' as const),
    })),
    ...(telling === 'woven' && row
      ? [{ utterance: line(withInterest(row.say, material.analogy), row.source), worth: 'always' as const }]
      : []),
  ];
  return optionsOf(
    {
      role: 'explain',
      objective: objective.id,
      heading: objective.heading,
      visual: objective.visual,
      visualDescription: objective.description,
    },
    pieces,
    {
      wordsPerMinute: material.wordsPerMinute,
      terms: termsOf(material, objective),
      worth: worth[telling],
      level,
    },
  );
}

function briefly(material: Material, objective: Objective, level: Level): SceneOption[] {
  const row = rowOf(material, objective);
  const [point, ...rest] = linesFor(material, objective, level);
  if (row === undefined || point === undefined) return [];
  const { concept, interest } = row;
  const scene = {
    role: 'explain' as const,
    objective: objective.id,
    heading: objective.heading,
    visual: { kind: 'analogy' as const, rows: [{ id: row.objective, concept, interest }] },
    visualDescription: `${concept} in the lesson corresponds to ${interest} in the comparison.`,
  };
  const say = line(withInterest(row.say, material.analogy), row.source, [row.objective]);
  const pair = line(pairSentence(material, row, 'first'), row.source, [row.objective]);
  return [say, pair].flatMap((shown) =>
    optionsOf(
      scene,
      [
        { utterance: { ...spoken(point), show: [] }, worth: 'always' },
        ...rest.map((each) => ({ utterance: { ...spoken(each), show: [] }, worth: extraLineWorth })),
        { utterance: shown, worth: 'always' },
      ],
      {
        wordsPerMinute: material.wordsPerMinute,
        terms: termsOf(material, objective),
        worth: worth.brief + (shown === say ? 5 : 0),
        level,
      },
    ),
  );
}

/** An objective once more in the words of its passages, over the same picture: for lessons with time to spare. */
export function closerLookOptions(
  { topic, wordsPerMinute, say }: Material,
  objective: Objective,
): SceneOption[] {
  return quotationsOn(topic, objective).flatMap(({ utterances, novelty }) =>
    optionsOf(
      {
        role: 'explain',
        objective: objective.id,
        heading: objective.heading,
        visual: objective.visual,
        visualDescription: objective.description,
      },
      [line(say(phrases.closerLook)), ...utterances].map((utterance) => ({
        utterance,
        worth: 'always' as const,
      })),
      { wordsPerMinute, worth: novelty * utterances.length },
    ),
  );
}

/** An objective's lines, without extra ones that speak of a term before its time. */
function linesFor({ topic }: Material, objective: Objective, level: Level): Line[] {
  const later = laterTerms(topic, objective);
  return objective.lines[level].filter(({ say, extra }) => !extra || !speaksOf(later, say));
}

function spoken({ say, source, show }: Line) {
  return line(say, source, show);
}

function rowOf({ analogy }: Material, { id }: Objective) {
  return analogy.mapping.rows.find(({ objective }) => objective === id);
}

function termsOf({ topic }: Material, objective: Objective) {
  return topic.terms.filter(({ term }) => objective.terms.includes(term));
}
