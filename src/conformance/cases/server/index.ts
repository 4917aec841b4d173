/** All cases about servers, in the order in which they run. */
import type { ProbeCase } from '../../server/request.ts';
import { AUTH_CASES } from './auth.ts';
import { ERROR_CASES } from './errors.ts';
import { FAILURE_CASES } from './failure.ts';
import { FRAMING_CASES } from './framing.ts';
import { GRAMMAR_CASES } from './grammar.ts';
import { REFUSAL_CASES } from './refusals.ts';
import { TRANSPORT_CASES } from './transport.ts';
import { UNARY_CASES } from './unary.ts';

export const SERVER_CASES: readonly ProbeCase[] = [
  ...TRANSPORT_CASES,
  ...AUTH_CASES,
  ...UNARY_CASES,
  ...ERROR_CASES,
  ...REFUSAL_CASES,
  ...FRAMING_CASES,
  ...GRAMMAR_CASES,
  ...FAILURE_CASES,
];
