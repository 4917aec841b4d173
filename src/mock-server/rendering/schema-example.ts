/** A value that fits a JSON Schema, as simple as may be: the input of a tool that a model was made to use. */

type Schema = Readonly<Record<string, unknown>>;

const BY_TYPE: Readonly<Record<string, (schema: Schema, depth: number) => unknown>> = {
  object: (schema, depth) => objectOf(schema, depth),
  array: (schema, depth) =>
    Array.from({ length: Math.min(Number(schema['minItems'] ?? 1), 10) }, () => exampleOf(schema['items'], depth + 1)),
  string: (schema) => 'example'.padEnd(Math.min(Number(schema['minLength'] ?? 0), 1000), '-'),
  number: (schema) => Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 1),
  integer: (schema) => Math.ceil(Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 1)),
  boolean: () => true,
  null: () => null,
};

/** Deep schemas that refer to themselves end here. */
const DEEPEST = 8;

export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isSchema(schema) || depth > DEEPEST) return {};
  for (const given of ['const', 'default']) if (given in schema) return schema[given];
  for (const list of ['enum', 'examples']) if (Array.isArray(schema[list])) return schema[list][0];
  for (const branch of ['anyOf', 'oneOf', 'allOf']) {
    if (Array.isArray(schema[branch])) return exampleOf(schema[branch][0], depth + 1);
  }
  const type = [schema['type'] ?? 'object'].flat()[0] as string;
  return BY_TYPE[type]?.(schema, depth) ?? {};
}

/** The required properties, or all where none is required. */
function objectOf(schema: Schema, depth: number): Record<string, unknown> {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const wanted = Array.isArray(schema['required']) ? (schema['required'] as string[]) : Object.keys(properties);
  return Object.fromEntries(wanted.map((name) => [name, exampleOf(properties[name], depth + 1)]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
