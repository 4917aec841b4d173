/** Method and path of each operation. */
import { OPERATIONS, type OperationName } from '../../../wire/operations.ts';
import { notYet, outOfScope, under } from '../requirement.ts';
import { forBoth, passageOf, type Trials } from './trial.ts';

const FOUR = { client: ['req/routes', 'sig/valid'], server: ['s/routes'] };
const NOT_CALLED = notYet('Clients are tried with the four operations of inference alone.');
const NOT_SERVED = notYet('Servers are not tried with it.');
const CONTROL = outOfScope('It is not of bedrock-runtime, about which the cases are.');
const NEITHER = { client: NOT_CALLED, server: NOT_SERVED };

const OPERATION_TRIALS: Readonly<Partial<Record<OperationName, Trials>>> = {
  InvokeModel: FOUR,
  InvokeModelWithResponseStream: FOUR,
  Converse: FOUR,
  ConverseStream: FOUR,
  CountTokens: { client: NOT_CALLED, server: ['s/count-tokens'] },
  ApplyGuardrail: { client: NOT_CALLED, server: ['s/guardrail'] },
};

const entries = OPERATIONS.flatMap(({ name, service, method, path }) => {
  const elsewhere = service === 'bedrock-runtime' ? NEITHER : { client: CONTROL, server: CONTROL };
  const sentence = { id: `operation/${name}`, says: `${name} is ${method} ${path}.` };
  return forBoth(sentence, OPERATION_TRIALS[name] ?? elsewhere);
});

export const OPERATION_ENTRIES = under(passageOf('Operations'), entries);
