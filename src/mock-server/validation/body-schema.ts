/**
 * The schema layer of InvokeModel for models that are not Claude's, and for Claude's text completions: what a body must and may
 * have, and the words of its violations, run together as the service does (quoted with its length in
 * AnthropicSwiftSDK#19; single violations recorded in opentelemetry-java-instrumentation and newrelic-python-agent).
 */
import type { FamilyName } from '../../fixtures/foundation-model.ts';
import { type Fields, isFields, listOf } from './body.ts';

interface BodySchema {
  /** Each with the name of its JSON type, as a violation says it. */
  readonly required: Readonly<Record<string, JsonType>>;
  readonly optional: Readonly<Record<string, JsonType>>;
  /** Whether further keys are let through. */
  readonly open?: boolean;
}

type JsonType = 'String' | 'Number' | 'JSONArray' | 'JSONObject' | 'Boolean' | 'any';

const CHAT: BodySchema = { required: { messages: 'JSONArray' }, optional: {}, open: true };

export const BODY_SCHEMAS: Readonly<Partial<Record<FamilyName, BodySchema>>> = {
  'claude-text': {
    required: { prompt: 'String', max_tokens_to_sample: 'Number' },
    optional: {
      anthropic_version: 'String',
      stop_sequences: 'JSONArray',
      temperature: 'Number',
      top_k: 'Number',
      top_p: 'Number',
      metadata: 'any',
    },
  },
  nova: {
    required: { messages: 'JSONArray' },
    optional: {
      schemaVersion: 'String',
      system: 'JSONArray',
      inferenceConfig: 'JSONObject',
      toolConfig: 'JSONObject',
      additionalModelRequestFields: 'any',
      reasoningConfig: 'any',
    },
    open: true,
  },
  'titan-text': { required: { inputText: 'String' }, optional: { textGenerationConfig: 'JSONObject' } },
  'titan-embed-text': {
    required: { inputText: 'String' },
    optional: { dimensions: 'Number', normalize: 'Boolean', embeddingTypes: 'JSONArray' },
  },
  llama: {
    required: { prompt: 'String' },
    optional: { max_gen_len: 'Number', temperature: 'Number', top_p: 'Number', images: 'any' },
  },
  'mistral-text': { required: { prompt: 'String' }, optional: {}, open: true },
  'mistral-chat': CHAT,
  'cohere-command': { required: { prompt: 'String' }, optional: {}, open: true },
  'cohere-command-r': { required: { message: 'String' }, optional: {}, open: true },
  'cohere-embed': { required: { input_type: 'String' }, optional: {}, open: true },
  'cohere-rerank': { required: { query: 'String', documents: 'JSONArray' }, optional: {}, open: true },
  'ai21-j2': { required: { prompt: 'String' }, optional: {}, open: true },
  'ai21-jamba': CHAT,
};

/** Recorded for Titan in newrelic-python-agent. */
export const MALFORMED = 'Malformed input request, please reformat your input and try again.';

/** The message for a body that breaks its family's schema; undefined where it does not, or the family has none. */
export function checkBodySchema(family: FamilyName, body: unknown): string | undefined {
  const schema = BODY_SCHEMAS[family];
  if (schema === undefined) return undefined;
  if (!isFields(body)) return malformed([`#: expected type: JSONObject, found: ${typeName(body)}`]);
  const found = [...missingKeys(schema, body), ...extraneousKeys(schema, body), ...wrongTypes(schema, body)];
  if (found.length === 0 && family === 'nova') found.push(...novaBlocks(body));
  return found.length > 0 ? malformed(found) : undefined;
}

function malformed(violations: readonly string[]): string {
  return `Malformed input request: ${violations.join('')}, please reformat your input and try again.`;
}

function missingKeys({ required }: BodySchema, body: Fields): string[] {
  return Object.keys(required)
    .filter((key) => !(key in body))
    .map((key) => `#: required key [${key}] not found`);
}

function extraneousKeys({ required, optional, open }: BodySchema, body: Fields): string[] {
  if (open) return [];
  return Object.keys(body)
    .filter((key) => !Object.hasOwn(required, key) && !Object.hasOwn(optional, key))
    .map((key) => `#: extraneous key [${key}] is not permitted`);
}

function wrongTypes({ required, optional }: BodySchema, body: Fields): string[] {
  return Object.entries({ ...required, ...optional })
    .filter(([key, type]) => key in body && type !== 'any' && typeName(body[key]) !== type)
    .map(([key, type]) => `#/${key}: expected type: ${type}, found: ${typeName(body[key])}`);
}

/** The validator's names of JSON's types (everit-org/json-schema, whose phrases the service's violations are). */
function typeName(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  const names: Readonly<Record<string, string>> = { string: 'String', number: 'Number', boolean: 'Boolean' };
  return names[typeof value] ?? 'JSONObject';
}

const NOVA_BLOCKS = [
  'text',
  'image',
  'video',
  'document',
  'audio',
  'toolUse',
  'toolResult',
  'cachePoint',
  'reasoningContent',
];

/**
 * A block of no known kind is measured by the last kind tried, tool use: a key of it is missed first, then one too many
 * is found (both recorded in opentelemetry-java-instrumentation).
 */
function novaBlocks(body: Fields): string[] {
  for (const [i, message] of listOf(body['messages']).entries()) {
    const content = isFields(message) ? listOf(message['content']) : [];
    for (const [j, block] of content.entries()) {
      const found = isFields(block) ? novaBlock(block, `#/messages/${i}/content/${j}`) : undefined;
      if (found) return [found];
    }
  }
  return [];
}

function novaBlock(block: Fields, at: string): string | undefined {
  const keys = Object.keys(block);
  if (!keys.some((key) => NOVA_BLOCKS.includes(key))) return `${at}: required key [toolUse] not found`;
  const strange = keys.find((key) => !NOVA_BLOCKS.includes(key));
  return strange === undefined ? undefined : `${at}: extraneous key [${strange}] is not permitted`;
}
