/** From what the caller writes to the body of InvokeModel. */
import { ANTHROPIC_VERSION } from '../../wire/anthropic.ts';
import type { CompletionBody, MessageBody } from '../../wire/anthropic.ts';

/** `model` goes into the path and `stream` chooses the operation: the service refuses both in the body. */
export function bodyOf(params: object): Record<string, unknown> {
  const { model: _model, stream: _stream, ...body } = params as Record<string, unknown>;
  return { anthropic_version: ANTHROPIC_VERSION, ...body };
}

const COMPLETION_HINT =
  'Write completions.create({ model, max_tokens_to_sample: 256, prompt: `${HUMAN_PROMPT} Hello${AI_PROMPT}` }).';
const MESSAGE_HINT =
  "Write messages.create({ model, max_tokens: 256, messages: [{ role: 'user', content: 'Hello' }] }).";

export function requireCompletion(params: CompletionBody & { model: string }): void {
  requireMembers(params, { model: 'string', max_tokens_to_sample: 'number', prompt: 'string' }, COMPLETION_HINT);
}

export function requireMessage(params: MessageBody & { model: string }): void {
  requireMembers(params, { model: 'string', max_tokens: 'number' }, MESSAGE_HINT);
  requireMessageList(params);
}

export function requireMessageList(params: Pick<MessageBody, 'messages'> & { model: string }): void {
  requireMembers(params, { model: 'string' }, MESSAGE_HINT);
  if (!Array.isArray(params.messages)) throw new TypeError(`messages must be a list. ${MESSAGE_HINT}`);
  if (params.messages.length === 0) throw new TypeError(`messages is empty. ${MESSAGE_HINT}`);
}

function requireMembers(params: object, required: Readonly<Record<string, 'string' | 'number'>>, hint: string): void {
  for (const [name, type] of Object.entries(required)) {
    const value = (params as Record<string, unknown> | undefined)?.[name];
    if (value === undefined || value === '') throw new TypeError(`Missing required argument ${name}. ${hint}`);
    if (typeof value !== type) throw new TypeError(`${name} must be a ${type}. ${hint}`);
  }
}
