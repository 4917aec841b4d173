/** The body of an ordinary request, by operation and, for invocations, by the family of the model. */
import type { JsonValue } from '../json.ts';
import type { ServerOperation } from './request.ts';

export interface Asking {
  readonly model: string;
  readonly prompt: string;
  readonly maxTokens: number;
}

type Body = Readonly<Record<string, JsonValue>>;

const converse = ({ prompt, maxTokens }: Asking): Body => ({
  messages: [{ role: 'user', content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens },
});

const invoke = ({ model, prompt, maxTokens }: Asking): Body =>
  model.includes('anthropic.')
    ? {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: maxTokens,
        messages: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      }
    : converse({ model, prompt, maxTokens });

export const BODIES: Readonly<Record<ServerOperation, (asking: Asking) => Body>> = {
  InvokeModel: invoke,
  InvokeModelWithResponseStream: invoke,
  Converse: converse,
  ConverseStream: converse,
  CountTokens: ({ prompt }) => ({ input: { converse: { messages: [{ role: 'user', content: [{ text: prompt }] }] } } }),
  ApplyGuardrail: ({ prompt }) => ({ source: 'INPUT', content: [{ text: { text: prompt } }] }),
};
