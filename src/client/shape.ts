/** What an answer must have, where strict validation is asked for. Members that are not named may be anything. */

export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'string or null'
  | { readonly list: Shape }
  | { readonly optional: Shape }
  | { readonly members: Readonly<Record<string, Shape>> };

/** Where the value differs from the shape, in words; nothing where it does not. */
export function mismatch(value: unknown, shape: Shape, path = 'the answer'): string | undefined {
  if (typeof shape === 'string') return isScalar(value, shape) ? undefined : `${path} is no ${shape}`;
  if ('optional' in shape) return value === undefined ? undefined : mismatch(value, shape.optional, path);
  if ('list' in shape) return listMismatch(value, shape.list, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is no object`;
  return first(Object.entries(shape.members), ([name, member]) =>
    mismatch((value as Record<string, unknown>)[name], member, `${path}.${name}`),
  );
}

function isScalar(value: unknown, shape: string): boolean {
  return shape === 'string or null' ? value === null || typeof value === 'string' : typeof value === shape;
}

function listMismatch(value: unknown, item: Shape, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path} is no list`;
  return first([...value.entries()], ([index, element]) => mismatch(element, item, `${path}[${index}]`));
}

function first<T>(items: readonly T[], complaint: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = complaint(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const USAGE: Shape = { members: { inputTokens: 'number', outputTokens: 'number', totalTokens: 'number' } };
const CONVERSE_MESSAGE: Shape = { members: { role: 'string', content: { list: { members: {} } } } };

export const SHAPES = {
  completion: { members: { completion: 'string', stop_reason: 'string or null' } },
  message: {
    members: {
      id: 'string',
      type: 'string',
      role: 'string',
      model: 'string',
      content: { list: { members: { type: 'string' } } },
      stop_reason: 'string or null',
      stop_sequence: 'string or null',
      usage: { members: { input_tokens: 'number', output_tokens: 'number' } },
    },
  },
  converse: {
    members: {
      output: { members: { message: CONVERSE_MESSAGE } },
      stopReason: 'string',
      usage: USAGE,
      metrics: { members: { latencyMs: 'number' } },
    },
  },
  countTokens: { members: { inputTokens: 'number' } },
  foundationModels: { members: { modelSummaries: { list: { members: { modelArn: 'string', modelId: 'string' } } } } },
} as const satisfies Record<string, Shape>;
