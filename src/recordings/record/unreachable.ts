/** What a client is told when nothing comes from the real service: AWS's shape, our words. */
import { Refusal } from '../../mock-server/exchange.ts';

/** @param upstream the service's address, as the person gave it. */
export function unreachable(upstream: string, error: Error): Refusal {
  const message = `Touchstone got no answer from ${upstream} that it could pass on: ${whyOf(error)}`;
  return new Refusal({ status: 502, type: 'ServiceUnavailableException', origin: 'bedrock', message, reason: message });
}

/** A name with several addresses fails with one error for each. */
export function whyOf(error: Error): string {
  const errors = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return errors.map(({ message }) => message).join(', ') || error.message;
}
