import { z } from 'zod';
import { lessonDraftSchema } from './draft.ts';
import { responseSchemaOf, type GeminiSchema } from './response-schema.ts';
import { understandingDraftSchema } from './understanding.ts';

test('objects, arrays, bounds as words, order kept', () => {
  const schema = z.object({
    name: z.string().trim().min(1).max(28).describe('A label.'),
    size: z.int().min(1).max(12),
    share: z.number(),
    count: z.int(),
    sure: z.boolean(),
    tags: z.array(z.string().min(2)).min(2).max(2),
  });
  expect(responseSchemaOf(schema)).toEqual({
    type: 'OBJECT',
    properties: {
      name: { type: 'STRING', description: 'A label. At most 28 characters.' },
      size: { type: 'INTEGER', description: '1 to 12.' },
      share: { type: 'NUMBER' },
      count: { type: 'INTEGER' },
      sure: { type: 'BOOLEAN' },
      tags: {
        type: 'ARRAY',
        description: 'Exactly 2 items.',
        items: { type: 'STRING', description: 'At least 2 characters.' },
      },
    },
    required: ['name', 'size', 'share', 'count', 'sure', 'tags'],
    propertyOrdering: ['name', 'size', 'share', 'count', 'sure', 'tags'],
  });
});

test('what may be absent is required and nullable; never is left out', () => {
  const schema = z.object({
    a: z.string().optional(),
    b: z.enum(['x', 'y']).nullable(),
    c: z.never().optional(),
  });
  expect(responseSchemaOf(schema)).toEqual({
    type: 'OBJECT',
    properties: {
      a: { type: 'STRING', nullable: true },
      b: { type: 'STRING', enum: ['x', 'y'], nullable: true },
    },
    required: ['a', 'b'],
    propertyOrdering: ['a', 'b'],
  });
});

test('unions become anyOf, constants an enum of one', () => {
  const schema = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dot'), at: z.number() }),
    z.strictObject({ kind: z.literal('line') }),
  ]);
  const kind = (name: string): GeminiSchema => ({ type: 'STRING', enum: [name] });
  expect(responseSchemaOf(z.array(schema.nullable().describe('A mark.')))).toEqual({
    type: 'ARRAY',
    items: {
      anyOf: [
        {
          type: 'OBJECT',
          properties: { kind: kind('dot'), at: { type: 'NUMBER' } },
          required: ['kind', 'at'],
          propertyOrdering: ['kind', 'at'],
        },
        {
          type: 'OBJECT',
          properties: { kind: kind('line') },
          required: ['kind'],
          propertyOrdering: ['kind'],
        },
      ],
      description: 'A mark.',
      nullable: true,
    },
  });
});

test.each([
  ['an object without properties', z.object({})],
  ['a record', z.record(z.string(), z.number())],
  ['an enum of numbers', z.literal(7)],
  ['a tuple', z.tuple([z.string(), z.number()])],
  ['anything', z.unknown()],
  ['null alone', z.null()],
])('%s cannot be said', (_, schema) => {
  expect(() => responseSchemaOf(schema)).toThrow(/^\$/);
});

test('recursion cannot be said', () => {
  const tree: z.ZodType = z.object({
    get children() {
      return z.array(tree);
    },
  });
  expect(() => responseSchemaOf(tree)).toThrow(/./);
});

/** Every schema inside `schema`, itself included. */
function inside(schema: GeminiSchema): GeminiSchema[] {
  const below = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  return [schema, ...below.flatMap(inside)];
}

describe('the lesson draft', () => {
  const full = responseSchemaOf(lessonDraftSchema({ passageIds: ['a/b', 'a/c'], hasInterest: true }));
  const bare = responseSchemaOf(lessonDraftSchema({ passageIds: [], hasInterest: false }));
  const sentence = (schema: GeminiSchema) =>
    schema.properties?.['scenes']?.items?.properties?.['sentences']?.items;

  test('offers the passages by id, and none when there are none', () => {
    expect(sentence(full)?.properties?.['passages']?.items?.enum).toEqual(['a/b', 'a/c']);
    expect(sentence(bare)?.properties).not.toHaveProperty('passages');
  });

  test('asks for a mapping only when there is an interest', () => {
    expect(full.properties?.['objectives']?.items?.required).toEqual(['id', 'text', 'concept', 'interest']);
    expect(bare.properties?.['objectives']?.items?.required).toEqual(['id', 'text']);
    expect(sentence(bare)?.properties).not.toHaveProperty('analogyLimit');
  });

  test('offers every visual, and stays small enough to be served', () => {
    const visual = full.properties?.['scenes']?.items?.properties?.['visual'];
    expect(visual?.anyOf?.map((each) => each.properties?.['kind']?.enum?.[0])).toEqual([
      ...[
        'title',
        'question',
        'steps',
        'comparison',
        'chart',
        'chart',
        'formula',
        'diagram',
        'timeline',
        'analogy',
      ],
      ...['correction', 'worked_example', 'recap'],
    ]);
    const all = inside(full);
    expect(all.flatMap((each) => each.enum ?? []).length).toBeLessThan(60);
    expect(JSON.stringify(full).length).toBeLessThan(12_000);
  });
});

test('an understanding is flat, and thinks first', () => {
  const topics = [{ slug: 'gravity', title: 'Gravity', teaser: 'why things fall' }];
  const schema = responseSchemaOf(understandingDraftSchema(topics));
  expect(schema.required?.slice(0, 2)).toEqual(['reasoning', 'outcome']);
  expect(schema.properties?.['topicSlug']).toEqual({ type: 'STRING', enum: ['gravity'], nullable: true });
  expect(responseSchemaOf(understandingDraftSchema([])).properties).not.toHaveProperty('topicSlug');
});
