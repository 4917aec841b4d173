/** Which exchanges of a journal are wanted. */
import { OPERATIONS } from '../../wire/operations.ts';
import type { Exchange } from '../journal/record.ts';
import { ControlError } from './control-error.ts';

export interface Selection {
  readonly operation?: string;
  /** A glob over the model id as the client gave it: `*` any characters. */
  readonly model?: string;
  readonly scenario?: string;
  /** The request id of an exchange: only what came after it. */
  readonly since?: string;
  /** At most so many, the newest. */
  readonly limit?: number;
  readonly full: boolean;
}

const PARAMETERS = ['operation', 'model', 'scenario', 'since', 'limit', 'full'];

/** @throws ControlError for a parameter that is none, or cannot be read. */
export function readSelection({ limit, full, ...filters }: Readonly<Record<string, string>>): Selection {
  const unknown = Object.keys(filters).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    throw bad(`There is no parameter ${JSON.stringify(unknown)}; there is ${PARAMETERS.join(', ')}.`);
  const { operation } = filters;
  if (operation !== undefined && !OPERATIONS.some(({ name }) => name === operation)) {
    throw bad(
      `operation=${operation} is no operation of Bedrock; they are ${OPERATIONS.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (limit !== undefined && !/^\d{1,9}$/.test(limit)) throw bad(`limit=${limit} is no whole number.`);
  if (full !== undefined && !/^(?:true|false)?$/.test(full)) throw bad(`full=${full} is neither true nor false.`);
  return {
    ...filters,
    ...(limit !== undefined && { limit: Number(limit) }),
    full: full !== undefined && full !== 'false',
  };
}

/** @throws ControlError where `since` is no longer kept, since nobody could tell what came after it. */
export function select(exchanges: readonly Exchange[], selection: Selection): readonly Exchange[] {
  const { operation, scenario, limit } = selection;
  const model = selection.model === undefined ? undefined : globOf(selection.model);
  const found = after(exchanges, selection.since).filter(
    (exchange) =>
      (operation === undefined || exchange.operation?.name === operation) &&
      (model === undefined || model.test(exchange.modelId ?? '')) &&
      (scenario === undefined || exchange.matching?.outcome.scenario?.name === scenario),
  );
  return limit === undefined ? found : found.slice(Math.max(0, found.length - limit));
}

function after(exchanges: readonly Exchange[], requestId: string | undefined): readonly Exchange[] {
  if (requestId === undefined) return exchanges;
  const index = exchanges.findIndex((exchange) => exchange.requestId === requestId);
  if (index < 0) throw new ControlError(404, `since=${requestId} is no exchange that is kept; leave it out for all.`);
  return exchanges.slice(index + 1);
}

function globOf(glob: string): RegExp {
  const source = glob.replace(/[\\^$.+()[\]{}|/?]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's');
}

function bad(message: string): ControlError {
  return new ControlError(400, message);
}
