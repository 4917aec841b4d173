/** The refusals that are the pipeline's own: what is not built, what no scenario matches, and our own mistakes. */
import type { Operation } from '../wire/operations.ts';
import { Refusal } from './exchange.ts';
import { SERVED } from './served.ts';

/** An operation of the service model that this server does not serve: said in so many words, not played. */
export function notBuilt({ name }: Operation): Refusal {
  return new Refusal({
    status: 400,
    type: 'UnknownOperationException',
    origin: 'bedrock',
    message: `Touchstone does not serve ${name} yet. It serves ${Object.keys(SERVED).join(', ')}.`,
    reason: `${name} is an operation of Amazon Bedrock that Touchstone has not built`,
  });
}

/** Strict: no scenario, no answer; `near` tells which came nearest, and where it differs. */
export function unmatched(operation: string, near: string): Refusal {
  const message = `No scenario matches this ${operation} request, and the server is strict. ${near}`;
  return new Refusal({ status: 400, type: 'ValidationException', origin: 'bedrock', message, reason: near });
}

/** JSON nested so deeply that it can be parsed but not walked: no request of any model, so refused as malformed. */
export function tooDeep(): Refusal {
  return new Refusal({
    status: 400,
    type: 'ValidationException',
    origin: 'bedrock',
    message: 'Malformed input request, please reformat your input and try again.',
    reason: 'the body is nested too deeply to be walked',
  });
}

/** A bug of ours, or a function in a scenario that threw; answered as the service answers its own. */
export function ourOwnFault(cause: unknown): Refusal {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  return new Refusal({
    status: 500,
    type: 'InternalServerException',
    origin: 'bedrock',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
    reason: `Touchstone itself failed: ${error.stack ?? error.message}`,
  });
}
