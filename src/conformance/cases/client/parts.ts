/** What the cases are made of: inputs, messages of streams, whole answers. */
import type { ClientCase, ClientInput, ClientOperation, ClientVariant } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import type { JsonValue } from '../../json.ts';
import type { FrameSpec, HeaderSpec, PayloadSpec, ScriptedAnswer } from '../../script.ts';

/** Without a colon, so that whoever encodes paths wrongly fails where that is the question, and only there. */
export const MODEL = 'us.anthropic.claude-sonnet-4-6';
export const REQUEST_ID = '7e57c0de-0000-4000-8000-70ec857011e0';

/** What is sent and asked for in every case that is about something else. */
export const CONVERSE: ClientInput = {
  modelId: MODEL,
  messages: [{ role: 'user', content: [{ text: 'Say hello.' }] }],
};
export const INVOKE: ClientInput = {
  modelId: MODEL,
  body: {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Say hello.' }],
  },
};
export const INPUTS: Readonly<Record<ClientOperation, ClientInput>> = {
  Converse: CONVERSE,
  ConverseStream: CONVERSE,
  InvokeModel: INVOKE,
  InvokeModelWithResponseStream: INVOKE,
};

export const string = (name: string, value: string): HeaderSpec => ({ name, type: 'string', value });

export function eventHeaders(type: string): HeaderSpec[] {
  return [string(':event-type', type), string(':content-type', 'application/json'), string(':message-type', 'event')];
}

export function event(type: string, json: JsonValue): FrameSpec {
  return { headers: eventHeaders(type), payload: { json } };
}

export function exception(type: string, payload: PayloadSpec): FrameSpec {
  const headers = [
    string(':exception-type', type),
    string(':content-type', 'application/json'),
    string(':message-type', 'exception'),
  ];
  return { headers, payload };
}

export const messageStart = event('messageStart', { role: 'assistant' });
export const text = (piece: string, contentBlockIndex = 0): FrameSpec =>
  event('contentBlockDelta', { contentBlockIndex, delta: { text: piece } });
export const toolStart = (name: string, contentBlockIndex = 0): FrameSpec =>
  event('contentBlockStart', {
    contentBlockIndex,
    start: { toolUse: { toolUseId: `tooluse_${contentBlockIndex}`, name } },
  });
export const toolInput = (input: string, contentBlockIndex = 0): FrameSpec =>
  event('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } });
export const blockStop = (contentBlockIndex = 0): FrameSpec => event('contentBlockStop', { contentBlockIndex });
export const messageStop = (stopReason = 'end_turn'): FrameSpec => event('messageStop', { stopReason });
export const USAGE = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };
export const metadata = event('metadata', { usage: USAGE, metrics: { latencyMs: 321 } });

/** A message of ConverseStream around its blocks. */
export function converse(...blocks: readonly FrameSpec[]): FrameSpec[] {
  return [messageStart, ...blocks, messageStop(), metadata];
}

/** A piece of a model's own stream, inside InvokeModelWithResponseStream. */
export function chunk(json: JsonValue): FrameSpec {
  return event('chunk', { bytes: Buffer.from(JSON.stringify(json)).toString('base64') });
}

export const claudeText = (piece: string, index = 0): FrameSpec =>
  chunk({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: piece } });

const CLAUDE_START = [
  chunk({
    type: 'message_start',
    message: {
      id: 'msg_bdrk_01Touchstone',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 11, output_tokens: 1 },
    },
  }),
  chunk({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
];
const CLAUDE_END = [
  chunk({ type: 'content_block_stop', index: 0 }),
  chunk({
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 7 },
  }),
  chunk({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 11,
      outputTokenCount: 7,
      invocationLatency: 321,
      firstByteLatency: 123,
    },
  }),
];

/** Claude's own stream of one block of text; what is inside the block is given. */
export function claude(...inside: readonly FrameSpec[]): FrameSpec[] {
  return [...CLAUDE_START, ...inside, ...CLAUDE_END];
}

/** A text alone in a message to Claude, as it may be written: short, or as a block. */
export function claudeContents(text: string): JsonValue[] {
  return [text, [{ type: 'text', text }]];
}

/** How either stream says the same. */
export interface Dialect {
  readonly operation: 'ConverseStream' | 'InvokeModelWithResponseStream';
  readonly text: (piece: string) => FrameSpec;
  /** A whole stream with these messages in its block of text. */
  readonly stream: (...inside: readonly FrameSpec[]) => FrameSpec[];
  /** How many messages come before those in the block. */
  readonly before: number;
}

export const DIALECTS: readonly Dialect[] = [
  {
    operation: 'ConverseStream',
    text,
    stream: (...inside) => converse(...inside, blockStop()),
    before: 1,
  },
  { operation: 'InvokeModelWithResponseStream', text: claudeText, stream: claude, before: CLAUDE_START.length },
];

type Part = Omit<ClientVariant, 'operation' | 'input' | 'script'> & Partial<Pick<ClientVariant, 'input'>>;

/** The same in both streams. */
export function inBothStreams(answer: (dialect: Dialect) => ScriptedAnswer, rest: Part): ClientVariant[] {
  return DIALECTS.map((dialect) => streamVariant(dialect, [answer(dialect)], rest));
}

export function streamVariant({ operation }: Dialect, answers: readonly ScriptedAnswer[], rest: Part): ClientVariant {
  return { operation, input: INPUTS[operation], script: { answers }, ...rest };
}

export function converseStream(frames: readonly FrameSpec[], rest: Part): ClientVariant {
  return { operation: 'ConverseStream', input: CONVERSE, script: { answers: [{ frames }] }, ...rest };
}

export function claudeStream(frames: readonly FrameSpec[], rest: Part): ClientVariant {
  return { operation: 'InvokeModelWithResponseStream', input: INVOKE, script: { answers: [{ frames }] }, ...rest };
}

export const SAID = 'Hello, world';
/** Two pieces of the text of all cases that are about something else. */
export const hello = ({ text: say, stream }: Dialect): FrameSpec[] => stream(say('Hello'), say(', world'));
export const SAYS_HELLO: readonly ClientExpectation[] = [{ is: 'success' }, { is: 'text', equals: SAID }];

/** The answer of Converse to everything. */
export const CONVERSE_ANSWER = {
  output: { message: { role: 'assistant', content: [{ text: SAID }] } },
  stopReason: 'end_turn',
  usage: USAGE,
  metrics: { latencyMs: 321 },
};
export const CLAUDE_ANSWER = {
  id: 'msg_bdrk_01Touchstone',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-6',
  content: [{ type: 'text', text: SAID }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 11, output_tokens: 7 },
};

const CONVERSE_DIALECT = DIALECTS[0] as Dialect;
const CLAUDE_DIALECT = DIALECTS[1] as Dialect;

/** A success of each operation. */
export const SUCCESSES: Readonly<Record<ClientOperation, ScriptedAnswer>> = {
  Converse: { body: { json: CONVERSE_ANSWER } },
  ConverseStream: { frames: hello(CONVERSE_DIALECT) },
  InvokeModel: { body: { json: CLAUDE_ANSWER } },
  InvokeModelWithResponseStream: { frames: hello(CLAUDE_DIALECT) },
};

export const OPERATION_PATHS: Readonly<Record<ClientOperation, string>> = {
  Converse: 'converse',
  ConverseStream: 'converse-stream',
  InvokeModel: 'invoke',
  InvokeModelWithResponseStream: 'invoke-with-response-stream',
};

/** One operation with its success, or with what is given in its place. */
export function calling(operation: ClientOperation, rest: Partial<ClientVariant> & Pick<ClientVariant, 'expect'>) {
  const variant: ClientVariant = {
    operation,
    input: INPUTS[operation],
    script: { answers: [SUCCESSES[operation]] },
    ...rest,
  };
  return variant;
}

/** Each of the four operations. */
export function callingAll(rest: (operation: ClientOperation) => Part): ClientVariant[] {
  return (Object.keys(INPUTS) as ClientOperation[]).map((operation) => calling(operation, rest(operation)));
}

/** An error in place of an answer, as the service sends it. */
export function refusal(type: string, status: number, message: string): ScriptedAnswer {
  return {
    status,
    headers: { 'x-amzn-ErrorType': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
    body: { json: { message } },
  };
}

/** A case without what nearly all have in common. */
export type Draft<Case> = Omit<Case, 'subject' | 'revision'> & { readonly revision?: number };

/** The same as an invocation, for clients that have no Converse: where the body is not what the case is about. */
export function orInvoking<Case extends Draft<ClientCase>>(draft: Case): Case {
  return { ...draft, variants: draft.variants.flatMap((variant) => [variant, ...asInvocation(variant)]) };
}

function asInvocation({ operation, input, script, ...rest }: ClientVariant): ClientVariant[] {
  if (operation !== 'Converse' || input['messages'] !== CONVERSE['messages']) return [];
  const answers = (script?.answers ?? []).map(inOtherWords);
  return [
    {
      ...rest,
      operation: 'InvokeModel',
      input: { ...INVOKE, modelId: input.modelId },
      script: { answers },
      unless: 'Converse',
    },
  ];
}

function inOtherWords(answer: ScriptedAnswer): ScriptedAnswer {
  return answer.body === SUCCESSES.Converse.body ? { ...answer, ...SUCCESSES.InvokeModel } : answer;
}
