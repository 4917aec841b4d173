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
    breaks: [
      's/routes',
      's/arn-slash-escaped',
      's/http1',
      's/err-shape',
      's/err-status-table',
      's/err-malformed-json',
      's/err-missing-required',
      's/err-unknown-model',
      's/err-pre-stream-plain',
      's/err-throttle',
      's/st-content-type',
      's/st-crc-length',
      's/st-headers',
      's/st-header-types',
      's/st-payload-not-wrapped',
      's/st-chunk-base64',
      's/st-not-sse',
      's/st-flush',
      's/st-invoke-content-type-header',
      's/st-size-limits',
      's/st-utf8-whole',
      's/x-exception-format',
      's/x-exception-members',
      's/x-terminal',
      's/x-upstream-truncation',
      's/r-client-abort',
      's/client-answer',
      's/client-error',
      's/client-exception',
    ],
    reply: ({ operation }) => (operation === 'invoke-with-response-stream' ? unknown() : undefined),
  },
  {
    name: 'colon-wants-escape',
    about: 'takes a model id only with its colon escaped',
    breaks: ['s/colon-escaped'],
    reply: ({ target }) => (/\/model\/[^/]*:/.test(target) ? notFound() : undefined),
  },
  {
    name: 'slash-decoded-early',
    about: 'decodes %2F before it looks for the route',
    breaks: ['s/arn-slash-escaped'],
    target: (target) => target.replaceAll('%2F', '/'),
  },
  {
    name: 'chunked-unfinished',
    about: 'closes the connection of HTTP/1.1 instead of ending the chunks',
    breaks: [
      's/routes',
      's/arn-slash-escaped',
      's/http1',
      's/never-5xx-property',
      's/st-content-type',
      's/g-fold-equals-converse',
      's/x-terminal',
      's/client-answer',
    ],
    cutsAtEnd: true,
  },
  {
    name: 'no-invoke-over-http2',
    about: 'answers HTTP/2 with 505 where the operation is InvokeModel',
    breaks: [
      's/routes',
      's/arn-slash-escaped',
      's/http2',
      's/content-type',
      's/request-id',
      's/invoke-passthrough',
      's/err-shape',
      's/err-malformed-json',
      's/err-missing-required',
      's/err-unknown-model',
      's/never-5xx-property',
      's/constraints',
      's/client-answer',
      's/client-error',
    ],
    http: 'http2',
    refusesHeaders: (headers) => (headers[':path']?.endsWith('/invoke') ? 505 : undefined),
  },
  {
    name: 'no-h2c',
    about: 'speaks HTTP/1.1 alone on its port without TLS',
    breaks: ['s/h2c-same-port'],
  },
  {
    name: 'unknown-path-plausible',
    about: 'answers any path with a plausible message',
    breaks: ['s/unknown-path'],
    reply: ({ target }) =>
      /\/v1\/|transmogrify/.test(target) ? { status: 200, body: '{"type":"message"}' } : undefined,
  },
  {
    name: 'any-method',
    about: 'takes every method for POST',
    breaks: ['s/wrong-method'],
    reply: ({ method, target }) =>
      method !== 'POST' && target.includes('/model/') ? { status: 200, body: '{}' } : undefined,
  },
  {
    name: 'answers-crossed',
    about: 'gives a request the answer to the one before, where they come together',
    breaks: ['s/parallel-isolation'],
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
    breaks: ['s/auth-missing'],
    forgives: (refusal) => refusal.includes('header is missing'),
  },
  {
    name: 'any-signature',
    about: 'looks at the key and not at the signature',
    breaks: [
      's/auth-bad-signature',
      's/auth-tampered-body',
      's/auth-tampered-path',
      's/auth-tampered-query',
      's/auth-tampered-header',
    ],
    forgives: (refusal) => refusal.includes('does not match'),
  },
  {
    name: 'any-key',
    about: 'accepts keys it does not know',
    breaks: ['s/auth-unknown-key'],
    forgives: (refusal) => refusal.includes('security token'),
  },
  {
    name: 'never-expires',
    about: 'does not look how old a signature is',
    breaks: ['s/auth-expired'],
    forgives: (refusal) => refusal.includes('Signature expired'),
  },
  {
    name: 'from-the-future',
    about: 'does not look whether a signature is dated ahead',
    breaks: ['s/auth-future'],
    forgives: (refusal) => refusal.includes('not yet current'),
  },
  {
    name: 'any-service',
    about: 'accepts signatures for other services',
    breaks: ['s/auth-wrong-service'],
    forgives: (refusal) => refusal.includes('correct service'),
  },
  {
    name: 'any-region',
    about: 'accepts signatures for other regions',
    breaks: ['s/auth-wrong-region'],
    double: { regions: ['us-east-1', 'sa-east-1'] },
  },
  {
    name: 'body-unsigned',
    about: 'takes the hash of the body on trust',
    breaks: ['s/auth-tampered-body'],
    forgives: (refusal, { body }) => refusal.includes('does not match') && body.includes('hallo'),
  },
  {
    name: 'path-unsigned',
    about: 'leaves the path out of the signature',
    breaks: ['s/auth-tampered-path'],
    forgives: (refusal, { target }) => refusal.includes('does not match') && target.includes('%20/'),
  },
  {
    name: 'query-unsigned',
    about: 'leaves the query out of the signature',
    breaks: ['s/auth-tampered-query'],
    forgives: (refusal, { target }) => refusal.includes('does not match') && target.includes('?'),
  },
  {
    name: 'headers-unsigned',
    about: 'does not look at the values of signed headers',
    breaks: ['s/auth-tampered-header'],
    forgives: (refusal, { headers }) => refusal.includes('does not match') && has('charset', 'content-type')(headers),
  },
  {
    name: 'every-header-signed',
    about: 'wants every header signed, those of proxies included',
    breaks: ['s/auth-unsigned-extra-header'],
    reply: ({ headers }) => (has('192.0.2.1', 'x-forwarded-for')(headers) ? forbidden() : undefined),
  },
  {
    name: 'authority-unknown',
    about: 'does not know that :authority can be signed',
    breaks: ['s/auth-authority', 's/client-answer', 's/client-error'],
    http: 'http2',
    refusesHeaders: ({ authorization }) => (authorization?.includes('SignedHeaders=:authority') ? 403 : undefined),
  },
  {
    name: 'no-session-tokens',
    about: 'refuses keys with a session token',
    breaks: ['s/auth-session-token'],
    reply: ({ headers }) => (has('', 'x-amz-security-token')(headers) ? forbidden() : undefined),
  },
  {
    name: 'any-bearer',
    about: 'accepts any bearer token',
    breaks: ['s/auth-bearer'],
    forgives: (_, { headers }) => has('Bearer', 'authorization')(headers),
  },
  {
    name: 'no-bearer',
    about: 'refuses every bearer token',
    breaks: [
      's/routes',
      's/auth-bearer',
      's/converse-shape',
      's/request-id',
      's/invoke-passthrough',
      's/st-crc-length',
    ],
    reply: ({ headers }) => (has('Bearer', 'authorization')(headers) ? forbidden() : undefined),
  },
  {
    name: 'auth-401',
    about: 'refuses a missing signature with 401',
    breaks: ['s/auth-missing'],
    head: (head, { headers }) => (has('', 'authorization')(headers) ? head : statusFor(403, 401)(head)),
  },
];

const UNARY: readonly Mutant[] = [
  {
    name: 'latency-float',
    about: 'gives latencyMs as a fraction',
    breaks: ['s/converse-shape'],
    body: json(CONVERSE, (body) => ({ ...body, metrics: { latencyMs: 12.5 } })),
  },
  {
    name: 'stop-reason-of-another-api',
    about: 'says stop where Converse says end_turn',
    breaks: ['s/converse-shape', 's/g-fold-equals-converse'],
    body: json(CONVERSE, (body) => ({ ...body, stopReason: 'stop' })),
  },
  {
    name: 'charset',
    about: 'adds a charset to application/json',
    breaks: ['s/content-type'],
    head: replaced(
      'content-type',
      'application/json; charset=utf-8',
      ({ status }, context) => status === 200 && !isStream(context),
    ),
  },
  {
    name: 'no-request-id',
    about: 'sends no x-amzn-RequestId',
    breaks: ['s/parallel-isolation', 's/request-id', 's/err-shape'],
    head: without('x-amzn-requestid'),
  },
  {
    name: 'same-request-id',
    about: 'sends the same x-amzn-RequestId every time',
    breaks: ['s/parallel-isolation', 's/request-id'],
    head: replaced('x-amzn-requestid', '8503fcf9-0432-4770-bcc2-051285b71062'),
  },
  {
    name: 'error-without-request-id',
    about: 'leaves x-amzn-RequestId out of errors',
    breaks: ['s/request-id', 's/err-shape'],
    head: (head) => (head.status >= 400 ? without('x-amzn-requestid')(head) : head),
  },
  {
    name: 'invoke-as-converse',
    about: 'answers InvokeModel in the shape of Converse',
    breaks: ['s/invoke-passthrough'],
    body: json(['invoke'], ({ content }) => ({ output: { message: { content } }, stopReason: 'end_turn', usage: {} })),
  },
  {
    name: 'tokens-as-text',
    about: 'gives the count of CountTokens as a text',
    breaks: ['s/count-tokens'],
    body: json(['count-tokens'], ({ inputTokens }) => ({ inputTokens: String(inputTokens) })),
  },
  {
    name: 'guardrail-without-outputs',
    about: 'leaves outputs out of ApplyGuardrail where there are none',
    breaks: ['s/guardrail'],
    body: json(['apply'], (body) => ({ ...body, outputs: undefined })),
  },
  {
    name: 'strict-members',
    about: 'refuses members it does not know',
    breaks: ['s/unknown-request-field'],
    reply: ({ body }) => (body.includes('notOfThisYear') ? invalid() : undefined),
  },
];

const ERRORS: readonly Mutant[] = [
  {
    name: 'untyped-errors',
    about: 'sends no x-amzn-errortype with 400',
    breaks: [
      's/err-shape',
      's/err-status-table',
      's/err-malformed-json',
      's/err-missing-required',
      's/err-unknown-model',
      's/err-pre-stream-plain',
      's/required-members',
      's/constraints',
      's/count-tokens-constraints',
      's/client-error',
    ],
    head: (head) => (head.status === 400 ? without('x-amzn-errortype')(head) : head),
  },
  {
    name: 'errors-in-text',
    about: 'sends errors with 400 as plain text',
    breaks: [
      's/err-shape',
      's/err-status-table',
      's/err-malformed-json',
      's/err-missing-required',
      's/err-unknown-model',
      's/err-pre-stream-plain',
      's/required-members',
      's/constraints',
      's/count-tokens-constraints',
      's/client-error',
    ],
    body: (text, { status }) => (status === 400 ? 'Something went wrong.' : text),
  },
  {
    name: 'timeout-504',
    about: 'has 504 for ModelTimeoutException',
    breaks: ['s/err-status-table'],
    head: statusFor(408, 504),
  },
  {
    name: 'quota-429',
    about: 'has 429 for ServiceQuotaExceededException',
    breaks: ['s/err-status-table'],
    head: statusFor(400, 429, 'ServiceQuotaExceededException'),
  },
  {
    name: 'malformed-json-500',
    about: 'fails with 500 over JSON that is none',
    breaks: ['s/err-malformed-json', 's/r-malformed-corpus'],
    reply: ({ body }) => (body.toString() === 'hello' ? failed() : undefined),
  },
  {
    name: 'empty-messages',
    about: 'does not miss the messages of an invocation',
    breaks: ['s/err-missing-required'],
    reply: ({ body, operation }) =>
      operation.startsWith('invoke') && body.includes('anthropic_version') && !body.includes('"messages"')
        ? { status: 200, body: '{}', headers: ID }
        : undefined,
  },
  {
    name: 'unknown-model-404',
    about: 'has 404 for an id no model has',
    breaks: ['s/err-unknown-model'],
    head: (head, { target }) => (target.includes('does-not-exist') ? statusFor(400, 404)(head) : head),
  },
  {
    name: 'unknown-model-wording',
    about: 'has its own words for an id no model has',
    breaks: ['s/err-unknown-model'],
    body: (text) => text.replace('The provided model identifier is invalid.', 'Model not found'),
  },
  {
    name: 'refusal-as-stream',
    about: 'refuses a stream with 200 and an exception inside',
    breaks: ['s/err-unknown-model', 's/err-pre-stream-plain', 's/client-error'],
    reply: (context) =>
      isStream(context) && context.target.includes('does-not-exist')
        ? { status: 200, headers: STREAM, body: '' }
        : undefined,
  },
  {
    name: 'throttle-503',
    about: 'throttles with 503',
    breaks: ['s/err-status-table', 's/err-throttle'],
    head: statusFor(429, 503, 'ThrottlingException'),
  },
  {
    name: 'throttle-wording',
    about: 'replaces the message of a throttling',
    breaks: ['s/err-throttle'],
    body: (text) => text.replace('Too many requests, please wait before trying again.', 'Slow down.'),
  },
  {
    name: 'content-type-500',
    about: 'fails with 500 over a content type it does not expect',
    breaks: ['s/never-5xx-property'],
    reply: ({ headers }) => (has('text/plain', 'content-type')(headers) ? failed() : undefined),
  },
  {
    name: 'null-hangs-up',
    about: 'hangs up on a path with a null character',
    breaks: ['s/never-5xx-property'],
    reply: ({ target }) => (target.includes('%00') ? 'hang up' : undefined),
  },
];

const REFUSALS: readonly Mutant[] = [
  {
    name: 'tier-without-type',
    about: 'does not miss the type of a service tier',
    breaks: ['s/required-members'],
    reply: ({ body }) => (body.includes('"serviceTier":{}') ? accepted() : undefined),
  },
  {
    name: 'any-guardrail-version',
    about: 'takes any text for the version of a guardrail',
    breaks: ['s/constraints'],
    reply: ({ body }) => (body.includes('"latest"') ? accepted() : undefined),
  },
  {
    name: 'counts-nothing',
    about: 'counts the tokens of no input',
    breaks: ['s/count-tokens-constraints'],
    reply: ({ body, operation }) =>
      operation === 'count-tokens' && body.toString() === '{}' ? accepted('{"inputTokens":0}') : undefined,
  },
];

const FRAMING: readonly Mutant[] = [
  {
    name: 'octet-stream',
    about: 'calls a stream application/octet-stream',
    breaks: ['s/st-content-type', 's/st-not-sse'],
    head: replaced(
      'content-type',
      'application/octet-stream',
      ({ status }, context) => status === 200 && isStream(context),
    ),
  },
  {
    name: 'message-crc',
    about: 'has a wrong checksum on the last event of Converse',
    breaks: ['s/st-crc-length', 's/client-answer'],
    frame: (given) => (given.type === 'metadata' ? [flipped(given.bytes)] : [given.bytes]),
  },
  {
    name: 'prelude-crc',
    about: 'has a wrong checksum of the prelude in chunks',
    breaks: ['s/st-crc-length', 's/client-answer', 's/client-exception'],
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
    breaks: ['s/st-crc-length', 's/x-terminal', 's/client-answer'],
    atEnd: () => [Buffer.from('\n')],
  },
  {
    name: 'no-message-type',
    about: 'leaves :message-type out of chunks',
    breaks: ['s/st-headers', 's/x-terminal', 's/client-answer', 's/client-exception'],
    frame: (given) => (given.type === 'chunk' ? rebuilt(given, headersOf(given).slice(0, 2)) : [given.bytes]),
  },
  {
    name: 'no-event-type',
    about: 'leaves :event-type out of chunks',
    breaks: ['s/st-headers', 's/client-answer', 's/client-exception'],
    frame: (given) => (given.type === 'chunk' ? rebuilt(given, headersOf(given).slice(1)) : [given.bytes]),
  },
  {
    name: 'header-twice',
    about: 'sends :content-type twice',
    breaks: ['s/st-headers'],
    frame: (given) => rebuilt(given, [...headersOf(given), string(':content-type', 'application/json')]),
  },
  {
    name: 'headers-as-bytes',
    about: 'writes the values of headers as byte arrays, type 6',
    breaks: ['s/st-header-types'],
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
    breaks: [
      's/st-payload-not-wrapped',
      's/st-chunk-base64',
      's/g-block-stop',
      's/g-index',
      's/g-stop-reason',
      's/g-metadata-usage',
      's/g-tool-start',
      's/g-tool-json',
      's/g-max-tokens-terminal',
      's/g-fold-equals-converse',
      's/client-answer',
      's/client-exception',
    ],
    frame: (given) => (given.exception ? [given.bytes] : [frame(given.type, { [given.type]: given.json })]),
  },
  {
    name: 'chunk-in-the-clear',
    about: 'puts the model’s JSON into chunks as it stands',
    breaks: ['s/st-chunk-base64', 's/client-answer'],
    frame: event('chunk', ({ bytes }) => JSON.parse(Buffer.from(String(bytes), 'base64').toString()) as Members),
  },
  {
    name: 'chunk-base64url',
    about: 'writes chunks in base64 for URLs, without padding',
    breaks: ['s/st-chunk-base64', 's/client-answer', 's/client-exception'],
    frame: event('chunk', ({ bytes }) => ({ bytes: `${Buffer.from(String(bytes), 'base64').toString('base64url')}_` })),
  },
  {
    name: 'sse-on-request',
    about: 'sends server-sent events to who accepts them',
    breaks: ['s/st-not-sse'],
    reply: ({ headers }) =>
      has('text/event-stream', 'accept')(headers)
        ? { status: 200, headers: { ...ID, 'Content-Type': 'text/event-stream' }, body: 'data: {}\n\n' }
        : undefined,
  },
  { name: 'gathers', about: 'sends a stream when it has all of it', breaks: ['s/st-flush'], gathers: true },
  {
    name: 'no-bedrock-content-type',
    about: 'does not tell the type of the chunks',
    breaks: ['s/st-invoke-content-type-header'],
    head: without('x-amzn-bedrock-content-type'),
  },
  {
    name: 'too-large',
    about: 'sends a message of more than 24 MiB',
    breaks: ['s/st-size-limits'],
    frame: (given) =>
      given.type === 'contentBlockStop' && given.index > 1_000
        ? [frame(given.type, { ...given.json, p: 'x'.repeat(25_165_824) })]
        : [given.bytes],
  },
  {
    name: 'half-characters',
    about: 'cuts text by UTF-16 units and not by characters',
    breaks: ['s/st-utf8-whole'],
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
    breaks: ['s/g-order', 's/g-max-tokens-terminal'],
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
    breaks: ['s/g-order'],
    frame: (given) => (given.type === 'messageStart' ? [given.bytes, frame('ping', { p: 'ab' })] : [given.bytes]),
  },
  {
    name: 'start-twice',
    about: 'sends messageStart again after the first block',
    breaks: ['s/g-order', 's/g-one-start-stop'],
    frame: (given, { state }) => {
      if (given.type !== 'contentBlockStop' || state['again']) return [given.bytes];
      state['again'] = true;
      return [given.bytes, frame('messageStart', { role: 'assistant' })];
    },
  },
  {
    name: 'no-block-stop',
    about: 'leaves contentBlockStop out',
    breaks: ['s/g-block-stop'],
    frame: event('contentBlockStop', () => undefined),
  },
  {
    name: 'index-zero',
    about: 'counts every block 0',
    breaks: ['s/g-block-stop', 's/g-fold-equals-converse'],
    frame: (given) =>
      'contentBlockIndex' in given.json ? [frame(given.type, { ...given.json, contentBlockIndex: 0 })] : [given.bytes],
  },
  {
    name: 'index-from-one',
    about: 'counts blocks from 1',
    breaks: ['s/g-index'],
    frame: (given) =>
      'contentBlockIndex' in given.json
        ? [frame(given.type, { ...given.json, contentBlockIndex: Number(given.json['contentBlockIndex']) + 1 })]
        : [given.bytes],
  },
  {
    name: 'no-tool-start',
    about: 'begins a tool use with its input',
    breaks: ['s/g-tool-start', 's/g-fold-equals-converse'],
    frame: event('contentBlockStart', () => undefined),
  },
  {
    name: 'tool-without-id',
    about: 'leaves toolUseId out',
    breaks: ['s/g-tool-start', 's/g-fold-equals-converse'],
    frame: event('contentBlockStart', (members) => ({ ...members, start: { toolUse: { name: 'get_weather' } } })),
  },
  {
    name: 'tool-input-cut',
    about: 'loses the last piece of a tool’s input',
    breaks: ['s/g-tool-json', 's/g-fold-equals-converse'],
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
    breaks: ['s/g-stop-reason', 's/g-max-tokens-terminal', 's/g-fold-equals-converse'],
    frame: event('messageStop', (members) => ({ ...members, stopReason: 'stop' })),
  },
  {
    name: 'stop-reason-absent',
    about: 'ends a stream without a stop reason',
    breaks: ['s/g-stop-reason', 's/g-max-tokens-terminal', 's/g-fold-equals-converse', 's/client-answer'],
    frame: event('messageStop', ({ p }) => ({ p })),
  },
  {
    name: 'usage-as-text',
    about: 'counts tokens of a stream in text',
    breaks: ['s/g-metadata-usage', 's/g-fold-equals-converse'],
    frame: event('metadata', (members) => ({
      ...members,
      usage: { inputTokens: '21', outputTokens: '34', totalTokens: '55' },
    })),
  },
  {
    name: 'total-forgets-output',
    about: 'gives the input tokens as the total',
    breaks: ['s/g-metadata-usage', 's/g-fold-equals-converse'],
    frame: event('metadata', (members) => {
      const usage = members['usage'] as Members;
      return { ...members, usage: { ...usage, totalTokens: usage['inputTokens'] } };
    }),
  },
  {
    name: 'no-metadata-at-max-tokens',
    about: 'ends a stream cut short by maxTokens without metadata',
    breaks: ['s/g-max-tokens-terminal'],
    frame: (given, { state }) => {
      if (given.type === 'messageStop') state['short'] = given.json['stopReason'] === 'max_tokens';
      return given.type === 'metadata' && state['short'] ? [] : [given.bytes];
    },
  },
  {
    name: 'max-tokens-as-end-turn',
    about: 'calls it end_turn where maxTokens cut short',
    breaks: ['s/g-max-tokens-terminal'],
    frame: event('messageStop', (members) => ({
      ...members,
      stopReason: members['stopReason'] === 'max_tokens' ? 'end_turn' : members['stopReason'],
    })),
  },
  {
    name: 'encoding-claimed',
    about: 'says that its answers are compressed, and they are not',
    breaks: ['s/client-answer', 's/client-error', 's/client-exception'],
    head: ({ status, headers }) => ({ status, headers: [...headers, ['Content-Encoding', 'gzip']] }),
  },
  {
    name: 'piece-lost',
    about: 'loses the first piece of text of a stream',
    breaks: ['s/g-fold-equals-converse', 's/client-answer'],
    frame: event('contentBlockDelta', (members, { state }) => {
      const isText = 'text' in (members['delta'] as Members);
      const lost = isText && !state['lost'];
      state['lost'] ||= isText;
      return lost ? undefined : members;
    }),
  },
];

const FAILURE: readonly Mutant[] = [
  {
    name: 'exception-capitalised',
    about: 'names an exception by its class, not by the member of the union',
    breaks: ['s/x-exception-format', 's/x-exception-members'],
    frame: (given) => (given.exception ? [frame('ModelStreamErrorException', given.json, 'exception')] : [given.bytes]),
  },
  {
    name: 'exception-as-event',
    about: 'sends an exception as an event',
    breaks: ['s/x-exception-format', 's/x-exception-members', 's/x-terminal', 's/client-exception'],
    frame: (given) => (given.exception ? [frame(given.type, given.json)] : [given.bytes]),
  },
  {
    name: 'throttled-as-internal',
    about: 'tells every failure but that of the model as an internal one',
    breaks: ['s/x-exception-members'],
    frame: ({ exception, type, json: members, bytes }) =>
      exception && type !== 'modelStreamErrorException'
        ? [frame('internalServerException', members, 'exception')]
        : [bytes],
  },
  {
    name: 'stop-after-exception',
    about: 'sends the end of the message after an exception',
    breaks: ['s/x-terminal'],
    frame: (given) =>
      given.exception ? [given.bytes, frame('messageStop', { stopReason: 'end_turn' })] : [given.bytes],
  },
  {
    name: 'cut-as-end',
    about: 'ends a stream that broke off as if all were said',
    breaks: ['s/x-upstream-truncation'],
    endsOnCut: true,
  },
  {
    name: 'cut-as-end-turn',
    about: 'makes up stop reason and usage where a stream broke off',
    breaks: ['s/x-upstream-truncation', 's/x-no-fabrication'],
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
    breaks: ['s/r-client-abort'],
    ignoresAbort: true,
  },
  {
    name: 'one-megabyte',
    about: 'refuses bodies of more than a megabyte',
    breaks: ['s/r-large-request'],
    reply: ({ body }) => (body.length > 1_000_000 ? { status: 413 } : undefined),
  },
  {
    name: 'wrong-type-500',
    about: 'fails with 500 over a list where an object belongs',
    breaks: ['s/r-malformed-corpus'],
    reply: ({ body }) => (body.includes('"inferenceConfig":["x"]') ? failed() : undefined),
  },
  {
    name: 'enum-unchecked',
    about: 'accepts a role that is none',
    breaks: ['s/constraints', 's/r-malformed-corpus'],
    reply: ({ body }) => (body.includes('"wizard"') ? { status: 200, body: '{}', headers: ID } : undefined),
  },
];

const ID = { 'x-amzn-RequestId': '8503fcf9-0432-4770-bcc2-051285b71062' };
const STREAM = { ...ID, 'Content-Type': 'application/vnd.amazon.eventstream' };

function accepted(body = '{}') {
  return { status: 200, headers: ID, body };
}

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
  ...REFUSALS,
  ...FRAMING,
  ...GRAMMAR,
  ...FAILURE,
];
