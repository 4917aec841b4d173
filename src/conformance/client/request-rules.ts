/** What each expectation about the requests on the wire means. */
import { isUtf8 } from 'node:buffer';
import type { RequestExpectation } from '../expectation.ts';
import type { SeenExchange } from '../observation.ts';
import { claimOf, headerOf } from './authorization.ts';
import { parse, same, valueAt } from './json-values.ts';
import type { Rule } from './rule.ts';
import { show } from './show.ts';

/** The requests of a run, and the path under which the stage was reached. */
export interface Requests {
  readonly exchanges: readonly SeenExchange[];
  readonly prefix: string;
}

type Rules = { readonly [Is in RequestExpectation['is']]: Rule<Extract<RequestExpectation, { is: Is }>, Requests> };
type Single<Expected> = (expected: Expected, exchange: SeenExchange) => readonly [holds: boolean, seen: string];

/** Must hold for every request, and there must be one. */
function each<Expected>(says: (expected: Expected) => string, check: Single<Expected>): Rule<Expected, Requests> {
  return {
    says,
    check(expected, { exchanges }) {
      const checks = exchanges.map((exchange) => check(expected, exchange));
      const wrong = checks.find(([holds]) => !holds);
      if (wrong) return wrong;
      return checks[0] ?? [false, 'no request at all'];
    },
  };
}

export const REQUEST_RULES: Rules = {
  requests: {
    says: ({ min = 0, max = Infinity }) => `there are ${count(min, max)}`,
    check: ({ min = 0, max = Infinity }, { exchanges: { length } }) => [
      length >= min && length <= max,
      requests(length),
    ],
  },
  authenticated: each(
    ({ by }) => `the request is accepted by its ${by === 'sigv4' ? 'signature' : 'API key'}`,
    ({ by }, { caller, refusal }) => [caller === by, caller ?? `refused: ${refusal?.reason ?? 'not asked'}`],
  ),
  scope: each(
    ({ service, region }) => `the signature is for ${service} in ${region}`,
    ({ service, region }, exchange) => {
      const claim = claimOf(exchange);
      return [
        claim?.service === service && claim.region === region,
        claim ? `${claim.service} in ${claim.region}` : 'no signature',
      ];
    },
  ),
  'access-key': each(
    ({ equals }) => `the request is signed with the key ${equals}`,
    ({ equals }, exchange) => [claimOf(exchange)?.accessKeyId === equals, show(claimOf(exchange)?.accessKeyId)],
  ),
  'model-id': each(
    ({ equals }) => `the model id arrives as ${show(equals)}`,
    ({ equals }, { modelId, target }) => [modelId === equals, modelId === undefined ? target : show(modelId)],
  ),
  route: each(
    ({ method, path }) => `the request is ${method} ${path}`,
    ({ method, path }, exchange) => [
      exchange.method === method && exchange.target === path,
      `${exchange.method} ${exchange.target}`,
    ],
  ),
  'base-path': each(
    () => 'the path begins with that of the endpoint',
    (_, { operation, target }) => [operation !== undefined, target],
  ),
  query: each(
    ({ equals }) => `the query of the URL is ${show(equals)}`,
    ({ equals }, { target }) => {
      const query = Object.fromEntries(new URLSearchParams(/\?(.*)$/s.exec(target)?.[1] ?? ''));
      return [same(query, equals), show(query)];
    },
  ),
  header: each(
    ({ name, matches }) => `the header ${name} matches ${matches}`,
    ({ name, matches }, exchange) => {
      const value = headerOf(exchange, name);
      return [value !== undefined && new RegExp(matches).test(value), show(value)];
    },
  ),
  'no-header': each(
    ({ name, matches }) => `there is no header ${name}${matches === undefined ? '' : ` that matches ${matches}`}`,
    ({ name, matches = '' }, exchange) => {
      const value = headerOf(exchange, name);
      return [value === undefined || !new RegExp(matches).test(value), show(value)];
    },
  ),
  signed: each(
    ({ header }) => `${header} is among the signed headers`,
    ({ header }, exchange) => [signedIn(exchange).includes(header), signedIn(exchange).join(';')],
  ),
  'not-signed': each(
    ({ headers }) => `none of ${headers.join(', ')} is signed`,
    ({ headers }, exchange) => [
      !signedIn(exchange).some((name) => headers.includes(name)),
      signedIn(exchange).join(';'),
    ],
  ),
  'signed-once': each(
    ({ oneOf }) => `exactly one of ${oneOf.join(' and ')} is signed, once`,
    ({ oneOf }, exchange) => {
      const signed = signedIn(exchange);
      return [signed.filter((name) => oneOf.includes(name)).length === 1, signed.join(';')];
    },
  ),
  sent: each(
    ({ path, oneOf }) => `${path} of the body is ${oneOf.map(show).join(' or ')}`,
    ({ path, oneOf }, exchange) => {
      const value = valueAt(bodyOf(exchange), path);
      return [oneOf.some((one) => same(one, value)), show(value)];
    },
  ),
  'not-sent': each(
    ({ path }) => `the body has no ${path}`,
    ({ path }, exchange) => {
      const value = valueAt(bodyOf(exchange), path);
      return [value === undefined, show(value)];
    },
  ),
  'sound-text': each(
    () => 'the body is UTF-8 without half a character',
    (_, exchange) => {
      const bytes = Buffer.from(exchange.body, 'base64');
      if (!isUtf8(bytes)) return [false, 'bytes that are no UTF-8'];
      return /\p{Surrogate}|\uFFFD/u.test(
        JSON.stringify(parse(bytes.toString()) ?? '').replace(/\\u(d[89a-f]..)/gi, '\ufffd'),
      )
        ? [false, 'half a surrogate pair, or a replacement character']
        : [true, 'sound text'];
    },
  ),
  'fresh-dates': {
    says: () => 'every attempt is signed with the date of its own sending',
    check(_, { exchanges }) {
      const dates = exchanges.map((exchange) => headerOf(exchange, 'x-amz-date') ?? '');
      const fresh = dates.every((date, index) => index === 0 || date > (dates[index - 1] as string));
      return [dates.length > 0 && fresh, dates.join(', then ') || 'no request at all'];
    },
  },
};

function signedIn(exchange: SeenExchange): readonly string[] {
  return claimOf(exchange)?.signedHeaders ?? [];
}

function bodyOf({ body }: SeenExchange) {
  return parse(Buffer.from(body, 'base64').toString());
}

const requests = (number: number): string => `${number} request${number === 1 ? '' : 's'}`;

function count(min: number, max: number): string {
  if (min === max) return `exactly ${requests(min)}`;
  if (max === Infinity) return `at least ${requests(min)}`;
  return min === 0 ? `at most ${requests(max)}` : `${min} to ${requests(max)}`;
}
