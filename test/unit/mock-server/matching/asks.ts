/** Inputs for the tests of matching: a Converse request with what a test wants to be different. */
import type { Ask, Conversation, Turn } from '../../../../src/fixtures/ask.ts';
import type { FoundationModel } from '../../../../src/fixtures/foundation-model.ts';
import type { Input } from '../../../../src/mock-server/matching/index.ts';

export const HAIKU: FoundationModel = {
  modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
  modelName: 'Claude 3 Haiku',
  providerName: 'Anthropic',
  inputModalities: ['TEXT', 'IMAGE'],
  outputModalities: ['TEXT'],
  responseStreamingSupported: true,
  customizationsSupported: [],
  inferenceTypesSupported: ['ON_DEMAND'],
  modelLifecycle: { status: 'ACTIVE' },
  inferenceProfiles: ['us'],
  family: 'claude-messages',
  converse: true,
  maxOutputTokens: 4096,
  contextWindow: 200000,
};

export function turn(role: Turn['role'], text: string, rest: Partial<Turn> = {}): Turn {
  return { role, text, toolUses: [], toolResults: [], media: [], ...rest };
}

interface Told extends Partial<Omit<Ask, 'conversation'>>, Partial<Conversation> {
  readonly prompt?: string;
  readonly headers?: readonly string[];
}

export function input({ prompt = 'Hello', headers = [], ...told }: Told = {}): Input {
  const { operation = 'Converse', modelId = HAIKU.modelId, model = HAIKU, body = {}, ...conversation } = told;
  return {
    ask: {
      operation,
      modelId,
      model,
      body,
      conversation: { system: '', turns: [turn('user', prompt)], tools: [], stopSequences: [], ...conversation },
    },
    request: {
      protocol: 'HTTP/1.1',
      method: 'POST',
      target: '/model/x/converse',
      rawHeaders: headers,
      body: Buffer.alloc(0),
    },
  };
}
