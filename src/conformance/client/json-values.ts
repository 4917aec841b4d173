/** Looking into JSON that somebody else wrote. */
import type { JsonValue } from '../json.ts';

export type JsonObject = { readonly [member: string]: JsonValue | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A member's value; nothing where there is no such member, or no members at all. */
export function at(value: JsonValue | undefined, member: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
}

/** The value of JSON; nothing for a text that is none. */
export function parse(json: string): JsonValue | undefined {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The value at a path such as `messages[0].content`. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found = value;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    found =
      index === undefined ? at(found, name as string) : (found as readonly JsonValue[] | undefined)?.[Number(index)];
  }
  return found;
}

/** Whether two values are the same JSON; members in any order, those that are undefined count as absent. */
export function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: JsonValue | undefined): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))) : inner,
  );
}
