/**
 * What Converse and ConverseStream themselves check of a conversation, whichever model is asked. That roles alternate is no
 * longer asked: two user messages in a row were accepted in August 2025 (recorded in openllmetry). Texts as users quoted
 * them from the real service (among others aws/aws-sdk-js-v3#7330, charmbracelet/crush#946); indices count from 0.
 */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { type Fields, fieldsOf, isFields, listOf } from './body.ts';

export interface ConverseInput {
  readonly request: Fields;
  readonly messages: readonly Fields[];
  readonly model: FoundationModel;
}

type Check = (input: ConverseInput) => string | undefined;

/** In the order in which they are asked. */
export const CONVERSE_CHECKS: readonly Check[] = [
  startsWithUser,
  noEmptyMessage,
  noBlankText,
  toolsDeclared,
  toolResultsFollow,
  schemasAreObjects,
  withinTheModelsLimit,
  documentNames,
];

function startsWithUser({ messages }: ConverseInput): string | undefined {
  return messages.length > 0 && messages[0]?.['role'] === 'assistant'
    ? 'A conversation must start with a user message. Try again with a conversation that starts with a user message.'
    : undefined;
}

function noEmptyMessage({ messages }: ConverseInput): string | undefined {
  const index = messages.findIndex((message) => listOf(message['content']).length === 0);
  return index < 0
    ? undefined
    : `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`;
}

function noBlankText({ messages }: ConverseInput): string | undefined {
  for (const [i, message] of messages.entries()) {
    const j = blocks(message).findIndex(({ text }) => typeof text === 'string' && text.trim() === '');
    if (j >= 0) {
      return `The text field in the ContentBlock object at messages.${i}.content.${j} is blank. Add text to the text field, and try again.`;
    }
  }
  return undefined;
}

function toolsDeclared({ messages, request }: ConverseInput): string | undefined {
  const used = messages.some((message) => blocks(message).some((block) => 'toolUse' in block || 'toolResult' in block));
  return used && !isFields(request['toolConfig'])
    ? 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
    : undefined;
}

function toolResultsFollow({ messages }: ConverseInput): string | undefined {
  for (const [i, message] of messages.entries()) {
    const wanted = toolIds(messages[i - 1], 'toolUse');
    const given = toolIds(message, 'toolResult');
    const missing = wanted.filter((id) => !given.includes(id));
    if (missing.length > 0)
      return `Expected toolResult blocks at messages.${i}.content for the following Ids: ${missing.join(', ')}`;
    if (given.length > wanted.length) {
      return `The number of toolResult blocks at messages.${i}.content exceeds the number of toolUse blocks of previous turn.`;
    }
  }
  return undefined;
}

function toolIds(message: Fields | undefined, kind: 'toolUse' | 'toolResult'): string[] {
  if (message === undefined) return [];
  return blocks(message)
    .filter((block) => kind in block)
    .map((block) => String(fieldsOf(block[kind])['toolUseId']));
}

function schemasAreObjects({ request }: ConverseInput): string | undefined {
  for (const [i, tool] of listOf(fieldsOf(request['toolConfig'])['tools']).entries()) {
    const spec = fieldsOf(tool)['toolSpec'];
    if (!isFields(spec)) continue;
    const at = `toolConfig.tools.${i}.toolSpec.inputSchema.json`;
    const json = fieldsOf(spec['inputSchema'])['json'];
    if (!isFields(json))
      return `The format of the value at ${at} is invalid. Provide a json object for the field and try again.`;
    if (json['type'] !== 'object') return `The value at ${at}.type must be one of the following: object.`;
  }
  return undefined;
}

function withinTheModelsLimit({ request, model }: ConverseInput): string | undefined {
  const asked = fieldsOf(request['inferenceConfig'])['maxTokens'];
  const limit = model.maxOutputTokens;
  return limit > 0 && typeof asked === 'number' && asked > limit
    ? `The maximum tokens you requested exceeds the model limit of ${limit}. Try again with a maximum tokens value that is lower than ${limit}.`
    : undefined;
}

/** An underscore is let through, though the text does not say so (vercel/ai#20366). */
const DOCUMENT_NAME = /^(?!.*\s\s)[\p{L}\p{N}\s\-()[\]_]+$/u;

function documentNames({ messages }: ConverseInput): string | undefined {
  const names = messages.flatMap(blocks).map((block) => fieldsOf(block['document'])['name']);
  return names.some((name) => typeof name === 'string' && !DOCUMENT_NAME.test(name))
    ? "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character. Check that the file name conforms to these restrictions and retry your request."
    : undefined;
}

function blocks(message: Fields): Fields[] {
  return listOf(message['content']).map(fieldsOf);
}
