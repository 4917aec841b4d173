/** The refusal that every check of this stage gives: 400 ValidationException, in the service's words. */
import { Refusal } from '../exchange.ts';

export function invalid(message: string, reason?: string): Refusal {
  return new Refusal({ status: 400, type: 'ValidationException', origin: 'bedrock', message, reason });
}

/** The first that a list of checks finds, or nothing. */
export function firstOf<T>(checks: readonly ((input: T) => string | undefined)[], input: T): string | undefined {
  for (const check of checks) {
    const found = check(input);
    if (found !== undefined) return found;
  }
  return undefined;
}
