/** Failures inside a stream, and what a server has to bear. */
import type { ProbeCase } from '../../server/request.ts';
import { MALFORMED_REQUESTS } from './malformed.ts';
import { about, SERVICE_MODEL, SMITHY_EVENT_STREAM, STREAMS } from './parts.ts';

const TEXT = 'The model runs into trouble right after this sentence.';
const MESSAGE = 'The system encountered an unexpected error during processing. Try your request again.';

/** What is behind speaks three events, and then fails. */
const BROKEN = [
  { name: 'broken', reply: TEXT, faults: [{ exception: 'modelStreamErrorException', event: 3, message: MESSAGE }] },
];

/** What both unions have; each is asked for by its name. */
const MEMBERS = [
  'modelStreamErrorException',
  'internalServerException',
  'validationException',
  'throttlingException',
  'serviceUnavailableException',
] as const;
const EACH_FAILURE = MEMBERS.map((exception) => ({
  name: exception,
  when: { prompt: exception },
  reply: TEXT,
  faults: [{ exception, event: 3, message: `This is ${exception}.` }],
}));
const CUT = [{ name: 'cut', reply: TEXT, faults: [{ cut: { event: 3 } }] }];

export const FAILURE_CASES: readonly ProbeCase[] = [
  about({
    slug: 's/x-exception-format',
    level: 'MUST',
    authority: 'normative',
    statement: 'A modelled failure inside a stream is a message of type exception, named as the member of the union.',
    references: [SMITHY_EVENT_STREAM, 'recorded in open-telemetry/opentelemetry-java-instrumentation'],
    needs: ['scripting'],
    axes: { operation: STREAMS },
    live: 'doubles-only',
    stage: BROKEN,
    expect: [{ is: 'exception', type: 'modelStreamErrorException', message: MESSAGE }],
  }),
  about({
    slug: 's/x-exception-members',
    level: 'MUST',
    authority: 'normative',
    statement: 'Each failure that is a member of both unions is told within a stream under the name of that member.',
    references: [SMITHY_EVENT_STREAM, SERVICE_MODEL],
    needs: ['scripting'],
    axes: { operation: STREAMS },
    live: 'doubles-only',
    stage: EACH_FAILURE,
    requests: MEMBERS.map((prompt) => ({ prompt })),
    expect: MEMBERS.map((type, of) => ({ is: 'exception', of, type, message: `This is ${type}.` })),
  }),
  about({
    slug: 's/x-terminal',
    level: 'MUST',
    authority: 'normative',
    statement: 'Nothing follows an exception but the end of the stream.',
    references: [SMITHY_EVENT_STREAM],
    needs: ['scripting'],
    axes: { operation: STREAMS },
    live: 'doubles-only',
    stage: BROKEN,
    expect: [{ is: 'nothing-after-exception' }],
  }),
  about({
    slug: 's/x-upstream-truncation',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A stream that breaks off behind the server does not end as if all were said.',
    references: ['floci-io/floci#2889', 'maximhq/bifrost#6681'],
    needs: ['scripting'],
    axes: { operation: STREAMS },
    live: 'doubles-only',
    stage: CUT,
    expect: [{ is: 'broken-off' }],
  }),
  about({
    slug: 's/x-no-fabrication',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'After a failure no stop reason and no usage is made up.',
    references: ['floci-io/floci#2889', 'BerriAI/litellm#32686'],
    operation: 'ConverseStream',
    needs: ['scripting'],
    live: 'doubles-only',
    stage: CUT,
    expect: [
      { is: 'no-event', type: 'messageStop' },
      { is: 'no-event', type: 'metadata' },
    ],
  }),
  about({
    slug: 's/r-client-abort',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'When a client goes away in the middle of a stream, what is behind is told.',
    references: ['strands-agents/harness-sdk#3224', 'BerriAI/litellm#36008'],
    needs: ['scripting'],
    axes: { operation: STREAMS },
    live: 'doubles-only',
    stage: [{ name: 'endless', reply: 'word '.repeat(400), timing: { tokensPerSecond: 20 } }],
    requests: [{ leaveAfterFrames: 1 }],
    expect: [{ is: 'client-gone-noticed' }],
  }),
  about({
    slug: 's/r-large-request',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'A body of eight megabytes, well below the limit of the service, is read and answered.',
    references: ['botocore service model: body max 25000000', 'langchain-ai/langchain-aws#419'],
    axes: { operation: ['InvokeModel', 'Converse'] },
    needs: ['scripting'],
    live: 'doubles-only',
    stage: [{ name: 'large', reply: 'Read.' }],
    requests: [{ prompt: '…', fill: 8_000_000 }],
    expect: [{ is: 'success' }],
  }),
  about({
    slug: 's/r-malformed-corpus',
    level: 'MUST',
    authority: 'normative',
    statement: 'Malformed requests of every kind get a 4xx: never a 5xx, never silence.',
    references: ['PT malformed requests of restJson1', SERVICE_MODEL],
    live: 'doubles-only',
    requests: MALFORMED_REQUESTS,
    expect: [{ is: 'client-error' }],
  }),
];
