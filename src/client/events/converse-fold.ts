/** The events of ConverseStream put together to what Converse would have answered. */
import type {
  ConverseContentBlock,
  ConverseDelta,
  ConverseResponse,
  ConverseStreamEvent,
  StopReason,
  TokenUsage,
} from '../../wire/converse.ts';
import { MalformedOutputError } from '../errors.ts';
import type { Fold } from './stream-decoder.ts';
import { noTerminalEvent } from './stream-decoder.ts';
import { requireWholeInput, toolInput } from './tool-input.ts';

/** As Converse answers, but a stream may end without usage and metrics, and none are invented. */
export interface ConverseStreamResponse {
  output: ConverseResponse['output'];
  stopReason: StopReason;
  usage?: TokenUsage;
  metrics?: { latencyMs: number };
  additionalModelResponseFields?: unknown;
  trace?: unknown;
  performanceConfig?: { latency: string };
  serviceTier?: { type: string };
  [member: string]: unknown;
}

interface OpenBlock {
  block: ConverseContentBlock;
  /** Pieces of a tool's input, as text. */
  json: string;
}

export class ConverseFold implements Fold<ConverseStreamEvent, ConverseStreamResponse> {
  #role: ConverseResponse['output']['message']['role'] = 'assistant';
  readonly #blocks = new Map<number, OpenBlock>();
  readonly #rest: Partial<ConverseStreamResponse> = {};

  add(event: ConverseStreamEvent): void {
    if ('contentBlockDelta' in event) this.#extend(event.contentBlockDelta);
    else if ('contentBlockStart' in event) this.#start(event.contentBlockStart);
    else if ('messageStart' in event) this.#role = event.messageStart.role;
    else if ('messageStop' in event) Object.assign(this.#rest, event.messageStop);
    else if ('metadata' in event) Object.assign(this.#rest, event.metadata);
  }

  partial(): Partial<ConverseStreamResponse> {
    const indices = [...this.#blocks.keys()].sort((a, b) => a - b);
    const content = indices.map((index) => finished(this.#blocks.get(index) as OpenBlock));
    return { output: { message: { role: this.#role, content } }, ...this.#rest };
  }

  result(): ConverseStreamResponse {
    if (this.#rest.stopReason === undefined) throw noTerminalEvent('a messageStop event');
    const response = this.partial() as ConverseStreamResponse;
    requireSoundOutput(response);
    for (const { toolUse } of response.output.message.content) {
      if (toolUse) requireWholeInput(toolUse.input, toolUse.name, response.stopReason);
    }
    return response;
  }

  #start({ contentBlockIndex, start }: { contentBlockIndex: number; start: Record<string, unknown> }): void {
    const block: ConverseContentBlock = {};
    for (const [member, value] of Object.entries(start)) block[member] = { ...(value as object) };
    this.#blocks.set(contentBlockIndex, { block, json: '' });
  }

  #extend({ contentBlockIndex, delta }: { contentBlockIndex: number; delta: ConverseDelta }): void {
    let open = this.#blocks.get(contentBlockIndex);
    if (open === undefined) this.#blocks.set(contentBlockIndex, (open = { block: {}, json: '' }));
    extend(open, delta);
  }
}

/** `malformed_model_output` and `malformed_tool_use`: what came must not be taken for an answer. */
export function requireSoundOutput(response: Partial<ConverseStreamResponse> | null): void {
  // An answer that nobody has checked may be anything.
  if (typeof response?.stopReason !== 'string' || !response.stopReason.startsWith('malformed_')) return;
  const message = `The model stopped with ${response.stopReason}: what it said is not usable.`;
  throw new MalformedOutputError(message, { type: response.stopReason, body: response, retryable: true });
}

function extend(open: OpenBlock, delta: ConverseDelta): void {
  const { block } = open;
  if (delta.text !== undefined) block.text = (block.text ?? '') + delta.text;
  if (delta.toolUse) open.json += delta.toolUse.input ?? '';
  if (delta.reasoningContent) block.reasoningContent = reasoning(block.reasoningContent, delta.reasoningContent);
  if (delta.citation)
    (block.citationsContent = { ...block.citationsContent }).citations = [
      ...(block.citationsContent.citations ?? []),
      delta.citation,
    ];
  if (delta.toolResult)
    block.toolResult = {
      ...block.toolResult,
      content: [...(block.toolResult?.content ?? []), ...delta.toolResult],
    } as never;
  if (delta.image) block.image = { ...block.image, ...delta.image } as never;
}

type Reasoning = NonNullable<ConverseContentBlock['reasoningContent']>;

function reasoning(so: Reasoning | undefined, delta: NonNullable<ConverseDelta['reasoningContent']>): Reasoning {
  if (delta.redactedContent !== undefined) {
    return { redactedContent: joinBase64(String(so?.redactedContent ?? ''), delta.redactedContent) };
  }
  const before = so?.reasoningText;
  const signature = (before?.signature ?? '') + (delta.signature ?? '');
  const text = (before?.text ?? '') + (delta.text ?? '');
  return { reasoningText: signature === '' ? { text } : { text, signature } };
}

function joinBase64(a: string, b: string): string {
  return Buffer.concat([Buffer.from(a, 'base64'), Buffer.from(b, 'base64')]).toString('base64');
}

function finished({ block, json }: OpenBlock): ConverseContentBlock {
  if (block.toolUse) return { ...block, toolUse: { ...block.toolUse, input: toolInput(json) } };
  if (!block.citationsContent || block.text === undefined) return block;
  const { text, citationsContent, ...others } = block;
  return { ...others, citationsContent: { content: [{ text }], ...citationsContent } };
}
