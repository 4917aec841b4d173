/** InvokeModelWithResponseStream: pieces of a model's own stream, wrapped in base64. */
import type { InvokeModelStreamEvent } from '../../wire/requests.ts';
import type { EventMessage } from './event-message.ts';
import { jsonOf } from './event-message.ts';
import type { StreamDecoder } from './stream-decoder.ts';
import { noTerminalEvent } from './stream-decoder.ts';

/** The bytes in a `chunk` event; nothing for other events and for a chunk without any. */
export function chunkBytes(message: EventMessage): Buffer | undefined {
  if (message.type !== 'chunk') return undefined;
  const { bytes } = jsonOf(message);
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : undefined;
}

/** The chunks as they are, for any model family; the result is the list of them. */
export function invokeDecoder(): StreamDecoder<InvokeModelStreamEvent, Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  return {
    read(message) {
      const bytes = chunkBytes(message);
      if (bytes === undefined) return undefined;
      chunks.push(bytes);
      return { chunk: { bytes } };
    },
    partial: () => [...chunks],
    result() {
      if (!chunks.slice(-2).some(isTerminal)) throw noTerminalEvent("the model's last chunk");
      return chunks;
    },
  };
}

/**
 * What tells the end of a model's own stream, any of: the metrics that the service adds to the last chunk of every
 * family, or the family's own word for the end, which stands in the last chunk or the one before (recorded in
 * open-telemetry/opentelemetry-python-contrib and traceloop/openllmetry).
 */
const ENDINGS: readonly ((chunk: Record<string, unknown>) => boolean)[] = [
  (chunk) => 'amazon-bedrock-invocationMetrics' in chunk,
  // What a guardrail has blocked ends with its trace, and has no metrics.
  (chunk) => 'amazon-bedrock-trace' in chunk,
  (chunk) => chunk['type'] === 'message_stop',
  (chunk) => chunk['is_finished'] === true,
  (chunk) => 'messageStop' in chunk,
  (chunk) => typeof (chunk['stop_reason'] ?? chunk['completionReason'] ?? chunk['finish_reason']) === 'string',
  (chunk) => firstOf(chunk['outputs'])?.['stop_reason'] != null || firstOf(chunk['choices'])?.['finish_reason'] != null,
];

function isTerminal(bytes: Uint8Array): boolean {
  try {
    const chunk: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    return (
      typeof chunk === 'object' && chunk !== null && ENDINGS.some((holds) => holds(chunk as Record<string, unknown>))
    );
  } catch {
    return false;
  }
}

function firstOf(list: unknown): Record<string, unknown> | undefined {
  return Array.isArray(list) ? (list[0] as Record<string, unknown> | undefined) : undefined;
}
