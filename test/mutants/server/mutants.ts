/** Servers with one defect each, and the cases that find it. */
import { encodeFrame } from '../../../src/conformance/frames.ts';
import type { HeaderSpec } from '../../../src/conformance/script.ts';
import type { Frame, Mutant } from './mutant.ts';
import { frame } from './proxy.ts';
import { event, isStream, json, type Members, replaced, statusFor, without } from './spoil.ts';

const CONVERSE = ['converse'];

const string = (name: string, value: string): HeaderSpec => ({ name, type: 'string', value });
const headersOf = ({ type, exception }: Frame): HeaderSpec[] => [
  string(exception ? ':exception-type' : ':event-type', type),
  string(':content-type', 'application/json'),
  string(':message-type', exception ? 'exception' : 'event'),
];
const rebuilt = (given: Frame, headers: readonly HeaderSpec[]) => [
  encodeFrame({ headers, payload: { json: given.json as never } }),
];
const has = (text: string, header: string) => (headers: readonly string[]) =>
  headers.some((value, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === header && value.includes(text));

const TRANSPORT: readonly Mutant[] = [
  {
    name: 'route-renamed',
    about: 'calls the path of InvokeModelWithResponseStream /invoke-stream',
    breaks: [],
    reply: ({ operation }) => (operation === 'invoke-with-response-stream' ? unknown() : undefined),
  },
  {
    name: 'colon-wants-escape',
    about: 'takes a model id only with its colon escaped',
    breaks: [],
    reply: ({ target }) => (/\/model\/[^/]*:/.test(target) ? notFound() : undefined),
  },
  {
    name: 'slash-decoded-early',
    about: 'decodes %2F before it looks for the route',
    breaks: [],
    target: (target) => target.replaceAll('%2F', '/'),
  },
  {
    name: 'chunked-unfinished',
    about: 'closes the connection of HTTP/1.1 instead of ending the chunks',
    breaks: [],
    cutsAtEnd: true,
  },
  {
    name: 'no-invoke-over-http2',
    about: 'answers HTTP/2 with 505 where the operation is InvokeModel',
    breaks: [],
    http: 'http2',
    refusesHeaders: (headers) => (headers[':path']?.endsWith('/invoke') ? 505 : undefined),
  },
  {
    name: 'no-h2c',
    about: 'speaks HTTP/1.1 alone on its port without TLS',
    breaks: [],
  },
  {
    name: 'unknown-path-plausible',
    about: 'answers any path with a plausible message',
    breaks: [],
    reply: ({ target }) =>
      /\/v1\/|transmogrify/.test(target) ? { status: 200, body: '{"type":"message"}' } : undefined,
  },
  {
    name: 'any-method',
    about: 'takes every method for POST',
    breaks: [],
    reply: ({ method, target }) =>
      method !== 'POST' && target.includes('/model/') ? { status: 200, body: '{}' } : undefined,
  },
  {
    name: 'answers-crossed',
    about: 'gives a request the answer to the one before, where they come together',
    breaks: [],
    body: (() => {
      let last = '';
      return (text: string) => {
        const crossed = text.includes('The word is') && last !== '' ? last : text;
        last = text.includes('The word is') ? text : last;
        return crossed;
      };
    })(),
  },
];

const AUTH: readonly Mutant[] = [
  {
    name: 'auth-optional',
    about: 'verifies a signature only if there is one',
    breaks: [],
    forgives: (refusal) => refusal.includes('header is missing'),
  },
  {
    name: 'any-signature',
    about: 'looks at the key and not at the signature',
    breaks: [],
    forgives: (refusal) => refusal.includes('does not match'),
  },
  {
    name: 'any-key',
    about: 'accepts keys it does not know',
    breaks: [],
    forgives: (refusal) => refusal.includes('security token'),
  },
  {
    name: 'never-expires',
    about: 'does not look how old a signature is',
    breaks: [],
    forgives: (refusal) => refusal.includes('Signature expired'),
  },
  {
    name: 'from-the-future',
    about: 'does not look whether a signature is dated ahead',
    breaks: [],
    forgives: (refusal) => refusal.includes('not yet current'),
  },
  {
    name: 'any-service',
    about: 'accepts signatures for other services',
    breaks: [],
    forgives: (refusal) => refusal.includes('correct service'),
  },
  {
    name: 'any-region',
    about: 'accepts signatures for other regions',
    breaks: [],
    double: { regions: ['us-east-1', 'sa-east-1'] },
  },
  {
    name: 'body-unsigned',
    about: 'takes the hash of the body on trust',
    breaks: [],
    forgives: (refusal, { body }) => refusal.includes('does not match') && body.includes('hallo'),
  },
  {
    name: 'path-unsigned',
    about: 'leaves the path out of the signature',
    breaks: [],
    forgives: (refusal, { target }) => refusal.includes('does not match') && target.includes('%20/'),
  },
  {
    name: 'every-header-signed',
    about: 'wants every header signed, those of proxies included',
    breaks: [],
    reply: ({ headers }) => (has('192.0.2.1', 'x-forwarded-for')(headers) ? forbidden() : undefined),
  },
  {
    name: 'authority-unknown',
    about: 'does not know that :authority can be signed',
    breaks: [],
    http: 'http2',
    refusesHeaders: ({ authorization }) => (authorization?.includes('SignedHeaders=:authority') ? 403 : undefined),
  },
  {
    name: 'no-session-tokens',
    about: 'refuses keys with a session token',
    breaks: [],
    reply: ({ headers }) => (has('', 'x-amz-security-token')(headers) ? forbidden() : undefined),
  },
  {
    name: 'any-bearer',
    about: 'accepts any bearer token',
    breaks: [],
    forgives: (_, { headers }) => has('Bearer', 'authorization')(headers),
  },
  {
    name: 'no-bearer',
    about: 'refuses every bearer token',
    breaks: [],
    reply: ({ headers }) => (has('Bearer', 'authorization')(headers) ? forbidden() : undefined),
  },
  {
    name: 'auth-401',
    about: 'refuses a missing signature with 401',
    breaks: [],
    head: (head, { headers }) => (has('', 'authorization')(headers) ? head : statusFor(403, 401)(head)),
  },
];

const UNARY: readonly Mutant[] = [
  {
    name: 'latency-float',
    about: 'gives latencyMs as a fraction',
    breaks: [],
    body: json(CONVERSE, (body) => ({ ...body, metrics: { latencyMs: 12.5 } })),
  },
  {
    name: 'stop-reason-of-another-api',
    about: 'says stop where Converse says end_turn',
    breaks: [],
    body: json(CONVERSE, (body) => ({ ...body, stopReason: 'stop' })),
  },
  {
    name: 'charset',
    about: 'adds a charset to application/json',
    breaks: [],
    head: replaced(
      'content-type',
      'application/json; charset=utf-8',
      ({ status }, context) => status === 200 && !isStream(context),
    ),
  },
  { name: 'no-request-id', about: 'sends no x-amzn-RequestId', breaks: [], head: without('x-amzn-requestid') },
  {
    name: 'same-request-id',
    about: 'sends the same x-amzn-RequestId every time',
    breaks: [],
    head: replaced('x-amzn-requestid', '8503fcf9-0432-4770-bcc2-051285b71062'),
  },
  {
    name: 'error-without-request-id',
    about: 'leaves x-amzn-RequestId out of errors',
    breaks: [],
    head: (head) => (head.status >= 400 ? without('x-amzn-requestid')(head) : head),
  },
  {
    name: 'invoke-as-converse',
    about: 'answers InvokeModel in the shape of Converse',
    breaks: [],
    body: json(['invoke'], ({ content }) => ({ output: { message: { content } }, stopReason: 'end_turn', usage: {} })),
  },
  {
    name: 'tokens-as-text',
    about: 'gives the count of CountTokens as a text',
    breaks: [],
    body: json(['count-tokens'], ({ inputTokens }) => ({ inputTokens: String(inputTokens) })),
  },
  {
    name: 'guardrail-without-outputs',
    about: 'leaves outputs out of ApplyGuardrail where there are none',
    breaks: [],
    body: json(['apply'], ({ outputs: _, ...others }) => others),
  },
  {
    name: 'strict-members',
    about: 'refuses members it does not know',
    breaks: [],
    reply: ({ body }) => (body.includes('notOfThisYear') ? invalid() : undefined),
  },
];

const ERRORS: readonly Mutant[] = [
  {
    name: 'untyped-errors',
    about: 'sends no x-amzn-errortype with 400',
    breaks: [],
    head: (head) => (head.status === 400 ? without('x-amzn-errortype')(head) : head),
  },
  {
    name: 'errors-in-text',
    about: 'sends errors with 400 as plain text',
    breaks: [],
    body: (text, { status }) => (status === 400 ? 'Something went wrong.' : text),
  },
  {
    name: 'timeout-504',
    about: 'has 504 for ModelTimeoutException',
    breaks: [],
    head: statusFor(408, 504),
  },
  {
    name: 'quota-429',
    about: 'has 429 for ServiceQuotaExceededException',
    breaks: [],
    head: statusFor(400, 429, 'ServiceQuotaExceededException'),
  },
  {
    name: 'malformed-json-500',
    about: 'fails with 500 over JSON that is none',
    breaks: [],
    reply: ({ body }) => (body.toString() === 'hello' ? failed() : undefined),
  },
  {
    name: 'empty-messages',
    about: 'does not miss the messages of an invocation',
    breaks: [],
    reply: ({ body, operation }) =>
      operation.startsWith('invoke') && body.includes('anthropic_version') && !body.includes('"messages"')
        ? { status: 200, body: '{}', headers: ID }
        : undefined,
  },
  {
    name: 'unknown-model-404',
    about: 'has 404 for an id no model has',
    breaks: [],
    head: (head, { target }) => (target.includes('does-not-exist') ? statusFor(400, 404)(head) : head),
  },
  {
    name: 'unknown-model-wording',
    about: 'has its own words for an id no model has',
    breaks: [],
    body: (text) => text.replace('The provided model identifier is invalid.', 'Model not found'),
  },
  {
    name: 'refusal-as-stream',
    about: 'refuses a stream with 200 and an exception inside',
    breaks: [],
    reply: (context) =>
      isStream(context) && context.target.includes('does-not-exist')
        ? { status: 200, headers: STREAM, body: '' }
        : undefined,
  },
  {
    name: 'throttle-503',
    about: 'throttles with 503',
    breaks: [],
    head: statusFor(429, 503, 'ThrottlingException'),
  },
  {
    name: 'throttle-wording',
    about: 'replaces the message of a throttling',
    breaks: [],
    body: (text) => text.replace('Too many requests, please wait before trying again.', 'Slow down.'),
  },
  {
    name: 'content-type-500',
    about: 'fails with 500 over a content type it does not expect',
    breaks: [],
    reply: ({ headers }) => (has('text/plain', 'content-type')(headers) ? failed() : undefined),
  },
  {
    name: 'silent-about-methods',
    about: 'hangs up on PATCH and GET',
    breaks: [],
    reply: ({ method, target }) =>
      method === 'PATCH' || (method === 'GET' && target.includes('/model/')) ? 'hang up' : undefined,
  },
];

const FRAMING: readonly Mutant[] = [
  {
    name: 'octet-stream',
    about: 'calls a stream application/octet-stream',
    breaks: [],
    head: replaced(
      'content-type',
      'application/octet-stream',
      ({ status }, context) => status === 200 && isStream(context),
    ),
  },
  {
    name: 'message-crc',
    about: 'has a wrong checksum on the last event of Converse',
    breaks: [],
    frame: (given) => (given.type === 'metadata' ? [flipped(given.bytes)] : [given.bytes]),
  },
  {
    name: 'prelude-crc',
    about: 'has a wrong checksum of the prelude in chunks',
    breaks: [],
    frame: (given) =>
      given.type === 'chunk'
        ? [
            encodeFrame({
              headers: headersOf(given),
              payload: { json: given.json as never },
              damage: [{ checksum: 'prelude' }],
            }),
          ]
        : [given.bytes],
  },
  {
    name: 'newline-after',
    about: 'puts a newline after the last message',
    breaks: [],
    atEnd: () => [Buffer.from('\n')],
  },
  {
    name: 'no-message-type',
    about: 'leaves :message-type out of chunks',
    breaks: [],
    frame: (given) => (given.type === 'chunk' ? rebuilt(given, headersOf(given).slice(0, 2)) : [given.bytes]),
  },
  {
    name: 'no-event-type',
    about: 'leaves :event-type out of chunks',
    breaks: [],
    frame: (given) => (given.type === 'chunk' ? rebuilt(given, headersOf(given).slice(1)) : [given.bytes]),
  },
  {
    name: 'header-twice',
    about: 'sends :content-type twice',
    breaks: [],
    frame: (given) => rebuilt(given, [...headersOf(given), string(':content-type', 'application/json')]),
  },
  {
    name: 'headers-as-bytes',
    about: 'writes the values of headers as byte arrays, type 6',
    breaks: [],
    frame: (given) =>
      rebuilt(
        given,
        headersOf(given).map(({ name, value }) =>
          name === ':content-type'
            ? { name, type: 'bytes', value: Buffer.from(String(value)).toString('base64') }
            : string(name, String(value)),
        ),
      ),
  },
  {
    name: 'payload-wrapped',
    about: 'puts the name of the event around its members',
    breaks: [],
    frame: (given) => (given.exception ? [given.bytes] : [frame(given.type, { [given.type]: given.json })]),
  },
  {
    name: 'chunk-in-the-clear',
    about: 'puts the model’s JSON into chunks as it stands',
    breaks: [],
    frame: event('chunk', ({ bytes }) => JSON.parse(Buffer.from(String(bytes), 'base64').toString()) as Members),
  },
  {
    name: 'chunk-base64url',
    about: 'writes chunks in base64 for URLs, without padding',
    breaks: [],
    frame: event('chunk', ({ bytes }) => ({ bytes: `${Buffer.from(String(bytes), 'base64').toString('base64url')}_` })),
  },
  {
    name: 'sse-on-request',
    about: 'sends server-sent events to who accepts them',
    breaks: [],
    reply: ({ headers }) =>
      has('text/event-stream', 'accept')(headers)
        ? { status: 200, headers: { ...ID, 'Content-Type': 'text/event-stream' }, body: 'data: {}\n\n' }
        : undefined,
  },
  { name: 'gathers', about: 'sends a stream when it has all of it', breaks: [], gathers: true },
  {
    name: 'no-bedrock-content-type',
    about: 'does not tell the type of the chunks',
    breaks: [],
    head: without('x-amzn-bedrock-content-type'),
  },
  {
    name: 'too-large',
    about: 'sends a message of more than 24 MiB',
    breaks: [],
    frame: (given) =>
      given.type === 'contentBlockStop' && given.index > 1_000
        ? [frame(given.type, { ...given.json, p: 'x'.repeat(25_165_824) })]
        : [given.bytes],
  },
  {
    name: 'half-characters',
    about: 'cuts text by UTF-16 units and not by characters',
    breaks: [],
    frame: (given) => {
      const { delta } = given.json as { delta?: { text?: string } };
      const at = delta?.text?.search(/[\ud800-\udbff]/) ?? -1;
      if (at < 0) return [given.bytes];
      const parts = [delta!.text!.slice(0, at + 1), delta!.text!.slice(at + 1)];
      return parts.map((text) => frame(given.type, { ...given.json, delta: { text } }));
    },
  },
];

const GRAMMAR: readonly Mutant[] = [
  {
    name: 'metadata-before-stop',
    about: 'sends metadata before messageStop',
    breaks: [],
    frame: (given, { state }) => {
      if (given.type === 'messageStop') {
        state['stop'] = given.bytes;
        return [];
      }
      return given.type === 'metadata' ? [given.bytes, state['stop'] as Buffer] : [given.bytes];
    },
  },
  {
    name: 'ping',
    about: 'sends an event that Converse does not have',
    breaks: [],
    frame: (given) => (given.type === 'messageStart' ? [given.bytes, frame('ping', { p: 'ab' })] : [given.bytes]),
  },
  {
    name: 'start-twice',
    about: 'sends messageStart again after the first block',
    breaks: [],
    frame: (given, { state }) => {
      if (given.type !== 'contentBlockStop' || state['again']) return [given.bytes];
      state['again'] = true;
      return [given.bytes, frame('messageStart', { role: 'assistant' })];
    },
  },
  {
    name: 'no-block-stop',
    about: 'leaves contentBlockStop out',
    breaks: [],
    frame: event('contentBlockStop', () => undefined),
  },
  {
    name: 'index-zero',
    about: 'counts every block 0',
    breaks: [],
    frame: (given) =>
      'contentBlockIndex' in given.json ? [frame(given.type, { ...given.json, contentBlockIndex: 0 })] : [given.bytes],
  },
  {
    name: 'index-from-one',
    about: 'counts blocks from 1',
    breaks: [],
    frame: (given) =>
      'contentBlockIndex' in given.json
        ? [frame(given.type, { ...given.json, contentBlockIndex: Number(given.json['contentBlockIndex']) + 1 })]
        : [given.bytes],
  },
  {
    name: 'no-tool-start',
    about: 'begins a tool use with its input',
    breaks: [],
    frame: event('contentBlockStart', () => undefined),
  },
  {
    name: 'tool-without-id',
    about: 'leaves toolUseId out',
    breaks: [],
    frame: event('contentBlockStart', (members) => ({ ...members, start: { toolUse: { name: 'get_weather' } } })),
  },
  {
    name: 'tool-input-cut',
    about: 'loses the last piece of a tool’s input',
    breaks: [],
    frame: (given, { state }) => {
      const input = (given.json['delta'] as { toolUse?: { input: string } } | undefined)?.toolUse?.input;
      if (input === undefined && given.type !== 'contentBlockStop') return [given.bytes];
      const held = state['held'] as Buffer | undefined;
      state['held'] = input === undefined ? undefined : given.bytes;
      return input === undefined ? [given.bytes] : held ? [held] : [];
    },
  },
  {
    name: 'stop-reason-foreign',
    about: 'ends a stream with the stop reason of another API',
    breaks: [],
    frame: event('messageStop', (members) => ({ ...members, stopReason: 'stop' })),
  },
  {
    name: 'stop-reason-absent',
    about: 'ends a stream without a stop reason',
    breaks: [],
    frame: event('messageStop', ({ p }) => ({ p })),
  },
  {
    name: 'usage-as-text',
    about: 'counts tokens of a stream in text',
    breaks: [],
    frame: event('metadata', (members) => ({
      ...members,
      usage: { inputTokens: '21', outputTokens: '34', totalTokens: '55' },
    })),
  },
  {
    name: 'total-forgets-output',
    about: 'gives the input tokens as the total',
    breaks: [],
    frame: event('metadata', (members) => {
      const usage = members['usage'] as Members;
      return { ...members, usage: { ...usage, totalTokens: usage['inputTokens'] } };
    }),
  },
  {
    name: 'no-metadata-at-max-tokens',
    about: 'ends a stream cut short by maxTokens without metadata',
    breaks: [],
    frame: (given, { state }) => {
      if (given.type === 'messageStop') state['short'] = given.json['stopReason'] === 'max_tokens';
      return given.type === 'metadata' && state['short'] ? [] : [given.bytes];
    },
  },
  {
    name: 'max-tokens-as-end-turn',
    about: 'calls it end_turn where maxTokens cut short',
    breaks: [],
    frame: event('messageStop', (members) => ({
      ...members,
      stopReason: members['stopReason'] === 'max_tokens' ? 'end_turn' : members['stopReason'],
    })),
  },
  {
    name: 'piece-lost',
    about: 'loses a piece of text of a stream',
    breaks: [],
    frame: event('contentBlockDelta', (members) => {
      const text = (members['delta'] as { text?: string }).text;
      return text?.includes('look') ? undefined : members;
    }),
  },
];

const FAILURE: readonly Mutant[] = [
  {
    name: 'exception-capitalised',
    about: 'names an exception by its class, not by the member of the union',
    breaks: [],
    frame: (given) => (given.exception ? [frame('ModelStreamErrorException', given.json, 'exception')] : [given.bytes]),
  },
  {
    name: 'exception-as-event',
    about: 'sends an exception as an event',
    breaks: [],
    frame: (given) => (given.exception ? [frame(given.type, given.json)] : [given.bytes]),
  },
  {
    name: 'stop-after-exception',
    about: 'sends the end of the message after an exception',
    breaks: [],
    frame: (given) =>
      given.exception ? [given.bytes, frame('messageStop', { stopReason: 'end_turn' })] : [given.bytes],
  },
  {
    name: 'cut-as-end',
    about: 'ends a stream that broke off as if all were said',
    breaks: [],
    endsOnCut: true,
  },
  {
    name: 'cut-as-end-turn',
    about: 'makes up stop reason and usage where a stream broke off',
    breaks: [],
    endsOnCut: true,
    frame: (given, { state }) => {
      if (given.type === 'metadata' || given.exception || given.type === 'chunk') state['done'] = true;
      return [given.bytes];
    },
    atEnd: ({ state }) =>
      state['done']
        ? []
        : [
            frame('messageStop', { stopReason: 'end_turn' }),
            frame('metadata', {
              usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
              metrics: { latencyMs: 1 },
            }),
          ],
  },
  {
    name: 'abort-ignored',
    about: 'lets what is behind go on when the client has gone',
    breaks: [],
    ignoresAbort: true,
  },
  {
    name: 'one-megabyte',
    about: 'refuses bodies of more than a megabyte',
    breaks: [],
    reply: ({ body }) => (body.length > 1_000_000 ? { status: 413 } : undefined),
  },
  {
    name: 'wrong-type-500',
    about: 'fails with 500 over a list where an object belongs',
    breaks: [],
    reply: ({ body }) => (body.includes('"inferenceConfig":["x"]') ? failed() : undefined),
  },
  {
    name: 'enum-unchecked',
    about: 'accepts a role that is none',
    breaks: [],
    reply: ({ body }) => (body.includes('"wizard"') ? { status: 200, body: '{}', headers: ID } : undefined),
  },
];

const ID = { 'x-amzn-RequestId': '8503fcf9-0432-4770-bcc2-051285b71062' };
const STREAM = { ...ID, 'Content-Type': 'application/vnd.amazon.eventstream' };

function unknown() {
  return {
    status: 200,
    body: '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
  };
}

function refusal(status: number, type: string) {
  return { status, headers: { ...ID, 'x-amzn-ErrorType': type }, body: `{"message":"${type}"}` };
}

const notFound = () => refusal(404, 'ResourceNotFoundException');
const forbidden = () => refusal(403, 'AccessDeniedException');
const invalid = () => refusal(400, 'ValidationException');
const failed = () => refusal(500, 'InternalServerException');

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1] = (copy[copy.length - 1] as number) ^ 1;
  return copy;
}

export const MUTANTS: readonly Mutant[] = [
  ...TRANSPORT,
  ...AUTH,
  ...UNARY,
  ...ERRORS,
  ...FRAMING,
  ...GRAMMAR,
  ...FAILURE,
];
