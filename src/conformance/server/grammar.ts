/**
 * What the events of a ConverseStream must be, rule by rule; each gives the first thing that is not so. Order and members:
 * the service model's `ConverseStreamOutput`, and every recording of the real service.
 */
import type { GrammarRule } from './expectation.ts';
import { at, parse, type SeenEvent } from './seen.ts';

/** The values of `StopReason` in the service model. */
export const STOP_REASONS = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'stop_sequence',
  'guardrail_intervened',
  'content_filtered',
  'malformed_model_output',
  'malformed_tool_use',
  'model_context_window_exceeded',
];

const BLOCKS = /^(b|d|e)*$/;
const LETTERS: Readonly<Record<string, string>> = {
  messageStart: 'S',
  contentBlockStart: 'b',
  contentBlockDelta: 'd',
  contentBlockStop: 'e',
  messageStop: 'P',
  metadata: 'M',
};

type Rule = (events: readonly SeenEvent[]) => string | undefined;

export const GRAMMAR: Readonly<Record<GrammarRule, { readonly must: string; readonly broken: Rule }>> = {
  order: {
    must: 'messageStart, then blocks, then messageStop and metadata, and nothing else',
    broken(events) {
      const unknown = events.find(({ type }) => LETTERS[type] === undefined);
      if (unknown) return `an event ${unknown.type || 'without a type'}`;
      const word = events.map(({ type }) => LETTERS[type]).join('');
      const right = word.startsWith('S') && word.endsWith('PM') && BLOCKS.test(word.slice(1, -2));
      return right ? undefined : events.map(({ type }) => type).join(', ') || 'no event';
    },
  },
  'one-start-one-stop': {
    must: 'exactly one messageStart, one messageStop and one metadata',
    broken(events) {
      const counts = ['messageStart', 'messageStop', 'metadata'].map((type) => [type, countOf(events, type)] as const);
      const wrong = counts.find(([, count]) => count !== 1);
      return wrong && `${wrong[1]} of ${wrong[0]}`;
    },
  },
  'blocks-stopped': {
    must: 'a contentBlockStop for each block, after its last delta, before the next block',
    broken: brokenBlock,
  },
  indexes: {
    must: 'indexes of blocks that begin at 0 and grow by one',
    broken(events) {
      const indexes = [...new Set(blockEvents(events).map(({ members }) => members['contentBlockIndex']))];
      const right = indexes.length > 0 && indexes.every((index, i) => index === i);
      return right ? undefined : `the indexes ${JSON.stringify(indexes)}`;
    },
  },
  'tool-start': {
    must: 'a contentBlockStart with toolUseId and name before the input of a tool',
    broken(events) {
      const starts = new Map(
        events
          .filter(({ type }) => type === 'contentBlockStart')
          .map(({ members }) => [members['contentBlockIndex'], members]),
      );
      const tools = toolIndexes(events);
      if (tools.length === 0) return 'no tool use';
      const bad = tools.find((index) => !isToolStart(starts.get(index)));
      return bad === undefined
        ? undefined
        : `block ${shown(bad)} began with ${JSON.stringify(starts.get(bad) ?? null)}`;
    },
  },
  'tool-json': {
    must: 'pieces of input that together are a JSON object',
    broken(events) {
      const inputs = toolIndexes(events).map((index) => inputOf(events, index));
      if (inputs.length === 0) return 'no tool use';
      return inputs.find((input) => !isObject(parse(input === '' ? '{}' : input)));
    },
  },
  'stop-reason': {
    must: `one of ${STOP_REASONS.join(', ')} as stopReason`,
    broken(events) {
      const reason = memberOf(events, 'messageStop', 'stopReason');
      return STOP_REASONS.includes(reason as string) ? undefined : (JSON.stringify(reason) ?? 'none');
    },
  },
  usage: {
    must: 'usage of whole numbers in metadata, totalTokens their sum, and a whole latencyMs',
    broken: (events) =>
      brokenUsage(memberOf(events, 'metadata', 'usage'), memberOf(events, 'metadata', 'metrics.latencyMs')),
  },
  terminal: {
    must: 'messageStop and metadata at the end',
    broken(events) {
      const last = events.slice(-2).map(({ type }) => type);
      return last.join() === 'messageStop,metadata' ? undefined : `at the end ${last.join(', ') || 'nothing'}`;
    },
  },
};

/** Cached input counts towards the total and not towards `inputTokens`, as recorded. */
export function brokenUsage(usage: unknown, latencyMs: unknown): string | undefined {
  const names = ['inputTokens', 'outputTokens', 'totalTokens'];
  const bad = names.find((name) => !Number.isInteger(at(usage, name)));
  if (bad) return `${bad} ${JSON.stringify(at(usage, bad)) ?? 'absent'}`;
  if (!Number.isInteger(latencyMs)) return `latencyMs ${JSON.stringify(latencyMs) ?? 'absent'}`;
  const parts = ['inputTokens', 'outputTokens', 'cacheReadInputTokens', 'cacheWriteInputTokens'];
  const sum = parts.reduce((total, name) => total + Number(at(usage, name) ?? 0), 0);
  return sum === at(usage, 'totalTokens') ? undefined : `totalTokens ${shown(at(usage, 'totalTokens'))}, not ${sum}`;
}

function brokenBlock(events: readonly SeenEvent[]): string | undefined {
  let open: unknown;
  const closed = new Set<unknown>();
  for (const { type, members } of blockEvents(events)) {
    const index = members['contentBlockIndex'];
    if (closed.has(index)) return `${type} of block ${shown(index)} after its end`;
    if (open !== undefined && open !== index) return `block ${shown(index)} before the end of block ${shown(open)}`;
    open = type === 'contentBlockStop' ? undefined : index;
    if (type === 'contentBlockStop') closed.add(index);
  }
  if (closed.size === 0) return 'no contentBlockStop';
  return open === undefined ? undefined : `no contentBlockStop of block ${shown(open)}`;
}

function blockEvents(events: readonly SeenEvent[]): SeenEvent[] {
  return events.filter(({ type }) => type.startsWith('contentBlock'));
}

function toolIndexes(events: readonly SeenEvent[]): unknown[] {
  const of = blockEvents(events).filter(
    ({ members }) => at(members, 'delta.toolUse') !== undefined || at(members, 'start.toolUse') !== undefined,
  );
  return [...new Set(of.map(({ members }) => members['contentBlockIndex']))];
}

function inputOf(events: readonly SeenEvent[], index: unknown): string {
  return events
    .filter(({ type, members }) => type === 'contentBlockDelta' && members['contentBlockIndex'] === index)
    .map(({ members }) => at(members, 'delta.toolUse.input'))
    .map((input) => (typeof input === 'string' ? input : ''))
    .join('');
}

function isToolStart(members: unknown): boolean {
  return ['toolUseId', 'name'].every((name) => {
    const value = at(members, `start.toolUse.${name}`);
    return typeof value === 'string' && value !== '';
  });
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'none';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function countOf(events: readonly SeenEvent[], type: string): number {
  return events.filter((event) => event.type === type).length;
}

function memberOf(events: readonly SeenEvent[], type: string, path: string): unknown {
  return at(events.find((event) => event.type === type)?.members, path);
}
