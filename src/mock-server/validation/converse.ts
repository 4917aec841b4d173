/** Converse and ConverseStream: constraints of the service model, the operation's own checks, then the model's. */
import { violationsMessage } from '../../wire/constraints.ts';
import { Refusal } from '../exchange.ts';
import { ABILITY_CHECKS, refusesConverse, refusesStreaming } from './abilities.ts';
import { type Fields, fieldsOf, listOf } from './body.ts';
import { CLAUDE_CONVERSATION_CHECKS, type ClaudeInput } from './claude-messages.ts';
import { CONVERSE_CHECKS, type ConverseInput } from './converse-checks.ts';
import type { ValidationInput } from './index.ts';
import { CONVERSE_REQUEST } from './request-shapes.ts';
import { firstOf, invalid } from './say.ts';
import { check, type Shape } from './shape.ts';

export function validateConverse(input: ValidationInput): Refusal | undefined {
  const { parsed, operation, model } = input;
  if (!parsed.ok) return notSerializable('the body is not JSON');
  const refused = checkShape(parsed.value ?? {}, CONVERSE_REQUEST);
  if (refused) return refused;
  const request = fieldsOf(parsed.value);
  const converse = { request, messages: listOf(request['messages']).map(fieldsOf), model };
  const found =
    refusesConverse(model) ??
    refusesStreaming(operation, model) ??
    firstOf(CONVERSE_CHECKS, converse) ??
    firstOf(ABILITY_CHECKS, converse) ??
    checkModel(converse);
  return found === undefined ? undefined : invalid(found);
}

/** Violations of the service model, all at once; a value of a wrong type cannot be read at all. */
export function checkShape(value: unknown, shape: Shape): Refusal | undefined {
  const violations: string[] = [];
  const wrong = check(value, shape, '', violations);
  if (wrong) return notSerializable(`${wrong.path || 'the body'} should be a ${wrong.wanted}`, UNEXPECTED);
  return violations.length > 0 ? invalid(violationsMessage(violations)) : undefined;
}

/** Quoted in karthink/gptel#1388; for a structure where there should be none, and used here for any wrong type. */
const UNEXPECTED = 'Start of structure or map found where not expected';

/** What Bedrock says of a body that is no JSON at all was never seen, so that there is no text to match on. */
function notSerializable(reason: string, message = ''): Refusal {
  const type = 'SerializationException';
  return new Refusal({ status: 400, type, origin: 'coral.service', messageKey: 'Message', message, reason });
}

/** What the model behind refuses comes back behind this opening (recorded for Nova and Claude in pydantic/pydantic-ai). */
function checkModel({ request, messages, model }: ConverseInput): string | undefined {
  if (model.family !== 'claude-messages') return undefined;
  const found = firstOf(CLAUDE_CONVERSATION_CHECKS, asClaude(request, messages, model));
  return found === undefined ? undefined : `The model returned the following errors: ${found}`;
}

/** As much of a Messages request as the checks look at. */
function asClaude(request: Fields, messages: readonly Fields[], model: ClaudeInput['model']): ClaudeInput {
  const { temperature, topP } = fieldsOf(request['inferenceConfig']);
  const { thinking } = fieldsOf(request['additionalModelRequestFields']);
  return {
    model,
    request: { temperature, top_p: topP, thinking },
    messages: messages.map(({ role, content }) => ({
      role,
      content: listOf(content).map(fieldsOf).flatMap(asTextBlock),
    })),
  };
}

function asTextBlock(block: Fields): Fields[] {
  return 'text' in block ? [{ type: 'text', text: block['text'] }] : [{ type: 'other' }];
}
