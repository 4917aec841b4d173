import type { ConverseStreamEvent } from '../../wire/converse.ts';
import type { ConverseStreamResponse } from './converse-fold.ts';
import { ConverseFold } from './converse-fold.ts';
import { jsonOf } from './event-message.ts';
import type { StreamDecoder } from './stream-decoder.ts';
import { addTo } from './stream-decoder.ts';

/** The events of the union `ConverseStreamOutput` in the service model; others are passed over. */
const EVENTS: ReadonlySet<string> = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
]);

export function converseDecoder(): StreamDecoder<ConverseStreamEvent, ConverseStreamResponse> {
  const fold = new ConverseFold();
  return {
    read(message) {
      if (!EVENTS.has(message.type)) return undefined;
      const { p: _padding, ...members } = jsonOf(message);
      const event = { [message.type]: members } as ConverseStreamEvent;
      addTo(fold, event, message.type);
      return event;
    },
    partial: () => fold.partial(),
    result: () => fold.result(),
  };
}
