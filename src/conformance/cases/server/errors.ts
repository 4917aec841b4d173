/** Failures before any stream. */
import { EXCEPTIONS, type ModelledExceptionName } from '../../../wire/errors.ts';
import type { ProbeCase } from '../../server/request.ts';
import { about, MODEL_OPERATIONS, SERVICE_MODEL, STREAMS, UNKNOWN_MODEL } from './parts.ts';

const THROTTLED = 'Too many requests, please wait before trying again.';

/** The exceptions of the service model with the status of each. */
const MODELLED: readonly ModelledExceptionName[] = [
  'AccessDeniedException',
  'InternalServerException',
  'ModelErrorException',
  'ModelNotReadyException',
  'ModelTimeoutException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ValidationException',
];

export const ERROR_CASES: readonly ProbeCase[] = [
  about({
    slug: 's/err-shape',
    level: 'MUST',
    authority: 'observed',
    statement: 'An error names its type in x-amzn-errortype and is JSON with a message.',
    references: ['recorded in Arize-ai/openinference', 'PT RestJsonFooErrorUsingXAmznErrorType'],
    axes: { operation: MODEL_OPERATIONS, auth: ['sigv4', 'bearer'] },
    live: 'free',
    requests: [{ model: { id: 'no such model' } }],
    expect: [
      { is: 'error' },
      { is: 'header', name: 'content-type', matches: '^application/json$' },
      { is: 'header', name: 'x-amzn-requestid', matches: '.' },
    ],
  }),
  about({
    slug: 's/err-status-table',
    level: 'MUST',
    authority: 'normative',
    statement: 'Each exception of the service model has its status.',
    references: [SERVICE_MODEL],
    needs: ['scripting'],
    axes: { operation: MODEL_OPERATIONS },
    live: 'doubles-only',
    stage: MODELLED.map((type) => ({
      name: type,
      when: { prompt: type },
      error: { type, message: `This is ${type}.` },
    })),
    requests: MODELLED.map((type) => ({ prompt: type })),
    expect: MODELLED.map((type, of) => ({
      is: 'error',
      of,
      type: [type],
      status: [EXCEPTIONS[type].status],
      message: `^This is ${type}\\.$`,
    })),
  }),
  about({
    slug: 's/err-malformed-json',
    level: 'MUST',
    authority: 'observed',
    statement: 'A body that is no JSON is refused with 400.',
    references: ['recorded in newrelic/newrelic-python-agent', 'PT RestJsonInvalidJsonBody'],
    axes: { operation: MODEL_OPERATIONS },
    live: 'free',
    requests: [{ body: { text: '{"messages": [' } }, { body: { text: 'hello' } }],
    expect: [{ is: 'error', status: [400], type: ['ValidationException', 'SerializationException'] }],
  }),
  about({
    slug: 's/err-missing-required',
    level: 'MUST',
    authority: 'observed',
    statement: 'A body without a member that is required is refused with 400 and ValidationException.',
    references: ['recorded in open-telemetry/opentelemetry-java-instrumentation'],
    axes: { operation: ['InvokeModel', 'InvokeModelWithResponseStream'] },
    live: 'free',
    requests: [{ drop: ['messages'] }],
    expect: [{ is: 'error', status: [400], type: ['ValidationException'] }],
  }),
  about({
    slug: 's/err-unknown-model',
    level: 'MUST',
    authority: 'observed',
    statement: 'An id that no model has is refused with 400, ValidationException and the words of the service.',
    references: ['GoogleCloudPlatform/kubectl-ai#515', 'recorded in Arize-ai/openinference'],
    needs: ['known-models'],
    axes: { operation: MODEL_OPERATIONS },
    live: 'free',
    requests: [{ model: { id: UNKNOWN_MODEL } }],
    expect: [
      {
        is: 'error',
        status: [400],
        type: ['ValidationException'],
        message: '^The provided model identifier is invalid\\.$',
      },
    ],
  }),
  about({
    slug: 's/err-pre-stream-plain',
    level: 'MUST',
    authority: 'normative',
    statement: 'What a stream operation refuses before its 200 is a plain JSON error, no event stream.',
    references: ['PT ModeledProtocolError', 'recorded in open-telemetry/opentelemetry-java-instrumentation'],
    needs: ['known-models'],
    axes: { operation: STREAMS },
    live: 'free',
    requests: [{ model: { id: UNKNOWN_MODEL } }],
    expect: [{ is: 'error' }, { is: 'header', name: 'content-type', matches: '^application/json$' }],
  }),
  about({
    slug: 's/err-throttle',
    level: 'MUST',
    authority: 'observed',
    statement: 'Throttling is 429, ThrottlingException, with the message of what is behind.',
    references: ['aws-samples/amazon-bedrock-client-for-mac#99'],
    needs: ['scripting'],
    axes: { operation: MODEL_OPERATIONS },
    live: 'doubles-only',
    stage: [{ name: 'throttled', error: { type: 'ThrottlingException', message: THROTTLED } }],
    expect: [
      { is: 'error', status: [429], type: ['ThrottlingException'], message: `^${THROTTLED.replace(/\./g, '\\.')}$` },
    ],
  }),
  about({
    slug: 's/never-5xx-property',
    level: 'MUST',
    authority: 'normative',
    statement: 'Whatever is sent, well signed: an answer comes, and never a 5xx.',
    references: ['PT malformed requests of restJson1', SERVICE_MODEL],
    live: 'doubles-only',
    requests: [{ generate: 'any-request', times: 100 }],
    expect: [{ is: 'no-server-error' }],
  }),
];
