/** The declaration of scenarios as JSON Schema, draft 2020-12, for editors and for who writes scenarios by program. */
import { DOCUMENT, SCENARIOS } from './scenario-shape.ts';
import type { Members, Shape } from './shape.ts';

type Schema = Readonly<Record<string, unknown>>;
type Definitions = Map<string, Schema | undefined>;

/** The schema of a file of scenarios: a list, or an object with `scenarios`. */
export function scenarioSchema(): object {
  const definitions: Definitions = new Map();
  const anyOf = [schemaOf(SCENARIOS, definitions), schemaOf(DOCUMENT, definitions)];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Scenarios of Touchstone',
    description: 'What a double of Amazon Bedrock answers, and to which requests.',
    anyOf,
    $defs: Object.fromEntries(definitions),
  };
}

/** A schema of its own for one declared shape. */
export function documentSchema(title: string, shape: Shape): object {
  const definitions: Definitions = new Map();
  const schema = schemaOf(shape, definitions);
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, title, ...schema, $defs: Object.fromEntries(definitions) };
}

function schemaOf(shape: Shape, definitions: Definitions): Schema {
  const schema = (WRITERS[shape.kind] as (shape: Shape, definitions: Definitions) => Schema)(shape, definitions);
  return shape.about === undefined ? schema : { description: shape.about, ...schema };
}

type Writers = {
  readonly [K in Shape['kind']]: (shape: Extract<Shape, { kind: K }>, definitions: Definitions) => Schema;
};

const WRITERS: Writers = {
  text: ({ only, known, minLength, pattern }) => ({
    type: 'string',
    ...(only && { enum: only }),
    ...(known && { examples: known }),
    ...(minLength && { minLength }),
    ...(pattern && (pattern.wanted ? { pattern: pattern.source } : { not: { pattern: pattern.source } })),
  }),
  number: ({ whole, min, max, above }) => ({
    type: whole ? 'integer' : 'number',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(above !== undefined && { exclusiveMinimum: above }),
  }),
  flag: () => ({ type: 'boolean' }),
  anything: () => ({}),
  list: ({ of, minItems }, definitions) => ({
    type: 'array',
    items: schemaOf(of, definitions),
    ...(minItems > 0 && { minItems }),
  }),
  table: ({ of }, definitions) => ({ type: 'object', additionalProperties: schemaOf(of, definitions) }),
  members: (shape, definitions) => ({
    type: 'object',
    properties: propertiesOf(shape, definitions),
    additionalProperties: false,
    ...(shape.required && { required: shape.required }),
    ...(shape.oneOf && { oneOf: shape.oneOf.map(having) }),
    ...(shape.beside && { dependentSchemas: besideOf(shape.beside) }),
  }),
  either: ({ of }, definitions) => ({
    anyOf: of.filter(({ kind }) => kind !== 'code').map((one) => schemaOf(one, definitions)),
  }),
  named: ({ name, shape }, definitions) => {
    if (!definitions.has(name)) {
      definitions.set(name, undefined);
      definitions.set(name, { title: titleOf(name), ...schemaOf(shape(), definitions) });
    }
    return { $ref: `#/$defs/${name}` };
  },
  code: () => ({ not: {} }),
};

function propertiesOf({ members }: Members, definitions: Definitions): Schema {
  const written = Object.entries(members).filter(([, shape]) => shape.kind !== 'code');
  return Object.fromEntries(written.map(([name, shape]) => [name, schemaOf(shape, definitions)]));
}

function having(name: string): Schema {
  return { required: [name] };
}

function besideOf(beside: NonNullable<Members['beside']>): Schema {
  return Object.fromEntries(Object.entries(beside).map(([name, hosts]) => [name, { anyOf: hosts.map(having) }]));
}

/** `textMatch` becomes `Text match`. */
function titleOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
