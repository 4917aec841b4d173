/** Errors in place of an answer. */
import type { ClientCase, ClientOperation } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import type { JsonValue } from '../../json.ts';
import type { ScriptedAnswer } from '../../script.ts';
import { calling, callingAll, type Draft, refusal, REQUEST_ID, SUCCESSES } from './parts.ts';

const failing = (
  operation: ClientOperation,
  answer: ScriptedAnswer,
  error: Omit<Extract<ClientExpectation, { is: 'error' }>, 'is'>,
  name?: string,
) =>
  calling(operation, {
    script: { answers: [answer] },
    expect: [{ is: 'error', ...error }],
    ...(name !== undefined && { name }),
  });

const INVALID = { type: ['ValidationException'], message: 'max_tokens is too large', status: 400 };
const withBody = (body: JsonValue, headers: Record<string, string> = {}): ScriptedAnswer => ({
  status: 400,
  headers,
  body: { json: body },
});

/** Errors of the service model, with the statuses it gives them. */
const STATUSES: readonly (readonly [type: string, status: number])[] = [
  ['AccessDeniedException', 403],
  ['InternalServerException', 500],
  ['ModelErrorException', 424],
  ['ModelNotReadyException', 429],
  ['ModelTimeoutException', 408],
  ['ResourceNotFoundException', 404],
  ['ServiceQuotaExceededException', 400],
  ['ServiceUnavailableException', 503],
  ['ThrottlingException', 429],
  ['ValidationException', 400],
];

export const ERR: readonly Draft<ClientCase>[] = [
  {
    slug: 'err/type-header',
    level: 'MUST',
    authority: 'normative',
    statement: 'The type of an error is the value of x-amzn-ErrorType up to its first colon.',
    references: [
      'PT RestJsonFooErrorUsingXAmznErrorType',
      'PT RestJsonFooErrorUsingXAmznErrorTypeWithUri',
      'aws-beam/aws-erlang#161',
    ],
    needs: ['error-types'],
    variants: callingAll(() => ({
      expect: [{ is: 'error', ...INVALID }],
    })).map((variant) => ({ ...variant, script: { answers: [refusal('ValidationException', 400, INVALID.message)] } })),
  },
  {
    slug: 'err/type-body',
    level: 'MUST',
    authority: 'normative',
    statement: 'Without the header, the type of an error is in the body: __type or code, without its namespace.',
    references: [
      'PT RestJsonFooErrorUsingCode',
      'PT RestJsonFooErrorWithDunderTypeAndNamespace',
      'PT RestJsonFooErrorWithDunderTypeUriAndNamespace',
    ],
    needs: ['error-types'],
    variants: [
      failing('Converse', withBody({ __type: 'ValidationException', message: INVALID.message }), INVALID, 'dunder'),
      failing('Converse', withBody({ code: 'ValidationException', message: INVALID.message }), INVALID, 'code'),
      failing(
        'Converse',
        withBody({ __type: 'com.amazon.coral.validate#ValidationException', message: INVALID.message }),
        INVALID,
        'namespace',
      ),
      failing(
        'Converse',
        withBody({
          __type: 'com.amazon.bedrock#ValidationException:http://internal.amazon.com/coral/',
          message: INVALID.message,
        }),
        INVALID,
        'namespace-uri',
      ),
    ],
  },
  {
    slug: 'err/header-wins',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'The type in the header goes before the type in the body.',
    references: ['https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization'],
    needs: ['error-types'],
    variants: [
      failing(
        'Converse',
        withBody(
          { __type: 'AccessDeniedException', message: INVALID.message },
          { 'x-amzn-ErrorType': 'ValidationException' },
        ),
        INVALID,
      ),
    ],
  },
  {
    slug: 'err/status-table',
    level: 'MUST',
    authority: 'normative',
    statement: 'Every error of the service model is told by its type and its status.',
    references: ['service model bedrock-runtime: error.httpStatusCode'],
    variants: STATUSES.map(([type, status]) =>
      failing(
        'Converse',
        refusal(type, status, 'This is why.'),
        { type: [type], status, message: 'This is why.' },
        type,
      ),
    ),
  },
  {
    slug: 'err/untyped',
    level: 'SHOULD',
    authority: 'observed',
    statement: 'An error without a type still has its status and its message.',
    references: ['service model bedrock-runtime'],
    variants: [failing('Converse', withBody({ message: 'No type here.' }), { status: 400, message: 'No type here.' })],
  },
  {
    slug: 'err/non-json-502',
    level: 'SHOULD',
    authority: 'observed',
    statement: 'The page of a gateway in place of an answer is an error with its status.',
    references: ['aws/aws-sdk-js-v3'],
    variants: [
      failing(
        'Converse',
        {
          status: 502,
          headers: { 'Content-Type': 'text/html' },
          body: { text: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
        },
        { status: 502 },
      ),
    ],
  },
  {
    slug: 'err/text-500',
    level: 'MUST',
    authority: 'normative',
    statement: 'An answer of status 500 that is plain text is an error, in a stream operation too.',
    references: ['PT DuplexUnmodeledProtocolError'],
    variants: (['Converse', 'ConverseStream', 'InvokeModelWithResponseStream'] as const).map((operation) =>
      failing(operation, { status: 500, body: { text: 'service unavailable' } }, {}),
    ),
  },
  {
    slug: 'err/request-id',
    level: 'SHOULD',
    authority: 'observed',
    statement: 'The request id, which AWS support asks for, is given with an error and with an answer.',
    references: ['https://docs.aws.amazon.com/awssupport/latest/user/create-service-support-case.html'],
    variants: [
      calling('Converse', {
        name: 'error',
        script: { answers: [identified(refusal('ValidationException', 400, INVALID.message))] },
        expect: [{ is: 'error', requestId: REQUEST_ID }],
      }),
      calling('Converse', {
        name: 'success',
        script: { answers: [identified(SUCCESSES.Converse)] },
        expect: [{ is: 'success' }, { is: 'request-id', equals: REQUEST_ID }],
      }),
    ],
  },
];

function identified(answer: ScriptedAnswer): ScriptedAnswer {
  return { ...answer, headers: { ...answer.headers, 'x-amzn-RequestId': REQUEST_ID } };
}
