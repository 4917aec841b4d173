/** InvokeModel and InvokeModelWithResponseStream: headers, size, and the body in the family's own layer. */
import { violationsMessage } from '../../wire/constraints.ts';
import type { Refusal } from '../exchange.ts';
import { refusesStreaming } from './abilities.ts';
import { type Fields, fieldsOf, isFields, listOf } from './body.ts';
import { checkBodySchema, MALFORMED } from './body-schema.ts';
import { CLAUDE_MESSAGES_CHECKS } from './claude-messages.ts';
import { checkIsMessages, checkPrompt } from './claude-text.ts';
import { checkContentType, checkHeaderMembers } from './headers.ts';
import type { ValidationInput } from './index.ts';
import { firstOf, invalid } from './say.ts';

/** The service model's limit, in bytes; the text as quoted in langchain-ai/langchain-aws#419. */
const LARGEST_BODY = 25_000_000;
const TOO_LARGE = `Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${LARGEST_BODY}`;

export function validateInvoke(input: ValidationInput): Refusal | undefined {
  const { body, rawHeaders, parsed, operation, model } = input;
  const violations: string[] = [];
  checkHeaderMembers(rawHeaders, violations);
  if (body.length > LARGEST_BODY) violations.push(TOO_LARGE);
  if (violations.length > 0) return invalid(violationsMessage(violations));
  const found =
    checkContentType(rawHeaders) ??
    refusesStreaming(operation, model) ??
    (parsed.ok ? checkBody(parsed.value, input) : MALFORMED);
  return found === undefined ? undefined : invalid(found);
}

/** ARNs behind which a user's own model stands, whose body nobody else knows. */
const OWN_MODEL = /^arn:.*:(endpoint|imported-model|custom-model|custom-model-deployment|provisioned-model)\//;

/** The body of InvokeModel, which CountTokens wraps. */
export function checkBody(
  body: unknown,
  { model, modelId }: Pick<ValidationInput, 'model' | 'modelId'>,
): string | undefined {
  if (OWN_MODEL.test(modelId)) return undefined;
  if (model.family === 'claude-messages') return checkMessages(body, model);
  if (model.family === 'claude-text' && 'messages' in fieldsOf(body)) return undefined;
  return (
    checkBodySchema(model.family, body) ?? (model.family === 'claude-text' ? checkPrompt(fieldsOf(body)) : undefined)
  );
}

function checkMessages(body: unknown, model: ValidationInput['model']): string | undefined {
  if (!isFields(body)) return MALFORMED;
  const messages: readonly Fields[] = listOf(body['messages']).map(fieldsOf);
  return checkIsMessages(body, model) ?? firstOf(CLAUDE_MESSAGES_CHECKS, { request: body, messages, model });
}
