/** The events of a message stream put together to the message. */
import type { ContentBlock, ContentDelta, Message, MessageStreamEvent } from '../../wire/anthropic.ts';
import { EventStreamError } from '../errors.ts';
import type { Fold } from '../events/stream-decoder.ts';
import { noTerminalEvent } from '../events/stream-decoder.ts';
import { requireWholeInput, toolInput } from '../events/tool-input.ts';

export class MessageFold implements Fold<MessageStreamEvent, Message> {
  #message: Message | undefined;
  readonly #blocks = new Map<number, ContentBlock>();
  /** Of each tool block, the pieces of its input. */
  readonly #json = new Map<number, string>();
  #stopped = false;

  add(event: MessageStreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.#message = { ...event.message };
        return;
      case 'content_block_start':
        this.#start(event.index, event.content_block);
        return;
      case 'content_block_delta':
        this.#extend(event.index, event.delta);
        return;
      case 'message_delta':
        this.#amend(event);
        return;
      case 'message_stop':
        this.#stop(event);
        return;
      case 'content_block_stop':
    }
  }

  /** Nothing before the first event. */
  partial(): Message | undefined {
    if (this.#message === undefined) return undefined;
    const indices = [...this.#blocks.keys()].sort((a, b) => a - b);
    return { ...this.#message, content: indices.map((index) => this.#finished(index)) };
  }

  result(): Message {
    const message = this.partial();
    if (message === undefined || !this.#stopped) throw noTerminalEvent('a message_stop event');
    for (const block of message.content) {
      if (block.type === 'tool_use') requireWholeInput(block.input, block.name, message.stop_reason);
    }
    return message;
  }

  #start(index: number, block: ContentBlock): void {
    this.#blocks.set(index, { ...block });
    if (block.type === 'tool_use') this.#json.set(index, '');
  }

  #extend(index: number, delta: ContentDelta): void {
    const block = this.#blocks.get(index);
    if (block === undefined)
      throw new EventStreamError('payload', `The stream extends a block ${index} that it has not started.`);
    if (delta.type === 'input_json_delta') this.#json.set(index, (this.#json.get(index) ?? '') + delta.partial_json);
    else extend(block, delta);
  }

  #amend({ delta, usage }: Extract<MessageStreamEvent, { type: 'message_delta' }>): void {
    if (this.#message === undefined)
      throw new EventStreamError('payload', 'The stream has a message_delta before its message_start.');
    this.#message = { ...this.#message, ...delta, usage: { ...this.#message.usage, ...usage } };
  }

  #stop({ type: _type, ...metrics }: Extract<MessageStreamEvent, { type: 'message_stop' }>): void {
    this.#stopped = true;
    if (this.#message) this.#message = { ...this.#message, ...metrics };
  }

  #finished(index: number): ContentBlock {
    const block = this.#blocks.get(index) as ContentBlock;
    const json = this.#json.get(index);
    if (block.type !== 'tool_use' || json === undefined) return { ...block };
    // A block that no delta followed has its whole input at its start.
    return { ...block, input: json === '' ? (block.input ?? {}) : toolInput(json) };
  }
}

/** What each kind of delta adds to; kinds that are not known add nothing. */
function extend(block: ContentBlock, delta: Exclude<ContentDelta, { type: 'input_json_delta' }>): void {
  const open = block as Record<string, unknown>;
  switch (delta.type) {
    case 'text_delta':
      open['text'] = ((open['text'] as string | undefined) ?? '') + delta.text;
      return;
    case 'thinking_delta':
      open['thinking'] = ((open['thinking'] as string | undefined) ?? '') + delta.thinking;
      return;
    case 'signature_delta':
      open['signature'] = ((open['signature'] as string | undefined) ?? '') + delta.signature;
      return;
    case 'citations_delta':
      open['citations'] = [...((open['citations'] as unknown[] | undefined | null) ?? []), delta.citation];
  }
}
