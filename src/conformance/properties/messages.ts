/** What must hold for any message that a model may say. */
import fc from 'fast-check';
import {
  blockStop,
  calling,
  converseStream,
  event,
  messageStart,
  messageStop,
  metadata,
  text,
  toolInput,
  toolStart,
  USAGE,
} from '../cases/client/parts.ts';
import type { ClientExpectation } from '../expectation.ts';
import type { JsonValue } from '../json.ts';
import type { FrameSpec } from '../script.ts';
import type { Property } from './property.ts';

/** A block, and where its text or JSON is cut. */
type Block =
  | { readonly text: string; readonly cuts: readonly number[] }
  | { readonly name: string; readonly input: JsonValue; readonly cuts: readonly number[] };

/** What the model thought before it spoke. */
interface Thought {
  readonly text: string;
  readonly signature: string;
  readonly cuts: readonly number[];
}

interface Said {
  readonly thought?: Thought | undefined;
  readonly blocks: readonly Block[];
  readonly stopReason: string;
  readonly usageFirst: boolean;
}

/** Any character, those more often that mean something in JSON, or that somebody may trim. */
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '"', '\\', '{', '}') },
);
const anyText = fc.string({ unit, maxLength: 30 });
/** A few, or after each character. */
const cuts = fc.oneof(fc.array(fc.nat(60), { maxLength: 6 }), fc.constant(Array.from({ length: 60 }, (_, at) => at)));
const members = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
  fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 })),
  { maxKeys: 4, noNullPrototype: true },
);

const messages: fc.Arbitrary<Said> = fc.record({
  thought: fc.option(
    fc.record({ text: anyText.filter((said) => said !== ''), signature: fc.base64String({ minLength: 4 }), cuts }),
    { nil: undefined },
  ),
  blocks: fc.array(
    fc.oneof(
      fc.record({ text: anyText.filter((said) => said !== ''), cuts }),
      fc.record({ name: fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/), input: members, cuts }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  stopReason: fc.constantFrom('end_turn', 'max_tokens', 'stop_sequence', 'tool_use'),
  usageFirst: fc.boolean(),
});

/** Never in the middle of a surrogate pair, which is no text; empty pieces are legal. */
function pieces(whole: string, at: readonly number[]): string[] {
  const points = [...whole];
  const ends = [0, ...at.map((cut) => Math.min(cut, points.length)).sort((a, b) => a - b), points.length];
  return ends.slice(1).map((end, index) => points.slice(ends[index], end).join(''));
}

function framesOf(block: Block, index: number): FrameSpec[] {
  if ('text' in block) return [...pieces(block.text, block.cuts).map((piece) => text(piece, index)), blockStop(index)];
  const json = pieces(JSON.stringify(block.input), block.cuts);
  return [toolStart(block.name, index), ...json.map((piece) => toolInput(piece, index)), blockStop(index)];
}

function thinking({ text: thought, signature, cuts: at }: Thought): FrameSpec[] {
  const delta = (reasoningContent: JsonValue): FrameSpec =>
    event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent } });
  return [...pieces(thought, at).map((piece) => delta({ text: piece })), delta({ signature }), blockStop(0)];
}

function streamOf({ thought, blocks, stopReason, usageFirst }: Said): FrameSpec[] {
  const end = [messageStop(stopReason), metadata];
  const first = thought ? 1 : 0;
  const spoken = blocks.flatMap((block, index) => framesOf(block, index + first));
  return [messageStart, ...(thought ? thinking(thought) : []), ...spoken, ...(usageFirst ? end.toReversed() : end)];
}

function answerOf({ thought, blocks, stopReason }: Said): JsonValue {
  const spoken = blocks.map((block, index) =>
    'text' in block
      ? { text: block.text }
      : { toolUse: { toolUseId: `tooluse_${index}`, name: block.name, input: block.input } },
  );
  const content = [...(thought ? [{ reasoningContent: reasoningOf(thought) }] : []), ...spoken];
  return { output: { message: { role: 'assistant', content } }, stopReason, usage: USAGE, metrics: { latencyMs: 321 } };
}

const reasoningOf = ({ text: thought, signature }: Thought): JsonValue => ({
  reasoningText: { text: thought, signature },
});

function expectOf({ thought, blocks, stopReason }: Said): ClientExpectation[] {
  const first = thought ? 1 : 0;
  const texts = blocks.flatMap((block, index) =>
    'text' in block ? [{ is: 'block-text', index: index + first, equals: block.text } as const] : [],
  );
  const calls = blocks.flatMap((block) => ('name' in block ? [{ name: block.name, input: block.input }] : []));
  return [
    { is: 'success' },
    { is: 'text', equals: blocks.map((block) => ('text' in block ? block.text : '')).join('') },
    ...(thought ? [{ is: 'reasoning', equals: reasoningOf(thought) } as const] : []),
    ...texts,
    { is: 'tool-calls', equals: calls },
    { is: 'stop-reason', equals: stopReason },
    { is: 'usage', equals: USAGE },
  ];
}

export const GRAMMAR: Property<Said> = {
  slug: 'cs/grammar-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Any stream of the grammar, folded, is the message that the model said.',
  references: ['service model bedrock-runtime: ConverseStreamOutput'],
  values: messages,
  variants: (said) => [converseStream(streamOf(said), { expect: expectOf(said) })],
};

export const SAME_MESSAGE: Property<Said> = {
  slug: 'cs/equals-converse-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Converse and ConverseStream give the same message for the same words of the model.',
  references: ['service model bedrock-runtime: ConverseResponse, ConverseStreamOutput'],
  values: messages,
  variants: (said) => [
    calling('Converse', { script: { answers: [{ body: { json: answerOf(said) } }] }, expect: expectOf(said) }),
    converseStream(streamOf(said), { expect: expectOf(said) }),
  ],
};
