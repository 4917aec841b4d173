/** Options of a copy: what is given holds, what is not stays; headers and query are merged unless set anew. */
import type { Query } from './endpoint.ts';
import type { BedrockRuntimeOptions, HeaderOptions } from './options.ts';

export interface CopyOptions extends BedrockRuntimeOptions {
  /** In place of all default headers, where `defaultHeaders` is added to them. Not both. */
  setDefaultHeaders?: HeaderOptions | undefined;
  /** In place of the whole default query, where `defaultQuery` is added to it. Not both. */
  setDefaultQuery?: Query | undefined;
}

export function copiedOptions(options: BedrockRuntimeOptions, changes: CopyOptions): BedrockRuntimeOptions {
  const { setDefaultHeaders, setDefaultQuery, ...others } = changes;
  requireOne('defaultHeaders', changes.defaultHeaders, setDefaultHeaders);
  requireOne('defaultQuery', changes.defaultQuery, setDefaultQuery);
  return {
    ...withoutRival(options, changes),
    ...others,
    defaultHeaders: setDefaultHeaders ?? { ...options.defaultHeaders, ...changes.defaultHeaders },
    defaultQuery: setDefaultQuery ?? { ...options.defaultQuery, ...changes.defaultQuery },
  };
}

/** Options of which only one can hold: the new one puts the old ones out. */
const RIVALS = [
  ['apiKey', 'credentials'],
  ['http2', 'fetch'],
  ['http2', 'dispatcher'],
] as const satisfies readonly (readonly (keyof BedrockRuntimeOptions)[])[];

function withoutRival(options: BedrockRuntimeOptions, changes: CopyOptions): BedrockRuntimeOptions {
  const kept = { ...options };
  for (const [one, other] of RIVALS) {
    if (changes[one] !== undefined) delete kept[other];
    if (changes[other] !== undefined) delete kept[one];
  }
  return kept;
}

function requireOne(name: string, added: unknown, set: unknown): void {
  if (added === undefined || set === undefined) return;
  const other = `setD${name.slice(1)}`;
  throw new TypeError(`${name} adds and ${other} replaces: give one of them.`);
}
