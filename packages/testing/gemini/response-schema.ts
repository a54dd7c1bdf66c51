/**
 * Refuses a `responseSchema` that the real service refuses. Its Schema is a protobuf message: a field it does not
 * know is an error, not a hint that is ignored. Source: https://ai.google.dev/api/caching#Schema
 */
const fields = new Set([
  ...[
    'type',
    'format',
    'title',
    'description',
    'nullable',
    'enum',
    'maxItems',
    'minItems',
    'properties',
    'required',
  ],
  ...[
    'minProperties',
    'maxProperties',
    'minLength',
    'maxLength',
    'pattern',
    'example',
    'anyOf',
    'propertyOrdering',
  ],
  ...['default', 'items', 'minimum', 'maximum'],
]);
const types = new Set(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT']);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first thing that the service would complain about, in its words; undefined when the schema is accepted. */
export function schemaComplaint(
  schema: unknown,
  path = 'generation_config.response_schema',
): string | undefined {
  if (!isRecord(schema)) return `Invalid value at '${path}'`;
  for (const name of Object.keys(schema))
    if (!fields.has(name))
      return `Invalid JSON payload received. Unknown name "${name}" at '${path}': Cannot find field.`;
  const alternatives = schema['anyOf'];
  if (alternatives !== undefined) {
    if (!Array.isArray(alternatives) || alternatives.length === 0) return `Invalid value at '${path}.any_of'`;
    return firstComplaint(alternatives.map((each, index) => [each, `${path}.any_of[${index}]`]));
  }
  const type = typeof schema['type'] === 'string' ? schema['type'].toUpperCase() : '';
  if (!types.has(type)) return `* ${path}.type: must be specified`;
  if (schema['enum'] !== undefined && type !== 'STRING')
    return `* ${path}.enum: only allowed for STRING type`;
  if (type === 'ARRAY') {
    if (schema['items'] === undefined) return `* ${path}.items: missing field.`;
    return schemaComplaint(schema['items'], `${path}.items`);
  }
  return type === 'OBJECT' ? objectComplaint(schema, path) : undefined;
}

function objectComplaint(schema: Record<string, unknown>, path: string): string | undefined {
  const properties = schema['properties'];
  if (!isRecord(properties) || Object.keys(properties).length === 0)
    return `* ${path}.properties: should be non-empty for OBJECT type`;
  for (const field of ['required', 'propertyOrdering']) {
    const names = schema[field];
    if (names === undefined) continue;
    const unknown = Array.isArray(names) ? names.findIndex((name) => !(String(name) in properties)) : 0;
    if (unknown >= 0) return `* ${path}.${field}[${unknown}]: property is not defined`;
  }
  return firstComplaint(
    Object.entries(properties).map(([name, each]) => [each, `${path}.properties[${name}]`]),
  );
}

function firstComplaint(schemas: [unknown, string][]): string | undefined {
  for (const [schema, path] of schemas) {
    const complaint = schemaComplaint(schema, path);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}
