/** Whether an error tells that a second try makes sense: in so many words, by its type, or by its status. */
import { EXCEPTIONS } from '../../wire/errors.ts';
import type { ObservedError } from '../observation.ts';

/** The documentation of InvokeModelWithResponseStream says «Retry your request» of these. */
const PASSING: ReadonlySet<string> = new Set([
  'InternalServerException',
  'ModelStreamErrorException',
  'ModelTimeoutException',
  'ServiceUnavailableException',
  'ThrottlingException',
]);

export function retryableOf({ retryable, type, status }: ObservedError): boolean | undefined {
  if (retryable !== undefined) return retryable;
  const name = type === undefined ? '' : type.charAt(0).toUpperCase() + type.slice(1);
  if (Object.hasOwn(EXCEPTIONS, name)) return PASSING.has(name);
  return status === undefined ? undefined : status === 408 || status === 429 || status >= 500;
}
