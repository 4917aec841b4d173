/** What is tried again, and how often. */
import type { ClientCase, ClientVariant } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import type { ScriptedAnswer } from '../../script.ts';
import {
  calling,
  type Dialect,
  DIALECTS,
  type Draft,
  exception,
  hello,
  refusal,
  streamVariant,
  SUCCESSES,
} from './parts.ts';

const RETRIES = 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html';
const RESET: ScriptedAnswer = { ending: 'reset' };

function sequence(
  name: string,
  answers: readonly ScriptedAnswer[],
  expect: readonly ClientExpectation[],
): ClientVariant {
  return calling('Converse', { name, script: { answers }, expect });
}

const thenWell = (name: string, failure: ScriptedAnswer): ClientVariant =>
  sequence(name, [failure, SUCCESSES.Converse], [{ is: 'success' }, { is: 'requests', min: 2, max: 2 }]);

const throttled = refusal('ThrottlingException', 429, 'Too many requests, please wait before trying again.');
const unavailable = refusal('ServiceUnavailableException', 503, 'Bedrock is unable to process your request.');

export const RETRY: readonly Draft<ClientCase>[] = [
  {
    slug: 'retry/transient',
    level: 'SHOULD',
    authority: 'observed',
    statement: 'What passes is tried again: throttling, an unavailable service, an error of the server, a reset.',
    references: [RETRIES],
    variants: [
      thenWell('429', throttled),
      thenWell('503', unavailable),
      thenWell('500', refusal('InternalServerException', 500, 'Try again.')),
      thenWell('reset', RESET),
    ],
  },
  {
    slug: 'retry/never-4xx',
    level: 'MUST',
    authority: 'observed',
    statement: 'What is wrong with the request itself is not tried again.',
    references: [RETRIES],
    variants: (
      [
        ['ValidationException', 400],
        ['AccessDeniedException', 403],
        ['ResourceNotFoundException', 404],
      ] as const
    ).map(([type, status]) =>
      sequence(String(status), [refusal(type, status, 'No.')], [{ is: 'error' }, { is: 'requests', min: 1, max: 1 }]),
    ),
  },
  {
    slug: 'retry/bounded',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'There are no more attempts than the policy allows, and then the call fails.',
    references: [RETRIES, 'stella#547'],
    variants: [
      sequence(
        '503',
        [unavailable],
        [
          { is: 'error', status: 503 },
          { is: 'requests', min: 1, max: 3 },
        ],
      ),
      sequence('reset', [RESET], [{ is: 'error' }, { is: 'requests', min: 1, max: 3 }]),
    ],
  },
  {
    slug: 'retry/not-after-delivery',
    level: 'INFO',
    authority: 'opinion',
    statement: 'A request is not sent again in silence once part of its answer was delivered.',
    references: [RETRIES],
    variants: DIALECTS.map((dialect) =>
      streamVariant(dialect, [brokenOff(dialect), { frames: hello(dialect) }], {
        expect: [{ is: 'error' }, { is: 'requests', min: 1, max: 1 }],
      }),
    ),
  },
  {
    slug: 'retry/retry-after',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'The server is given the time it asks for with Retry-After.',
    references: ['RFC 9110, section 10.2.3', RETRIES],
    variants: [
      sequence(
        'seconds',
        [{ ...throttled, headers: { ...throttled.headers, 'Retry-After': '3' } }, SUCCESSES.Converse],
        [{ is: 'success' }, { is: 'waited', atLeastMs: 2_900 }],
      ),
    ],
  },
  {
    slug: 'retry/model-not-ready',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'ModelNotReadyException, which the model marks as retryable, is tried again.',
    references: ['service model bedrock-runtime: ModelNotReadyException.retryable'],
    variants: [thenWell('429', refusal('ModelNotReadyException', 429, 'Model is not ready for inference.'))],
  },
  {
    slug: 'retry/408-424',
    level: 'INFO',
    authority: 'observed',
    statement: 'A timeout of the model (408) is tried again; its error (424) is not. Clients differ.',
    references: ['aws/aws-sdk-js-v3', 'anthropics/anthropic-sdk-typescript'],
    variants: [
      thenWell('408', refusal('ModelTimeoutException', 408, 'Model has timed out in processing the request.')),
      sequence(
        '424',
        [refusal('ModelErrorException', 424, 'The model returned an error.'), SUCCESSES.Converse],
        [{ is: 'error' }, { is: 'requests', max: 1 }],
      ),
    ],
  },
  {
    slug: 'retry/first-frame-throttle',
    level: 'INFO',
    authority: 'observed',
    statement: 'A stream whose first message is a throttling exception is tried again. Clients differ.',
    references: ['aws/aws-sdk-js-v3'],
    variants: DIALECTS.map((dialect) =>
      streamVariant(
        dialect,
        [
          { frames: [exception('throttlingException', { json: { message: 'Too many requests.' } })] },
          { frames: hello(dialect) },
        ],
        { expect: [{ is: 'success' }, { is: 'requests', min: 2, max: 2 }] },
      ),
    ),
  },
].map((draft) => ({ ...draft, needs: ['max-attempts'], settings: { maxAttempts: 3 } }) as Draft<ClientCase>);

/** Delivered for certain: the pause lets the client read before the connection goes. */
function brokenOff(dialect: Dialect): ScriptedAnswer {
  return { frames: hello(dialect), upTo: { frames: 3 }, ending: 'reset', pauseMs: 20 };
}
