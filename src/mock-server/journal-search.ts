/** Exchanges held against a filter in the words of scenarios. */
import type { OperationName } from '../wire/operations.ts';
import { SILENCE } from './ask.ts';
import { readBody } from './journal/received.ts';
import type { Exchange } from './journal/record.ts';
import { compileFilter, type Filter, type Input, type Judgement } from './matching/index.ts';

export interface Search {
  /** Each condition in words. */
  readonly wanted: readonly string[];
  /** One for each exchange, in their order. */
  readonly judged: readonly JudgedExchange[];
}

/** Without differences it is what was looked for. */
export interface JudgedExchange extends Judgement {
  readonly exchange: Exchange;
}

/** @throws TypeError for a word that scenarios do not have. Error for a pattern or JSON path that cannot be read. */
export function searchExchanges(exchanges: readonly Exchange[], filter: Filter): Search {
  const { wanted, judge } = compileFilter(filter);
  return { wanted, judged: exchanges.map((exchange) => ({ exchange, ...judge(inputOf(exchange)) })) };
}

/** Whether no scenario answered it although one could have: the catalogue and STS need none. */
export function isUnscripted({ matching, operation }: Exchange): boolean {
  if (matching?.outcome.scenario) return false;
  return operation === undefined || matching === undefined || matching.input()?.ask.model !== undefined;
}

/** What was refused before anybody read it has its operation, its model id, its body and its headers to be told by. */
function inputOf({ matching, request, operation, modelId = '' }: Exchange): Input {
  const read = matching?.input();
  if (read) return read;
  const name = operation?.name ?? `${request.method} ${request.target}`;
  const { body } = readBody(request.body);
  const ask = { operation: name as OperationName, modelId, model: undefined, body, conversation: SILENCE };
  return { ask, request };
}
