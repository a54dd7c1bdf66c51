import { z } from 'zod';
import { chartVisual } from './visual/chart.ts';
import { diagramVisual } from './visual/diagram.ts';
import { formulaVisual, workedExampleVisual } from './visual/formula.ts';
import { bulletSchema, elementIdSchema, labelSchema, phraseSchema } from './visual/part.ts';

export { elementIdSchema, labelSchema, phraseSchema } from './visual/part.ts';

/**
 * What a scene draws. Every part a narrator can point at has an `id`; a scene's cues bind such ids to words,
 * and the renderer reveals the part when its word is spoken (rule 14).
 *
 * The length limits are promises to the renderer: every layout must stay readable, uncut and inside the safe
 * margins at the longest text allowed here, in 16:9, 9:16 and 1:1 (rule 15).
 */

const titleVisual = z.strictObject({
  kind: z.literal('title'),
  title: z.string().trim().min(1).max(60),
  subtitle: phraseSchema.optional(),
});

/** A question put to the learner; with options when it can be answered by choosing. */
const questionVisual = z.strictObject({
  kind: z.literal('question'),
  prompt: z.string().trim().min(1).max(72),
  options: z.array(z.strictObject({ id: elementIdSchema, text: labelSchema })).max(4),
  /** Id of the right option; revealed (with a tick and a frame, never by colour alone) when its cue is spoken. */
  answer: elementIdSchema.optional(),
});

const stepsVisual = z.strictObject({ kind: z.literal('steps'), items: z.array(bulletSchema).max(12) });

const sideSchema = z.strictObject({
  id: elementIdSchema,
  title: labelSchema,
  points: z.array(z.strictObject({ id: elementIdSchema, text: labelSchema })).max(6),
});
const comparisonVisual = z.strictObject({
  kind: z.literal('comparison'),
  left: sideSchema,
  right: sideSchema,
});

const timelineVisual = z.strictObject({
  kind: z.literal('timeline'),
  events: z
    .array(z.strictObject({ id: elementIdSchema, when: z.string().trim().min(1).max(16), text: labelSchema }))
    .min(2)
    .max(5),
});

/** The map of the analogy: what in the concept corresponds to what in the learner's interest (rule 6). */
const analogyVisual = z.strictObject({
  kind: z.literal('analogy'),
  rows: z
    .array(z.strictObject({ id: elementIdSchema, concept: labelSchema, interest: labelSchema }))
    .min(1)
    .max(4),
});

/** A wrong claim, then its correction. */
const correctionVisual = z.strictObject({
  kind: z.literal('correction'),
  claim: bulletSchema,
  correction: bulletSchema,
});

const recapVisual = z.strictObject({ kind: z.literal('recap'), items: z.array(bulletSchema).max(12) });

/**
 * Where what was said can be read: titles, shortened. It closes a lesson, in a scene of role recap after the one that
 * repeats the points: with those on one screen there would be more words than rule 3 allows.
 */
const sourcesVisual = z.strictObject({
  kind: z.literal('sources'),
  items: z.array(bulletSchema).min(1).max(6),
});

/** What library authors may draw while explaining an objective or an example. */
export const explanationVisualSchema = z.discriminatedUnion('kind', [
  stepsVisual,
  comparisonVisual,
  chartVisual,
  formulaVisual,
  diagramVisual,
  timelineVisual,
  workedExampleVisual,
]);
export type ExplanationVisual = z.infer<typeof explanationVisualSchema>;

/** Everything that a scene draws to teach. */
const teachingVisuals = [
  titleVisual,
  questionVisual,
  stepsVisual,
  comparisonVisual,
  chartVisual,
  formulaVisual,
  diagramVisual,
  timelineVisual,
  analogyVisual,
  correctionVisual,
  workedExampleVisual,
  recapVisual,
] as const;
export const teachingVisualSchema = z.discriminatedUnion('kind', teachingVisuals);

/** Everything a scene can draw. */
export const visualSchema = z.discriminatedUnion('kind', [...teachingVisuals, sourcesVisual]);
export type Visual = z.infer<typeof visualSchema>;
export type VisualKind = Visual['kind'];
export type VisualOf<K extends VisualKind> = Extract<Visual, { kind: K }>;

/** Ids of the parts of `visual` that a cue may reveal, in drawing order. */
export function elementIds(visual: Visual): string[] {
  switch (visual.kind) {
    case 'title':
      return [];
    case 'question':
      return visual.options.map((option) => option.id);
    case 'steps':
    case 'recap':
    case 'sources':
      return visual.items.map((item) => item.id);
    case 'comparison':
      return [visual.left, visual.right].flatMap((side) => [
        side.id,
        ...side.points.map((point) => point.id),
      ]);
    case 'chart':
      return visual.points.map((point) => point.id);
    case 'formula':
      return visual.parts.map((part) => part.id);
    case 'diagram':
      return [...visual.nodes.map((node) => node.id), ...visual.arrows.map((arrow) => arrow.id)];
    case 'timeline':
      return visual.events.map((event) => event.id);
    case 'analogy':
      return visual.rows.map((row) => row.id);
    case 'correction':
      return [visual.claim.id, visual.correction.id];
    case 'worked_example':
      return [...visual.given, ...visual.steps, visual.result].map((line) => line.id);
  }
}

/** Every piece of text that `visual` puts on the screen, in reading order (numbers of chart values excepted). */
export function visualTexts(visual: Visual): string[] {
  switch (visual.kind) {
    case 'title':
      return visual.subtitle === undefined ? [visual.title] : [visual.title, visual.subtitle];
    case 'question':
      return [visual.prompt, ...visual.options.map((option) => option.text)];
    case 'steps':
    case 'recap':
    case 'sources':
      return visual.items.map((item) => item.text);
    case 'comparison':
      return [visual.left, visual.right].flatMap((side) => [
        side.title,
        ...side.points.map((point) => point.text),
      ]);
    case 'chart':
      if (visual.chart === 'scatter')
        return [
          visual.axes.x,
          visual.axes.y,
          ...visual.points.flatMap((point) => (point.label === undefined ? [] : [point.label])),
        ];
      return [
        ...visual.points.map((point) => point.label),
        ...(visual.unit === undefined ? [] : [visual.unit]),
      ];
    case 'formula':
      return [visual.expression, ...visual.parts.flatMap((part) => [part.symbol, part.meaning])];
    case 'diagram':
      return [
        ...visual.nodes.map((node) => node.label),
        ...visual.arrows.flatMap((arrow) => (arrow.label === undefined ? [] : [arrow.label])),
      ];
    case 'timeline':
      return visual.events.flatMap((event) => [event.when, event.text]);
    case 'analogy':
      return visual.rows.flatMap((row) => [row.concept, row.interest]);
    case 'correction':
      return [visual.claim.text, visual.correction.text];
    case 'worked_example':
      return [
        ...visual.given.map((line) => line.text),
        ...visual.steps.flatMap((step) =>
          step.reason === undefined ? [step.text] : [step.text, step.reason],
        ),
        visual.result.text,
      ];
  }
}
