/** Exceptions and errors after a stream has begun. */
import type { ClientCase, ClientVariant } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import type { FrameSpec } from '../../script.ts';
import { type Dialect, DIALECTS, type Draft, exception, inBothStreams, streamVariant, string } from './parts.ts';

const WHY = 'This is why.';
const because = { json: { message: WHY } };

/** The exceptions of the unions; ConverseStreamOutput has no modelTimeoutException. */
const MEMBERS: Readonly<Record<Dialect['operation'], readonly string[]>> = {
  ConverseStream: [
    'internalServerException',
    'modelStreamErrorException',
    'validationException',
    'throttlingException',
    'serviceUnavailableException',
  ],
  InvokeModelWithResponseStream: [
    'internalServerException',
    'modelStreamErrorException',
    'validationException',
    'throttlingException',
    'modelTimeoutException',
    'serviceUnavailableException',
  ],
};

const shapeName = (member: string): string => member.charAt(0).toUpperCase() + member.slice(1);

/** «Hello», then this, then the end of the bytes. */
function after(frame: FrameSpec): (dialect: Dialect) => { frames: readonly FrameSpec[] } {
  return ({ text, stream, before }) => ({ frames: [...stream(text('Hello')).slice(0, before + 1), frame] });
}

function eachMember(expect: (member: string) => readonly ClientExpectation[]): ClientVariant[] {
  return DIALECTS.flatMap((dialect) =>
    MEMBERS[dialect.operation].map((member) =>
      streamVariant(dialect, [after(exception(member, because))(dialect)], { name: member, expect: expect(member) }),
    ),
  );
}

const THROTTLED = exception('throttlingException', because);

export const EXC: readonly Draft<ClientCase>[] = [
  {
    slug: 'exc/modelled',
    level: 'MUST',
    authority: 'normative',
    statement: 'An exception of the model inside a stream fails the call with its message, and is never a normal end.',
    references: ['PT ClientErrorOutput', 'vercel/ai#19034', 'vercel/ai#17124', 'anthropics/anthropic-sdk-go#110'],
    variants: eachMember(() => [{ is: 'error', message: WHY }]),
  },
  {
    slug: 'exc/first-frame',
    level: 'MUST',
    authority: 'observed',
    statement: 'An exception as the first message of a stream fails the call.',
    references: ['aws/aws-sdk-js-v3'],
    variants: inBothStreams(() => ({ frames: [exception('validationException', because)] }), {
      expect: [{ is: 'error', message: WHY }],
    }),
  },
  {
    slug: 'exc/unmodelled',
    level: 'MUST',
    authority: 'normative',
    statement: 'An exception that the model does not know fails the call with its type and its text.',
    references: ['https://smithy.io/2.0/aws/amazon-eventstream.html', 'BerriAI/litellm#24608'],
    variants: inBothStreams(after(exception('brandNewException', because)), {
      expect: [{ is: 'error', type: ['brandNewException', 'BrandNewException'], message: WHY }],
    }),
  },
  {
    slug: 'exc/error-frame',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message of type error fails the call with its text.',
    references: ['PT ClientUnexpectedErrorOutput'],
    variants: inBothStreams(
      after({
        headers: [
          string(':message-type', 'error'),
          string(':error-code', 'InternalError'),
          string(':error-message', 'An unknown error occurred.'),
        ],
        payload: { text: '' },
      }),
      { expect: [{ is: 'error', message: 'An unknown error occurred.' }] },
    ),
  },
  {
    slug: 'exc/typed',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'An exception inside a stream can be caught by the same name as one before it.',
    references: ['anthropics/anthropic-sdk-python#1477'],
    needs: ['error-types'],
    variants: eachMember((member) => [{ is: 'error', type: [shapeName(member), member] }]),
  },
  {
    slug: 'exc/retryability',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Whether a second try makes sense can be told of an exception inside a stream.',
    references: ['boto/botocore#3126', 'BerriAI/litellm#24608'],
    variants: eachMember((member) => [{ is: 'error', retryable: member !== 'validationException' }]),
  },
  {
    slug: 'exc/partial-kept',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'What had arrived before the exception is not taken away.',
    references: ['https://smithy.io/2.0/aws/amazon-eventstream.html'],
    variants: inBothStreams(after(THROTTLED), { expect: [{ is: 'error' }, { is: 'delivered', text: 'Hello' }] }),
  },
  {
    slug: 'exc/terminal',
    level: 'MUST',
    authority: 'normative',
    statement: 'Nothing that follows an exception is delivered.',
    references: ['https://smithy.io/2.0/aws/amazon-eventstream.html'],
    variants: inBothStreams(({ text, stream }) => ({ frames: stream(text('Hello'), THROTTLED, text(', after')) }), {
      expect: [{ is: 'error' }, { is: 'not-delivered', text: ', after' }],
    }),
  },
  {
    slug: 'exc/payload-not-json',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'An exception whose payload is no JSON still fails the call under its type.',
    references: ['anthropics/anthropic-sdk-java#391'],
    needs: ['error-types'],
    variants: inBothStreams(after(exception('throttlingException', { text: 'slow down' })), {
      expect: [{ is: 'error', type: ['throttlingException', 'ThrottlingException'] }],
    }),
  },
];
