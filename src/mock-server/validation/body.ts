/** The body of a request, parsed or found not to be JSON. */

export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const NOT_JSON: ParsedBody = { ok: false };

/** Total: bytes that are no UTF-8 become replacement characters, as the service's parser does. */
export function parseBody(body: Buffer): ParsedBody {
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return NOT_JSON;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is an object, else nothing; for walking what may have any shape. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NO_FIELDS;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

/** Shared, since most of what is walked is absent and every request is. */
const NO_FIELDS: Fields = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);
