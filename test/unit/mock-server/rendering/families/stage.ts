/** What a family is handed, with only what a test is about said. */
import type { FoundationModel } from '../../../../../src/fixtures/foundation-model.ts';
import { SILENCE } from '../../../../../src/mock-server/ask.ts';
import { seededRandom } from '../../../../../src/mock-server/random.ts';
import type { FullReply, RenderContext } from '../../../../../src/mock-server/rendering/family.ts';
import { createIds } from '../../../../../src/mock-server/rendering/ids.ts';

export function reply(said: Partial<FullReply> = {}): FullReply {
  return {
    content: [{ text: 'Hello there.', pieces: ['Hello', ' there.'] }],
    stopReason: 'end_turn',
    stopSequence: undefined,
    usage: { inputTokens: 7, outputTokens: 3, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
    embeddings: [],
    ranking: [],
    latencyMs: 250,
    firstByteMs: 100,
    ...said,
  };
}

export function context(modelId: string, body: unknown = {}, more: Partial<FoundationModel> = {}): RenderContext {
  const model: FoundationModel = {
    modelId,
    modelName: modelId,
    providerName: '',
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
    inferenceProfiles: [],
    family: 'unscripted',
    converse: true,
    maxOutputTokens: 4096,
    contextWindow: 200_000,
    ...more,
  };
  return { model, body, ids: createIds(seededRandom(7)), conversation: SILENCE };
}

/** One line of JSON an entry, keys in their order. */
export function lines(values: readonly unknown[] | undefined): string[] {
  return (values ?? []).map((value) => JSON.stringify(value));
}

export const WEATHER = { name: 'get_weather', input: { location: 'Seattle', unit: 'c' } };
