/** What a model cannot do, as Converse says it. Recorded in pydantic/pydantic-ai; the streaming text quoted by users. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { OperationName } from '../../wire/operations.ts';
import { fieldsOf, listOf } from './body.ts';
import type { ConverseInput } from './converse-checks.ts';

/** Families whose models take no tools on any operation. */
const WITHOUT_TOOLS = ['claude-text', 'titan-text', 'cohere-command', 'ai21-j2'];

export const ABILITY_CHECKS: readonly ((input: ConverseInput) => string | undefined)[] = [
  ({ request, model }) =>
    request['toolConfig'] && WITHOUT_TOOLS.includes(model.family) ? "This model doesn't support tool use." : undefined,
  (input) =>
    hasMedia(input, 'video') && !input.model.inputModalities.includes('VIDEO')
      ? "This model doesn't support the video content block that you provided. Update the content block and try again."
      : undefined,
  (input) =>
    hasMedia(input, 'image') && !input.model.inputModalities.includes('IMAGE')
      ? "This model doesn't support the image content block that you provided. Update the content block and try again."
      : undefined,
  (input) =>
    input.model.providerName === 'Anthropic' && hasS3Source(input)
      ? "This model doesn't support the s3Uri field. Remove s3Uri and try again."
      : undefined,
];

export function refusesStreaming(operation: OperationName, model: FoundationModel): string | undefined {
  const streams = operation === 'InvokeModelWithResponseStream' || operation === 'ConverseStream';
  return streams && !model.responseStreamingSupported ? 'The model is unsupported for streaming.' : undefined;
}

/** What an embedding, ranking or image model answers Converse is not recorded; this is the nearest text that is. */
export function refusesConverse(model: FoundationModel): string | undefined {
  return model.converse
    ? undefined
    : "This action doesn't support the model that you provided. Try again with a supported text or chat model.";
}

/** Recorded for a cross-region profile in pydantic/pydantic-ai; the plain id of the same model was counted. */
export function refusesCounting(modelId: string, model: FoundationModel): string | undefined {
  return model.family === 'claude-messages' && modelId.startsWith('anthropic.')
    ? undefined
    : "The provided model doesn't support counting tokens.";
}

function hasMedia({ messages }: ConverseInput, kind: 'image' | 'video'): boolean {
  return messages.some((message) => listOf(message['content']).some((block) => kind in fieldsOf(block)));
}

/** Also in what a tool returned (recorded in pydantic/pydantic-ai). */
function hasS3Source({ messages }: ConverseInput): boolean {
  const blocks = messages.flatMap((message) => listOf(message['content']).map(fieldsOf));
  const returned = blocks.flatMap((block) => listOf(fieldsOf(block['toolResult'])['content']).map(fieldsOf));
  return [...blocks, ...returned].some((block) =>
    ['image', 'document'].some((kind) => 's3Location' in fieldsOf(fieldsOf(block[kind])['source'])),
  );
}
