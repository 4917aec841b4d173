/** What the expectations of a whole answer mean. */
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../verdict.ts';
import type { AnswerExpectation, ValueSpec } from './expectation.ts';
import { at, errorTypeOf, header, isComplete, jsonOf, type SeenAnswer, told } from './seen.ts';

type Judges = {
  readonly [K in AnswerExpectation['is']]: (
    expected: Extract<AnswerExpectation, { is: K }>,
    seen: SeenAnswer,
  ) => Finding;
};

export const ANSWER_JUDGES: Judges = {
  success: (_, seen) =>
    finding(
      isComplete(seen) && seen.answer.status === 200 && !isUnknownOperation(seen),
      'a complete answer of the operation with status 200',
      seen,
    ),
  'client-error': (_, seen) =>
    finding(isComplete(seen) && inHundred(seen, 4), 'a complete answer with a status of the 400s', seen),
  'no-server-error': (_, seen) =>
    finding(isComplete(seen) && seen.answer.status < 500, 'a complete answer with a status below 500', seen),
  error: ({ type, status, message }, seen) => {
    const text = messageOf(seen);
    const name = errorTypeOf(seen);
    const holds =
      isComplete(seen) &&
      typeof text === 'string' &&
      name !== undefined &&
      (type?.includes(name) ?? true) &&
      (status?.includes(seen.answer.status) ?? seen.answer.status >= 400) &&
      (message === undefined || new RegExp(message, 'su').test(text));
    const words = [
      `an error in JSON with a message${message === undefined ? '' : ` that matches /${message}/`}`,
      `x-amzn-errortype${type ? ` ${type.join(' or ')}` : ''}`,
      ...(status ? [`status ${status.join(' or ')}`] : []),
    ];
    return finding(holds, words.join(', '), seen);
  },
  'no-success': (_, seen) =>
    finding(
      isComplete(seen) && (seen.answer.status >= 400 || isUnknownOperation(seen)),
      'an error, not a success',
      seen,
    ),
  'operation-found': (_, seen) =>
    finding(
      isComplete(seen) && !isUnknownOperation(seen),
      'an answer of the operation, not UnknownOperationException',
      seen,
    ),
  header({ name, matches }, seen) {
    const value = header(seen.answer.headers, name);
    const holds = value !== undefined && new RegExp(matches, 'u').test(value);
    return {
      holds,
      expected: `a header ${name} that matches /${matches}/`,
      seen: value ?? `no such header in ${told(seen)}`,
    };
  },
  json({ path, value }, seen) {
    const found = at(jsonOf(seen), path);
    const { holds, words } = checkValue(value, found);
    const given = found === undefined ? `nothing there, in ${told(seen)}` : JSON.stringify(found);
    return { holds, expected: `${words} at ${path} of the body`, seen: given };
  },
  text: ({ contains }, seen) =>
    finding(seen.body.includes(contains), `the text ${JSON.stringify(contains)} in the body`, seen),
  'native-body'(_, seen) {
    const claude = decodeURIComponent(seen.request.target).includes('anthropic.');
    const wanted = claude ? ['type', 'role', 'content', 'stop_reason', 'usage'] : ['output', 'stopReason', 'usage'];
    const json = jsonOf(seen);
    const missing = wanted.filter((name) => at(json, name) === undefined);
    return finding(missing.length === 0, `a body with ${wanted.join(', ')}, the model's own`, seen);
  },
};

/** The real service's envelope comes with 200; other fronts answer with a 404 of the same name. */
export function isUnknownOperation(seen: SeenAnswer): boolean {
  return /UnknownOperationException/.test(
    `${errorTypeOf(seen) ?? ''} ${seen.body.subarray(0, 1_000).toString('utf8')}`,
  );
}

/** The access-denied family of the front door writes a capital M. */
function messageOf(seen: SeenAnswer): unknown {
  const json = jsonOf(seen);
  return at(json, 'message') ?? at(json, 'Message');
}

function inHundred({ answer }: SeenAnswer, hundred: number): boolean {
  return Math.floor(answer.status / 100) === hundred;
}

function checkValue(spec: ValueSpec, found: unknown): { holds: boolean; words: string } {
  if ('oneOf' in spec)
    return { holds: spec.oneOf.some((one) => isDeepStrictEqual(one, found)), words: oneOf(spec.oneOf) };
  if ('matches' in spec) {
    const holds = typeof found === 'string' && new RegExp(spec.matches, 'u').test(found);
    return { holds, words: `a text that matches /${spec.matches}/` };
  }
  const [words, holds] = TYPES[spec.type];
  return { holds: holds(found), words };
}

function oneOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ');
}

type TypeName = Extract<ValueSpec, { type: unknown }>['type'];

const TYPES: Readonly<Record<TypeName, readonly [words: string, holds: (value: unknown) => boolean]>> = {
  integer: ['a whole number', Number.isInteger],
  text: ['a text', (value) => typeof value === 'string'],
  list: ['a list', Array.isArray],
  object: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
  present: ['something', (value) => value !== undefined],
};

export function finding(holds: boolean, expected: string, seen: SeenAnswer): Finding {
  return { holds, expected, seen: told(seen) };
}
