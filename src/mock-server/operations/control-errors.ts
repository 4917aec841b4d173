/** The refusals of the control plane. */
import { violationsMessage } from '../../wire/constraints.ts';
import { Refusal } from '../exchange.ts';

export function invalid(message: string, reason?: string): Refusal {
  return new Refusal({ status: 400, type: 'ValidationException', origin: 'bedrock', message, reason });
}

/** Undefined where no constraint of the service model is broken. */
export function brokenConstraints(violations: readonly (string | undefined)[]): Refusal | undefined {
  const broken = violations.filter((text) => text !== undefined);
  return broken.length === 0 ? undefined : invalid(violationsMessage(broken));
}

/** The text is that of the API reference; what the service really says is unverified. */
export function notFound(reason: string): Refusal {
  return new Refusal({
    status: 404,
    type: 'ResourceNotFoundException',
    origin: 'bedrock',
    message:
      'The specified resource Amazon Resource Name (ARN) was not found. Check the Amazon Resource Name (ARN) and try your request again.',
    reason,
  });
}
