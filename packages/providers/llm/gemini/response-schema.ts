import { z } from 'zod';

/** Gemini's Schema message, as far as we use it. https://ai.google.dev/api/caching#Schema */
export interface GeminiSchema {
  type?: 'STRING' | 'NUMBER' | 'INTEGER' | 'BOOLEAN' | 'ARRAY' | 'OBJECT';
  description?: string;
  nullable?: true;
  enum?: string[];
  items?: GeminiSchema;
  properties?: Record<string, GeminiSchema>;
  required?: string[];
  propertyOrdering?: string[];
  anyOf?: GeminiSchema[];
}

/** JSON Schema as zod writes it. */
interface JsonSchema {
  type?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: object;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  $ref?: string;
  allOf?: unknown;
}

/**
 * The response schema that makes Gemini answer in the shape of `schema`. Where Gemini's subset differs:
 * - Unions and discriminated unions become `anyOf`, constants an enum of one.
 * - A property that may be absent becomes required and nullable (read it with `readModelJson`, which drops nulls):
 *   the service refuses schemas with many optional properties, and writes required ones in the order they are named.
 * - A property of type never is left out.
 * - Bounds and lengths become words of the description: as constraints they make the service refuse a nested schema
 *   ("too many states for serving"). zod enforces them when the answer is read. Patterns are left to descriptions.
 * Throws an Error on what cannot be said in it (recursion, records, enums of numbers).
 */
export function responseSchemaOf(schema: z.ZodType): GeminiSchema {
  return convert(
    z.toJSONSchema(schema, { io: 'input', reused: 'inline', cycles: 'throw' }) as JsonSchema,
    '$',
  );
}

const types = {
  string: 'STRING',
  number: 'NUMBER',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  array: 'ARRAY',
  object: 'OBJECT',
} as const;

function convert(schema: JsonSchema, path: string): GeminiSchema {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return convertUnion(schema, alternatives, path);
  const type = Object.entries(types).find(([name]) => name === schema.type)?.[1];
  if (type === undefined) throw new Error(`${path}: Gemini has no schema for ${JSON.stringify(schema)}`);
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined && type !== 'STRING') throw new Error(`${path}: Gemini has only enums of strings`);
  return {
    type,
    ...described(schema),
    ...(values === undefined ? {} : { enum: values.map(String) }),
    ...(schema.items === undefined ? {} : { items: convert(schema.items, `${path}[]`) }),
    ...(type === 'OBJECT' ? convertProperties(schema, path) : {}),
  };
}

function convertUnion(schema: JsonSchema, alternatives: JsonSchema[], path: string): GeminiSchema {
  const present = alternatives.filter((each) => each.type !== 'null');
  const [only, ...others] = present;
  if (only === undefined) throw new Error(`${path}: nothing but null`);
  const nullable = present.length < alternatives.length ? ({ nullable: true } as const) : {};
  if (others.length === 0) return { ...convert(only, path), ...described(schema), ...nullable };
  return {
    // A union within a union is one list of alternatives.
    anyOf: present.flatMap((each, index) => {
      const converted = convert(each, `${path}|${index}`);
      return converted.anyOf ?? [converted];
    }),
    ...described(schema),
    ...nullable,
  };
}

function convertProperties(schema: JsonSchema, path: string): Partial<GeminiSchema> {
  const required = new Set(schema.required);
  const entries = Object.entries(schema.properties ?? {}).filter(([, property]) => !isNever(property));
  if (entries.length === 0) throw new Error(`${path}: Gemini has no objects without properties`);
  const names = entries.map(([name]) => name);
  const properties = entries.map(([name, property]) => {
    const converted = convert(property, `${path}.${name}`);
    return [name, required.has(name) ? converted : { ...converted, nullable: true as const }] as const;
  });
  return { properties: Object.fromEntries(properties), required: names, propertyOrdering: names };
}

function isNever({ not }: JsonSchema): boolean {
  return not !== undefined && Object.keys(not).length === 0;
}

/** The description with the bounds that stand in the schema, in words. */
function described(schema: JsonSchema): { description?: string } {
  const bounds = [
    inWords(schema.minLength === 1 ? undefined : schema.minLength, schema.maxLength, 'characters'),
    inWords(schema.minItems, schema.maxItems, 'items'),
    // zod bounds every integer by what a double holds exactly: no limit worth telling.
    inWords(meant(schema.minimum), meant(schema.maximum), ''),
  ].filter((bound) => bound !== '');
  const description = [schema.description, ...bounds].filter((text) => text !== undefined).join(' ');
  return description === '' ? {} : { description };
}

function meant(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function inWords(min: number | undefined, max: number | undefined, unit: string): string {
  const amount = (text: string) => `${text} ${unit}`.trimEnd() + '.';
  if (min !== undefined && max !== undefined)
    return amount(min === max ? `Exactly ${min}` : `${min} to ${max}`);
  if (max !== undefined) return amount(`At most ${max}`);
  return min === undefined ? '' : amount(`At least ${min}`);
}
