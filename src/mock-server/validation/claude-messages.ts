/**
 * What Anthropic's Messages API checks behind Bedrock: the same texts on InvokeModel as they stand, and on Converse behind
 * «The model returned the following errors: ». Quoted by users of Bedrock, the sources beside each where they are single. Several
 * messages of a role in a row, refused in 2024, are accepted (recorded for Claude 3.5 Sonnet in openinference, January 2025).
 */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { type Fields, fieldsOf, isFields, listOf } from './body.ts';

export interface ClaudeInput {
  readonly request: Fields;
  readonly messages: readonly Fields[];
  readonly model: FoundationModel;
}

type Check = (input: ClaudeInput) => string | undefined;

/** Dates in a body before 2026, and the one the newest SDK of Anthropic sends. */
const VERSIONS = ['bedrock-2023-05-31', 'bedrock-2023-02-20', '2026-10-21'];

/** Known to the Messages API; others are refused, but for what a beta may bring. */
const FIELDS = new Set(
  `anthropic_version anthropic_beta max_tokens messages system stop_sequences temperature top_p top_k tools tool_choice
  thinking metadata output_config output_format container mcp_servers context_management service_tier cache_control
  inference_geo speed user_profile_id`.split(/\s+/),
);

/** 4.6 and later, as their documentation says. */
const NO_PREFILL = /claude-(opus|sonnet|haiku)-(4-[6-9]|[5-9])/;
/** From Opus 4.1 and the 4.5 models on. */
const ONE_OF_TEMPERATURE_AND_TOP_P = /claude-(opus-4-[1-9]|(sonnet|haiku)-4-[5-9]|(opus|sonnet|haiku)-[5-9])/;

/** In the order in which they are asked. */
export const CLAUDE_MESSAGES_CHECKS: readonly Check[] = [
  ({ request }) => ('anthropic_version' in request ? undefined : 'anthropic_version: Field required'),
  ({ request }) =>
    VERSIONS.includes(String(request['anthropic_version']))
      ? undefined
      : `Invalid API version: ${String(request['anthropic_version'])}`, // boto/boto3#4218
  ({ request }) => ('max_tokens' in request ? undefined : 'max_tokens: Field required'),
  ({ request }) => ('messages' in request ? undefined : 'messages: Field required'),
  ({ request }) => {
    const unknown = Object.keys(request).find((name) => !FIELDS.has(name));
    return unknown === undefined || isOfABeta(request, unknown)
      ? undefined
      : `${unknown}: Extra inputs are not permitted`;
  },
  ({ messages }) => (messages.length === 0 ? 'messages: at least one message is required' : undefined),
  (input) => firstFinding(CLAUDE_CONVERSATION_CHECKS, input),
];

/** Those that hold on Converse too, whose own checks come before. */
export const CLAUDE_CONVERSATION_CHECKS: readonly Check[] = [
  contentIsThere,
  noTrailingWhitespace,
  noPrefill,
  samplingIsOne,
  budgetIsEnough,
  cacheMarksAreFew,
  toolResultsMatch,
];

function firstFinding(checks: readonly Check[], input: ClaudeInput): string | undefined {
  for (const check of checks) {
    const found = check(input);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A beta may bring fields of its own; what never belongs into a body on Bedrock is refused all the same. */
function isOfABeta(request: Fields, name: string): boolean {
  return listOf(request['anthropic_beta']).length > 0 && name !== 'model' && name !== 'stream';
}

/** An assistant may have said nothing, also in the middle (theopenco/llmgateway#3127). */
function contentIsThere({ messages }: ClaudeInput): string | undefined {
  for (const [i, message] of messages.entries()) {
    if (message['role'] === 'assistant') continue;
    const { content } = message;
    if (content === '' || (Array.isArray(content) && content.length === 0)) {
      return `messages.${i}: all messages must have non-empty content except for the optional final assistant message`;
    }
    const texts = textsOf(message);
    if (Array.isArray(content) && texts.includes('')) return 'messages: text content blocks must be non-empty';
    if (texts.some((text) => text.trim() === ''))
      return 'messages: text content blocks must contain non-whitespace text';
  }
  return undefined;
}

function noTrailingWhitespace({ messages }: ClaudeInput): string | undefined {
  const last = messages.at(-1);
  return last?.['role'] === 'assistant' && /\s$/.test(textsOf(last).at(-1) ?? '')
    ? 'messages: final assistant content cannot end with trailing whitespace'
    : undefined;
}

function noPrefill({ messages, model }: ClaudeInput): string | undefined {
  return messages.at(-1)?.['role'] === 'assistant' && NO_PREFILL.test(model.modelId)
    ? 'This model does not support assistant message prefill. The conversation must end with a user message.'
    : undefined;
}

function samplingIsOne({ request, model }: ClaudeInput): string | undefined {
  const both = isSet(request['temperature']) && isSet(request['top_p']);
  return both && ONE_OF_TEMPERATURE_AND_TOP_P.test(model.modelId)
    ? '`temperature` and `top_p` cannot both be specified for this model. Please use only one.'
    : undefined;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function budgetIsEnough({ request }: ClaudeInput): string | undefined {
  const { type, budget_tokens: budget } = fieldsOf(request['thinking']);
  return type === 'enabled' && typeof budget === 'number' && budget < 1024
    ? 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024'
    : undefined;
}

const MOST_CACHE_MARKS = 4;

function cacheMarksAreFew({ request, messages }: ClaudeInput): string | undefined {
  if (!hasBlocks(messages) && !request['system'] && !request['tools']) return undefined;
  const marked = [request['system'], request['tools'], ...messages.map(({ content }) => content)].flatMap(listOf);
  const count = marked.filter((block) => isFields(fieldsOf(block)['cache_control'])).length;
  return count > MOST_CACHE_MARKS
    ? `A maximum of ${MOST_CACHE_MARKS} blocks with cache_control may be provided. Found ${count}.`
    : undefined;
}

/** Most conversations are plain strings, and what is about blocks need not look at them. */
function hasBlocks(messages: readonly Fields[]): boolean {
  return messages.some(({ content }) => Array.isArray(content));
}

function toolResultsMatch({ messages }: ClaudeInput): string | undefined {
  if (!hasBlocks(messages)) return undefined;
  for (const [i, message] of messages.entries()) {
    const used = idsOf(message, 'tool_use', 'id');
    const returned = idsOf(messages[i + 1], 'tool_result', 'tool_use_id');
    const open = used.filter((id) => !returned.includes(id));
    if (open.length > 0) {
      return `messages.${i}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
    }
    const before = idsOf(messages[i - 1], 'tool_use', 'id');
    const strange = listOf(message['content'])
      .map(fieldsOf)
      .findIndex((block) => block['type'] === 'tool_result' && !before.includes(String(block['tool_use_id'])));
    if (strange >= 0) {
      const id = String(fieldsOf(listOf(message['content'])[strange])['tool_use_id']);
      return `messages.${i}.content.${strange}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
    }
  }
  return undefined;
}

function idsOf(message: Fields | undefined, type: string, member: string): string[] {
  return listOf(message?.['content'])
    .map(fieldsOf)
    .filter((block) => block['type'] === type)
    .map((block) => String(block[member]));
}

function textsOf(message: Fields): string[] {
  const { content } = message;
  if (typeof content === 'string') return [content];
  return listOf(content)
    .map(fieldsOf)
    .filter((block) => block['type'] === 'text' && typeof block['text'] === 'string')
    .map((block) => block['text'] as string);
}
