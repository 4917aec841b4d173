/** What must hold for calls that follow each other: whatever came of one, the next is as good as the first. */
import fc from 'fast-check';
import type { Capability, ClientInput, ClientOperation, ClientVariant } from '../case.ts';
import {
  CLAUDE_ANSWER,
  claudeContents,
  CONVERSE_ANSWER,
  DIALECTS,
  type Dialect,
  exception,
  OPERATION_PATHS,
  refusal,
} from '../cases/client/parts.ts';
import type { ClientExpectation } from '../expectation.ts';
import type { JsonValue } from '../json.ts';
import type { FrameSpec, ScriptedAnswer } from '../script.ts';
import type { Property } from './property.ts';

/** What comes of a call. Positions are taken modulo the length of the stream, so that any number is one. */
export type Outcome =
  | { readonly is: 'well' }
  /** So many failures that pass, and then an answer. */
  | { readonly is: 'passing'; readonly failures: readonly Passing[] }
  | { readonly is: 'refused'; readonly status: 400 | 403 | 404 }
  /** An exception in place of this message. */
  | { readonly is: 'exception'; readonly at: number }
  /** The stream ends within this message, after so many of its bytes. */
  | { readonly is: 'truncated'; readonly at: number; readonly bytes: number; readonly ending: 'end' | 'cut' | 'reset' }
  | { readonly is: 'corrupt'; readonly at: number }
  /** Silence after two messages, and the caller leaves. */
  | { readonly is: 'stalled'; readonly how: 'abort' | 'break' }
  /** The caller leaves a stream that goes on. */
  | { readonly is: 'left'; readonly after: number; readonly how: 'abort' | 'break' };

export type Passing = 'throttled' | 'unavailable' | 'failed';

export interface Call {
  readonly operation: ClientOperation;
  readonly outcome: Outcome;
}

const operations = fc.constantFrom(...(Object.keys(OPERATION_PATHS) as ClientOperation[]));
const streams = fc.constantFrom(...DIALECTS.map(({ operation }) => operation));
const passing: fc.Arbitrary<Passing> = fc.constantFrom('throttled', 'unavailable', 'failed');
const how = fc.constantFrom('abort' as const, 'break' as const);
const at = fc.nat(8);

const ofAny: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ is: 'well' } as const) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('refused' as const), status: fc.constantFrom(400, 403, 404) }) },
);
const ofStreams: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ is: fc.constant('exception' as const), at }),
  fc.record({
    is: fc.constant('truncated' as const),
    at,
    bytes: fc.integer({ min: 1, max: 80 }),
    ending: fc.constantFrom('end', 'cut', 'reset'),
  }),
  fc.record({ is: fc.constant('corrupt' as const), at }),
  fc.record({ is: fc.constant('stalled' as const), how }),
  fc.record({ is: fc.constant('left' as const), after: fc.integer({ min: 1, max: 4 }), how }),
);
const last = fc.record({ operation: operations, outcome: fc.constant({ is: 'well' } as const) });

const sessions: fc.Arbitrary<readonly Call[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 1, arbitrary: fc.record({ operation: operations, outcome: ofAny }) },
        { weight: 3, arbitrary: fc.record({ operation: streams, outcome: ofStreams }) },
      ),
      { minLength: 1, maxLength: 6 },
    ),
    last,
  )
  .map(([calls, end]) => [...calls, end]);

export const FAULTS: Property<readonly Call[]> = {
  slug: 'session/faults-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Whatever came of the calls before, a call gets its own answer, all of it and nothing else.',
  references: ['RFC 9112, section 9.3', 'https://smithy.io/2.0/aws/amazon-eventstream.html'],
  needs: ['session'],
  session: true,
  values: sessions,
  variants: (calls) => calls.map((call, index) => variantOf(call, { index, of: calls.length })),
};

export const ATTEMPTS: Property<readonly Call[]> = {
  slug: 'session/attempts-property',
  level: 'SHOULD',
  authority: 'normative',
  statement: 'Each call has all its attempts, however many the calls before it needed.',
  references: ['https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html'],
  needs: ['session', 'max-attempts'],
  share: 0.2,
  session: true,
  values: fc.array(
    fc.record({
      operation: operations,
      outcome: fc.record({
        is: fc.constant('passing' as const),
        failures: fc.array(passing, { minLength: 0, maxLength: 1 }),
      }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  settings: () => ({ maxAttempts: 2 }),
  variants: (calls) => calls.map((call, index) => variantOf(call, { index, of: calls.length })),
};

interface Place {
  readonly index: number;
  readonly of: number;
}

/** One for each call of the longest session, without a colon, so that whoever encodes paths wrongly fails elsewhere. */
const MODELS = ['sonnet-4-6', 'opus-4-6-v1', 'opus-4-7', 'opus-4-8', 'sonnet-5', 'opus-5', 'haiku-5-5'];

/** No call's text is part of another's. */
const wordsOf = (index: number): string => `These are the words of call ${index + 1}.`;
const questionOf = (index: number): string => `What is said in call ${index + 1}?`;

function variantOf({ operation, outcome }: Call, place: Place): ClientVariant {
  const { answers, expect, cancel, needs = [] } = playOf(outcome, { operation, words: wordsOf(place.index) });
  const others = Array.from({ length: place.of }, (_, index) => index).filter((index) => index !== place.index);
  return {
    operation,
    input: inputOf(operation, place.index),
    script: { answers },
    needs,
    ...(cancel && { settings: { cancel } }),
    expect: [
      ...expect,
      asked(operation, questionOf(place.index)),
      ...others.map((index) => ({ is: 'not-delivered', text: wordsOf(index) }) as const),
    ],
  };
}

function inputOf(operation: ClientOperation, index: number): ClientInput {
  const modelId = `us.anthropic.claude-${MODELS[index] ?? ''}`;
  const question = questionOf(index);
  if (operation.startsWith('Converse')) return { modelId, messages: [{ role: 'user', content: [{ text: question }] }] };
  const messages = [{ role: 'user', content: question }];
  return { modelId, body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 64, messages } };
}

function asked(operation: ClientOperation, question: string): ClientExpectation {
  return operation.startsWith('Converse')
    ? { is: 'sent', path: 'messages[0].content[0].text', oneOf: [question] }
    : { is: 'sent', path: 'messages[0].content', oneOf: claudeContents(question) };
}

/** What the stage does, and what of it may be seen. */
interface Play {
  readonly answers: readonly ScriptedAnswer[];
  readonly expect: readonly ClientExpectation[];
  readonly cancel?: { readonly afterEvents: number; readonly how: 'abort' | 'break' };
  readonly needs?: readonly Capability[];
}

interface Saying {
  readonly operation: ClientOperation;
  readonly words: string;
}

type Plays = {
  readonly [Is in Outcome['is']]: (outcome: Extract<Outcome, { is: Is }>, saying: Saying) => Play;
};

const ONCE: ClientExpectation = { is: 'requests', min: 1, max: 1 };

const PLAYS: Plays = {
  well: (_, saying) => ({ answers: [answerOf(saying)], expect: [...said(saying), ONCE] }),
  passing: ({ failures }, saying) => ({
    answers: [...failures.map((failure) => FAILURES[failure]), answerOf(saying)],
    expect: [...said(saying), { is: 'requests', min: failures.length + 1, max: failures.length + 1 }],
  }),
  refused: ({ status }, { words }) => ({
    answers: [refusal(REFUSALS[status], status, words)],
    expect: [{ is: 'error', status, message: words }, ONCE],
  }),
  exception: ({ at: place }, saying) => ({
    answers: [
      {
        frames: [...before(saying, place), exception('modelStreamErrorException', { json: { message: saying.words } })],
      },
    ],
    expect: [{ is: 'error', message: saying.words }],
  }),
  // Some clients pass over what is left at the end of a stream, which is not what this is about.
  truncated: ({ at: place, bytes, ending }, saying) => ({
    answers: [{ frames: framesOf(saying), upTo: { frames: before(saying, place).length, bytes }, ending }],
    expect: [{ is: 'no-stop-reason' }],
  }),
  corrupt: ({ at: place }, saying) => ({
    answers: [{ frames: spoilt(framesOf(saying), before(saying, place).length) }],
    expect: [{ is: 'error' }],
  }),
  stalled: ({ how: means }, saying) => ({
    answers: [{ frames: framesOf(saying), upTo: { frames: 3 }, ending: 'stall' }],
    expect: [{ is: 'no-stop-reason' }],
    cancel: { afterEvents: 2, how: means },
    needs: [means],
  }),
  left: ({ after, how: means }, saying) => ({
    answers: [{ frames: framesOf(saying) }],
    expect: [],
    cancel: { afterEvents: after, how: means },
    needs: [means],
  }),
};

function playOf(outcome: Outcome, saying: Saying): Play {
  const play = PLAYS[outcome.is] as (outcome: Outcome, saying: Saying) => Play;
  return play(outcome, saying);
}

const REFUSALS = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
} as const;

const FAILURES: Readonly<Record<Passing, ScriptedAnswer>> = {
  throttled: refusal('ThrottlingException', 429, 'Too many requests.'),
  unavailable: refusal('ServiceUnavailableException', 503, 'Unavailable.'),
  failed: refusal('InternalServerException', 500, 'Try again.'),
};

function answerOf(saying: Saying): ScriptedAnswer {
  const content = [{ text: saying.words }];
  if (saying.operation === 'Converse')
    return { body: { json: { ...CONVERSE_ANSWER, output: { message: { role: 'assistant', content } } } } };
  if (saying.operation === 'InvokeModel') return { body: { json: claudeAnswer(saying.words) } };
  return { frames: framesOf(saying) };
}

const claudeAnswer = (words: string): JsonValue => ({ ...CLAUDE_ANSWER, content: [{ type: 'text', text: words }] });

function said({ operation, words }: Saying): ClientExpectation[] {
  if (operation !== 'InvokeModel') return [{ is: 'success' }, { is: 'text', equals: words }];
  return [{ is: 'success' }, { is: 'delivered', text: words }];
}

/** The words in two pieces, so that one may come and the other not. */
function framesOf({ operation, words }: Saying): FrameSpec[] {
  const { text, stream } = DIALECTS.find((dialect) => dialect.operation === operation) as Dialect;
  return stream(text(words.slice(0, 10)), text(words.slice(10)));
}

/** The messages before a place at which the message has not come to its end. */
function before(saying: Saying, place: number): FrameSpec[] {
  const frames = framesOf(saying);
  return frames.slice(0, place % (frames.length - 2));
}

function spoilt(frames: readonly FrameSpec[], at: number): FrameSpec[] {
  return frames.map((frame, index) => (index === at ? { ...frame, damage: [{ checksum: 'message' }] } : frame));
}
