/** An error as a scenario names it, filled in from the service's own table. */
import type { ErrorSpec } from '../../fixtures/scenario.ts';
import { EXCEPTIONS, type ExceptionName, type ExceptionShape } from '../../wire/errors.ts';
import { Refusal } from '../exchange.ts';

/** An unknown name is played as it stands, with status 400 unless the scenario says otherwise. */
export function scriptedError(error: string | ErrorSpec): Refusal {
  const spec = typeof error === 'string' ? { type: error } : error;
  const known = Object.hasOwn(EXCEPTIONS, spec.type)
    ? (EXCEPTIONS[spec.type as ExceptionName] as ExceptionShape)
    : undefined;
  return new Refusal({
    status: spec.status ?? known?.status ?? 400,
    type: spec.type,
    origin: known?.origin ?? 'bedrock',
    message: spec.message ?? known?.message ?? spec.type,
    members: spec.members ?? {},
  });
}
