/** CountTokens: the request it wraps is checked as the operation it is for checks it. */
import type { Refusal } from '../exchange.ts';
import { refusesCounting } from './abilities.ts';
import { fieldsOf, parseBody } from './body.ts';
import { MALFORMED } from './body-schema.ts';
import { checkShape } from './converse.ts';
import type { ValidationInput } from './index.ts';
import { checkBody } from './invoke.ts';
import { COUNT_TOKENS_REQUEST } from './request-shapes.ts';
import { invalid } from './say.ts';

export function validateCountTokens(input: ValidationInput): Refusal | undefined {
  const { parsed, modelId, model } = input;
  const value = parsed.ok ? (parsed.value ?? {}) : 'not JSON';
  const found = checkShape(value, COUNT_TOKENS_REQUEST);
  if (found) return found;
  const message = refusesCounting(modelId, model) ?? checkWrapped(value, input);
  return message === undefined ? undefined : invalid(message);
}

function checkWrapped(value: unknown, input: ValidationInput): string | undefined {
  const { invokeModel } = fieldsOf(fieldsOf(value)['input']);
  if (invokeModel === undefined) return undefined;
  const wrapped = parseBody(Buffer.from(String(fieldsOf(invokeModel)['body']), 'base64'));
  return wrapped.ok ? checkBody(wrapped.value, input) : MALFORMED;
}
