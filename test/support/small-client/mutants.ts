/** Sick clients: each with one defect, most of them defects that real clients have had, and the cases made to find it. */
import { Failure, type Frame, HEALTHY, type Organs } from './organs.ts';
import { escape, sha256 } from './sign.ts';

type Json = any;

export interface Mutant {
  readonly name: string;
  /** The cases that exist because of such clients. */
  readonly aims: readonly string[];
  readonly sick: Partial<Organs>;
}

const m = (name: string, aims: string | readonly string[], sick: Partial<Organs>): Mutant => ({
  name,
  aims: [aims].flat(),
  sick,
});

const fail = (message: string): never => {
  throw new Failure({ type: 'Sick', message });
};
const bytesToo = (frame: Frame, name: string): string => frame.headers.get(name)?.value.toString() ?? fail('missing');
const orElse =
  (name: string, otherwise: string) =>
  (frame: Frame): string =>
    frame.headers.get(name)?.type === 7 ? bytesToo(frame, name) : otherwise;
const deep = (value: Json, change: (text: string) => string): Json =>
  JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? change(inner) : inner));
const withToolInput = (change: (input: Json) => Json) => (body: Json) =>
  JSON.parse(JSON.stringify(body), (name, value: Json) =>
    name === 'toolUse' ? { ...value, input: change(value.input) } : value,
  );
const latin1 = (text: string): string =>
  Array.from(Buffer.from(text, 'latin1'), (byte) =>
    byte > 127 ? `%${byte.toString(16).toUpperCase()}` : escape(String.fromCharCode(byte)),
  ).join('');
const status =
  (...statuses: readonly number[]): Organs['again'] =>
  (error, organs) =>
    !statuses.includes(error.status as number) && HEALTHY.again(error, organs);

const SIG: readonly Mutant[] = [
  m('signs for us-east-1 wherever it is', 'sig/valid', { region: () => 'us-east-1' }),
  m('signs the path as it is sent', 'sig/path-encoded-twice', { canonicalPath: (path) => path }),
  m('decodes the path before it signs it', 'sig/path-encoded-twice', {
    canonicalPath: (path) =>
      path
        .split('/')
        .map((part) => escape(decodeURIComponent(part)))
        .join('/'),
  }),
  m('signs a tilde escaped', 'sig/sent-equals-signed-path', {
    canonicalPath: (path) => HEALTHY.canonicalPath(path).replaceAll('~', '%7E'),
  }),
  m('signs a colon escaped and sends it bare', ['sig/modelid-colon', 'sig/sent-equals-signed-path'].slice(0, 1), {
    label: (id) => escape(id).replaceAll('%3A', ':'),
    canonicalPath: (path) => HEALTHY.canonicalPath(path.replaceAll(':', '%3A')),
  }),
  m('drops the version after the colon', 'sig/modelid-colon', { label: (id) => escape(id.replace(/:\d+$/, '')) }),
  m('sends the slash of an ARN bare', 'sig/modelid-arn', { label: (id) => escape(id).replaceAll('%2F', '/') }),
  m('sends an ARN without its path', 'sig/modelid-arn', { label: (id) => escape(id.split('/')[0] as string) }),
  m('escapes a space as a plus', 'sig/modelid-reserved', { label: (id) => escape(id).replaceAll('%20', '+') }),
  m('escapes Latin 1 in place of UTF-8', 'sig/modelid-reserved', { label: latin1 }),
  m('leaves a percent sign bare', 'sig/modelid-reserved', { label: (id) => escape(id).replaceAll('%25', '%') }),
  m('hashes the text as Latin 1', 'sig/body-hash-exact', {
    hash: (body) => sha256(Buffer.from(body.toString(), 'latin1')),
  }),
  m('hashes the body as escaped JSON', 'sig/body-hash-exact', {
    hash: (body) =>
      sha256(body.toString().replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  }),
  m('does not sign the session token', 'sig/session-token-signed', {
    signed: (names) => names.filter((name) => name !== 'x-amz-security-token'),
  }),
  m('does not send the session token', 'sig/session-token-signed', { token: () => undefined }),
  m('joins a token from the environment', 'sig/no-foreign-session-token', {
    token: ({ credentials, environment }) => credentials?.sessionToken || environment?.['AWS_SESSION_TOKEN'],
  }),
  m('prefers the keys of the environment', 'sig/no-foreign-session-token', {
    credentials: ({ credentials, environment = {} }) =>
      environment['AWS_ACCESS_KEY_ID']
        ? {
            accessKeyId: environment['AWS_ACCESS_KEY_ID'],
            secretAccessKey: String(environment['AWS_SECRET_ACCESS_KEY']),
          }
        : (credentials as NonNullable<typeof credentials>),
  }),
  m('sends an empty session token', 'sig/empty-session-token', {
    token: ({ credentials }) => credentials?.sessionToken,
  }),
  m('signs the connection header', 'sig/no-hop-by-hop', {
    moreHeaders: ({ http }) => (http === 'http1' ? { connection: 'close' } : { te: 'trailers' }),
  }),
  m('signs the header te', 'sig/no-hop-by-hop', { moreHeaders: () => ({ te: 'trailers' }) }),
  m('signs both host and :authority', 'sig/host-or-authority-once', {
    moreHeaders: ({ http, endpoint }) => (http === 'http2' ? { host: new URL(endpoint).host } : {}),
  }),
  m('signs once for all attempts', 'sig/fresh-per-attempt', { date: (_, first) => first }),
  m('adds a date of SigV4 to an API key', 'sig/bearer', { besideBearer: () => ({ 'x-amz-date': '20260101T000000Z' }) }),
  m('spells the scheme of an API key as Token', 'sig/bearer', {
    bearer: (request) => HEALTHY.bearer(request)?.replace(/^/, 'Token '),
  }),
  m('does not look for an API key in the environment', 'sig/bearer-env', {
    bearer: ({ apiKey }) => apiKey,
    credentials: ({ credentials }) => credentials ?? { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
  m('ends the scope with a slash', 'sig/authorization-form', {
    toSend: ({ authorization = '', ...headers }) => ({
      ...headers,
      authorization: authorization.replace('aws4_request,', 'aws4_request/,'),
    }),
  }),
];

const REQ: readonly Mutant[] = [
  m('adds a query to the path', 'req/routes', {
    path: (request, others) => `${HEALTHY.path(request, others)}?stream=true`,
  }),
  m('says application/x-amz-json-1.1', 'req/content-type', { contentType: () => 'application/x-amz-json-1.1' }),
  m('says no content type', 'req/content-type', { contentType: () => undefined }),
  m('replaces what is beyond the basic plane', 'req/unicode-body', {
    json: (value) => Buffer.from(JSON.stringify(deep(value, (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '?')))),
  }),
  m('normalises text', 'req/unicode-body', { json: (value) => Buffer.from(JSON.stringify(value).normalize('NFC')) }),
  m('cuts text in the middle of a pair', 'req/unicode-body', {
    json: (value) =>
      Buffer.from(JSON.stringify(deep(value, (text) => (text.startsWith('é世') ? text.slice(0, 3) : text)))),
  }),
  m('drops line separators', 'req/unicode-body', {
    json: (value) => Buffer.from(JSON.stringify(value).replace(/\u2028/g, '')),
  }),
  m('leaves the model in the body', 'req/invoke-drops-model-stream', {
    invocation: (body) => ({ ...HEALTHY.invocation(body), model: body.model }),
  }),
  m('leaves stream in the body', 'req/invoke-drops-model-stream', {
    invocation: (body) => ({ ...HEALTHY.invocation(body), stream: body.stream }),
  }),
  m('adds no version of Anthropic', 'req/anthropic-version', {
    invocation: ({ model: _m, stream: _s, ...body }) => body,
  }),
  m('sends a version that Bedrock does not know', 'req/anthropic-version', {
    invocation: ({ model: _m, stream: _s, ...body }) => ({ anthropic_version: '2023-06-01', ...body }),
  }),
  m('sends the input of a tool as text', 'req/tool-input-object', {
    converse: withToolInput((input) => JSON.stringify(input)),
  }),
  m('sends the empty input of a tool as empty text', 'req/tool-input-object', {
    converse: withToolInput((input) => (Object.keys(input).length === 0 ? '' : input)),
  }),
  m('drops the path of the endpoint', 'req/endpoint-base-path', { basePath: () => '' }),
];

const ES: readonly Mutant[] = [
  m('forgets what it has not read to its end', 'es/split-every-byte', {
    beforeRead: (buffered, chunk) =>
      buffered.reduce((sum, { length }) => sum + length, 0) < 12 ? [chunk] : [...buffered, chunk],
  }),
  m('wants the lengths in one read', 'es/split-every-byte', {
    beforeRead: (buffered, chunk) =>
      buffered.length === 0 && chunk.length < 12 ? fail('too short') : [...buffered, chunk],
  }),
  m('decodes each read by itself', 'es/split-in-utf8', { payloadText: (pieces) => pieces.map(String).join('') }),
  m('reads three messages a read', 'es/coalesced', { framesARead: 3 }),
  m('does not check the prelude', 'es/prelude-crc', { preludeIsSound: () => true }),
  m('does not check the message', 'es/message-crc', { messageIsSound: () => true }),
  m('passes over a corrupted message', ['es/message-crc', 'es/prelude-crc'], { unsound: 'skip' }),
  m('takes a corrupted message for the end', 'es/message-crc', {
    unsound: 'end',
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('waits for ever after a corrupted message', 'es/nothing-after-corruption', { unsound: 'hang' }),
  m('thinks a UUID has 8 bytes', 'es/unknown-header-types', { widths: HEALTHY.widths.with(9, 8) }),
  m('thinks a timestamp has 4 bytes', 'es/unknown-header-types', { widths: HEALTHY.widths.with(8, 4) }),
  m('thinks true has a byte', 'es/unknown-header-types', { widths: HEALTHY.widths.with(0, 1) }),
  m('knows strings alone', 'es/unknown-header-types', {
    widths: HEALTHY.widths.map((_width, type) => (type === 7 ? -1 : undefined)),
  }),
  m('wants :event-type first', 'es/header-order', {
    eventType: (frame, others) =>
      [...frame.headers.keys()][0] === ':event-type' ? others.headerText(frame, ':event-type') : fail('order'),
  }),
  m('wants a content type in each message', 'es/no-content-type', {
    checkContentType: (frame) => (frame.headers.has(':content-type') ? undefined : fail('no content type')),
  }),
  m('takes a message without a type for an event', 'es/missing-message-type', {
    messageType: (frame) => (frame.headers.has(':message-type') ? HEALTHY.headerText(frame, ':message-type') : 'event'),
  }),
  m('takes bytes for the type of a message', 'es/malformed-message-type', {
    messageType: (frame) => bytesToo(frame, ':message-type'),
  }),
  m('passes over an event without a type', 'es/missing-event-type', {
    eventType: (frame) => (frame.headers.has(':event-type') ? HEALTHY.headerText(frame, ':event-type') : 'unknown'),
  }),
  m('takes bytes for the type of an event', 'es/malformed-event-type', {
    eventType: (frame) => bytesToo(frame, ':event-type'),
  }),
  m('passes over an event with a malformed type', ['es/malformed-event-type', 'es/missing-event-type'], {
    eventType: orElse(':event-type', 'unknown'),
  }),
  m('takes an unknown message for an event', 'es/unknown-message-type', { unknownMessageType: 'event' }),
  m('lets a header be there twice', 'es/duplicate-header', { duplicatesAllowed: true }),
  m('passes over headers of unknown types', 'es/bad-header-type', {
    widths: [...HEALTHY.widths, ...Array.from({ length: 246 }, () => -1)],
  }),
  m('lets a header reach beyond the headers', 'es/bad-header-length', { headerFits: () => true }),
  m('waits for a message of fewer bytes than none', 'es/length-below-16', { lengthsAreSound: () => true }),
  m('fails at an initial response', 'es/initial-response', {
    onUnknownEvent: (type) => (type === 'initial-response' ? fail('an initial response') : undefined),
  }),
  m('reads no message above 24 MiB', 'es/beyond-size-limits', { longest: 24 * 1024 * 1024 }),
  m('reads no headers above 128 KiB', 'es/beyond-size-limits', {
    lengthsAreSound: (total, headers) => headers <= 128 * 1024 && HEALTHY.lengthsAreSound(total, headers),
  }),
  m('reads no message above 16 MiB', 'es/large-frame', { longest: 16 * 1024 * 1024 }),
];

const CS: readonly Mutant[] = [
  m('has words of its own for stop reasons', 'cs/text', {
    stop: (fold, { stopReason }) => void (fold.stopReason = stopReason === 'end_turn' ? 'stop' : stopReason),
  }),
  m('trims pieces of text', 'cs/interleaved-blocks', {
    textDelta: (block, text) => HEALTHY.textDelta(block, text.trim()),
  }),
  m('wants a start of each block', 'cs/no-block-start-for-text', {
    blockStart: (fold, event, others) => {
      fold.started = true;
      HEALTHY.blockStart(fold, event, others);
    },
    blockOf: (fold, index) => (fold.started ? HEALTHY.blockOf(fold, index) : fail('no start')),
  }),
  m('takes every start for that of a tool', 'cs/block-start-empty', {
    blockStart: (fold, { contentBlockIndex, start }, others) =>
      Object.assign(others.blockOf(fold, contentBlockIndex), { toolUse: { name: start.toolUse.name }, pieces: [] }),
  }),
  m('takes an empty piece for the end', 'cs/empty-delta', {
    endsAt: (type, { [type]: json }) => json?.delta?.text === '',
  }),
  m('adds every delta to the same block', 'cs/interleaved-blocks', { blockOf: (fold) => HEALTHY.blockOf(fold, 0) }),
  m('keeps the last piece of a tool input', 'cs/tool-args-concat', {
    toolInput: (pieces) => HEALTHY.toolInput(pieces.slice(-1)),
  }),
  m('joins pieces of a tool input with spaces', 'cs/tool-args-concat', {
    toolInput: (pieces) => HEALTHY.toolInput([pieces.join(' ')]),
  }),
  m('reads escapes piece by piece', 'cs/tool-args-unicode', {
    toolDelta: (block, input) =>
      block.pieces.push(
        input.replace(/\\u00(..)?/g, (_, hex?: string) => (hex ? String.fromCharCode(parseInt(hex, 16)) : '?')),
      ),
  }),
  m('gives a tool call without input no input', 'cs/tool-no-delta', {
    toolInput: (pieces) => (pieces.length === 0 ? '' : HEALTHY.toolInput(pieces)),
  }),
  m('fails at the empty piece of a tool input', 'cs/tool-empty-delta', {
    toolInput: (pieces) => (pieces.length === 0 ? {} : JSON.parse(pieces.join(''))),
  }),
  m('replaces input that is no JSON by an empty object', 'cs/tool-bad-json', {
    toolInput: (pieces) => {
      try {
        return HEALTHY.toolInput(pieces);
      } catch {
        return {};
      }
    },
  }),
  m('drops signatures', 'cs/reasoning-text-signature', {
    reasoningDelta: (block, { text, redactedContent }) => HEALTHY.reasoningDelta(block, { text, redactedContent }),
  }),
  m('keeps the last piece of reasoning', 'cs/reasoning-text-signature', {
    reasoningDelta: (block, { text, signature, redactedContent }) => {
      HEALTHY.reasoningDelta(block, { signature, redactedContent });
      if (text !== undefined) block.reasoningContent.reasoningText.text = text;
    },
  }),
  m('drops redacted reasoning', 'cs/reasoning-redacted', {
    reasoningDelta: (block, delta) =>
      delta.redactedContent === undefined ? HEALTHY.reasoningDelta(block, delta) : undefined,
  }),
  m('stops reading at messageStop', 'cs/metadata-last', { endsAt: (type) => type === 'messageStop' }),
  m('stops reading at metadata', 'cs/metadata-before-stop', { endsAt: (type) => type === 'metadata' }),
  m('makes up usage of zero', 'cs/metadata-absent', {
    finish: (fold) => {
      HEALTHY.finish(fold);
      fold.usage ??= { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
    },
  }),
  m('fails without metadata', 'cs/metadata-absent', {
    finish: (fold) => {
      HEALTHY.finish(fold);
      if (!fold.usage) fail('no metadata');
    },
  }),
  m('fails at unknown events', 'cs/unknown-event', { onUnknownEvent: (type) => fail(`unknown event ${type}`) }),
  m('fails at unknown members', 'cs/unknown-field', {
    cleanEvent: (json) => ('p' in json || 'hint' in json ? fail('unknown member') : json),
  }),
  m('takes unknown stop reasons for end_turn', 'cs/unknown-stop-reason', {
    stop: (fold, { stopReason }) =>
      void (fold.stopReason = /^(tool_use|malformed_.*)$/.test(stopReason) ? stopReason : 'end_turn'),
  }),
  m('takes malformed output for an answer', 'cs/stop-malformed', {
    finish: ({ stopReason }) => (stopReason === undefined ? fail('no end') : undefined),
  }),
  m('passes over events that are no JSON', 'cs/malformed-json', { eventJson: HEALTHY.errorBody }),
];

const IS: readonly Mutant[] = [
  m('takes the bytes of a chunk for text', 'is/base64', {
    chunkJson: ({ bytes }) => HEALTHY.errorBody(String(bytes)) ?? { type: 'odd' },
  }),
  m('reads chunks as Latin 1', 'is/base64-utf8', {
    chunkJson: ({ bytes }) =>
      bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes, 'base64').toString('latin1')),
  }),
  m('fails at chunks without a type', 'is/typeless-chunk', {
    claudeEvent: (json) => (json && !('type' in json) ? fail('no type') : HEALTHY.claudeEvent(json)),
  }),
  m('fails at pings', 'is/ping', {
    claudeEvent: (json) => (json?.type === 'ping' ? fail('ping') : HEALTHY.claudeEvent(json)),
  }),
  m('takes an error in a chunk for an event', 'is/inband-error', {
    claudeEvent: (json) => (json?.type === 'error' ? json : HEALTHY.claudeEvent(json)),
  }),
  m('does not tell the message of an error in a chunk', 'is/inband-error', {
    claudeEvent: (json) => (json?.type === 'error' ? fail('bad') : HEALTHY.claudeEvent(json)),
  }),
  m('fails at chunks without bytes', 'is/chunk-without-bytes', {
    chunkJson: ({ bytes }) => JSON.parse(Buffer.from(bytes, 'base64').toString()),
  }),
];

const ERR: readonly Mutant[] = [
  m('keeps the URL in the type of an error', 'err/type-header', {
    errorType: (head, body) => head.header('x-amzn-errortype') ?? HEALTHY.errorType(head, body),
  }),
  m('does not look at the header for the type of an error', ['err/type-header', 'err/header-wins'], {
    errorType: (_, body) => HEALTHY.errorType({ status: 0, header: () => undefined }, body),
  }),
  m('does not look for the type of an error in the body', 'err/type-body', {
    errorType: (head) => HEALTHY.errorType(head, undefined),
  }),
  m('keeps the namespace of the type of an error', 'err/type-body', {
    errorType: (head, body) => (head.header('x-amzn-errortype') ?? body?.__type ?? body?.code)?.split(':')[0],
  }),
  m('does not know code', 'err/type-body', {
    errorType: (head, body) => HEALTHY.errorType(head, { __type: body?.__type }),
  }),
  m('lets the body win over the header', 'err/header-wins', {
    errorType: (head, body) =>
      HEALTHY.errorType({ ...head, header: (name) => body?.__type ?? head.header(name) }, body),
  }),
  m('does not know some statuses', 'err/status-table', {
    errorStatus: (status) => ([408, 424].includes(status) ? 500 : status),
  }),
  m('tells every error as 400', 'err/status-table', { errorStatus: (status) => (status === 502 ? 502 : 400) }),
  m('tells no message without a type', 'err/untyped', {
    errorMessage: (body, text) => (text.includes('No type') ? 'UnknownError' : HEALTHY.errorMessage(body, text)),
  }),
  m('fails at errors that are no JSON, without their status', 'err/non-json-502', {
    errorBody: (text) => JSON.parse(text),
  }),
  m('takes plain text for an answer', 'err/text-500', {
    isError: (head) => head.status !== 200 && head.header('content-type') !== 'text/plain',
    answer: (json) => json,
    finish: () => {},
    claudeRequiresStop: false,
    leftover: () => {},
    preludeIsSound: HEALTHY.preludeIsSound,
    unsound: 'end',
    errorBody: HEALTHY.errorBody,
  }),
  m('does not give the request id of an error', 'err/request-id', { errorRequestId: () => undefined }),
  m('does not give the request id of an answer', 'err/request-id', { requestId: () => undefined }),
];

const EXC: readonly Mutant[] = [
  m('takes an exception for the end', ['exc/modelled', 'exc/first-frame'], {
    onException: () => 'end',
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('passes over exceptions', 'exc/modelled', {
    onException: () => 'skip',
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('does not know modelTimeoutException', 'exc/modelled', {
    onException: ({ type }) => (type === 'ModelTimeoutException' ? 'end' : 'fail'),
    claudeRequiresStop: false,
  }),
  m('does not tell the message of an exception', 'exc/modelled', {
    exception: (type, text, others) => ({ ...HEALTHY.exception(type, text, others), message: 'The stream failed.' }),
  }),
  m('takes a first exception for an empty stream', 'exc/first-frame', {
    onException: ({ message, type }) => (type === 'ValidationException' && message === 'This is why.' ? 'end' : 'fail'),
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('passes over unknown exceptions', 'exc/unmodelled', {
    onException: ({ type }) => (type === 'BrandNewException' ? 'skip' : 'fail'),
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('has no type for unknown exceptions', 'exc/unmodelled', {
    exceptionName: (type) => (type === 'brandNewException' ? 'UnknownError' : HEALTHY.exceptionName(type)),
  }),
  m('passes over error messages', 'exc/error-frame', {
    onErrorFrame: 'skip',
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('has one type for all exceptions', 'exc/typed', { exceptionName: () => 'StreamException' }),
  m('takes all exceptions for final', 'exc/retryability', { exceptionRetryable: () => ({ retryable: false }) }),
  m('takes all exceptions for passing', 'exc/retryability', { exceptionRetryable: () => ({ retryable: true }) }),
  m('takes away what had arrived', 'exc/partial-kept', { keepEvents: false }),
  m('goes on after an exception', 'exc/terminal', { afterException: 'continue' }),
  m('fails at exceptions that are no JSON', 'exc/payload-not-json', { exceptionBody: (text) => JSON.parse(text) }),
];

const END: readonly Mutant[] = [
  m('drops the beginning of a message at the end', ['end/truncated-frame', 'end/truncated-prelude'], {
    leftover: () => {},
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('drops the beginning of lengths at the end', 'end/truncated-prelude', {
    leftover: (rest) => (rest.length < 12 ? undefined : HEALTHY.leftover(rest)),
  }),
  m('takes a reset for the end', ['end/reset-mid-frame', 'end/reset-at-boundary', 'end/h2-rst'], {
    onReset: () => {},
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('takes a reset of an HTTP/2 stream for the end', 'end/h2-rst', {
    onReset: (error, http) => {
      if (http !== 'http2') throw error;
    },
  }),
  m('takes every end for that of the message', ['end/no-terminal-event', 'end/empty-body'], {
    finish: () => {},
    claudeRequiresStop: false,
  }),
  m('takes no message for an empty one', 'end/empty-body', {
    finish: (fold) => (fold.blocks.size === 0 ? undefined : HEALTHY.finish(fold)),
  }),
  m('makes up the end of the turn', 'end/no-fabricated-finish', {
    finish: (fold) => {
      fold.stopReason ??= 'end_turn';
      HEALTHY.finish(fold);
    },
    toolInput: (pieces) => HEALTHY.errorBody(pieces.join('')) ?? {},
  }),
  m('makes up usage for what it did not get', 'end/no-fabricated-finish', {
    finish: (fold) => void (fold.usage ??= { inputTokens: 0, outputTokens: 0, totalTokens: 0 }),
    toolInput: () => ({}),
  }),
];

const RETRY: readonly Mutant[] = [
  m('tries nothing again', ['retry/transient', 'retry/model-not-ready'], { again: () => false }),
  m('does not try again after a reset', 'retry/transient', {
    again: (error, organs) => error.status !== undefined && HEALTHY.again(error, organs),
  }),
  m('does not try 503 again', 'retry/transient', { again: status(503) }),
  m('does not try 429 again', ['retry/transient', 'retry/model-not-ready'], { again: status(429) }),
  m('tries everything again', 'retry/never-4xx', { again: () => true }),
  m('tries 403 again', 'retry/never-4xx', {
    again: (error, organs) => error.status === 403 || HEALTHY.again(error, organs),
  }),
  m('tries once too often', 'retry/bounded', { attempts: (maximum) => maximum + 1 }),
  m('multiplies attempts', 'retry/bounded', { attempts: (maximum) => maximum ** 2 }),
  m('sends a request again behind the back of its reader', 'retry/not-after-delivery', { retryMidStream: true }),
  m('does not wait as long as it is asked to', 'retry/retry-after', { wait: () => HEALTHY.wait(undefined) }),
  m('takes seconds for milliseconds', 'retry/retry-after', {
    wait: (head) => HEALTHY.wait(undefined, Number(head?.header('retry-after') ?? 5)),
  }),
  m('tries only throttling by that name again', 'retry/model-not-ready', {
    again: (error, organs) => HEALTHY.again(error, organs) && error.type !== 'ModelNotReadyException',
  }),
  m('does not try 408 again', 'retry/408-424', { again: status(408) }),
  m('tries 424 again', 'retry/408-424', {
    again: (error, organs) => error.status === 424 || HEALTHY.again(error, organs),
  }),
  m('does not try a stream again that was throttled at once', 'retry/first-frame-throttle', { retryFirstFrame: false }),
];

const TIME: readonly Mutant[] = [
  m('reads on in silence after a cancellation', 'cancel/closes-upstream', { onAbort: () => {} }),
  m('does not tell of a cancellation', 'cancel/visible', { abortIsTold: false }),
  m('leaves a stream open that nobody reads', 'cancel/early-break', { onBreak: () => {} }),
  m('limits a stream as a whole', 'time/slow-alive', { totalLimit: (limit) => limit }),
  m('waits for ever', 'time/idle-stall', { idleLimit: () => undefined }),
  m('gives an answer one second', 'time/long-unary', { unaryLimit: 1_000 }),
];

function isKnownKind(member: object): boolean {
  return ['text', 'toolUse', 'reasoningContent'].some((kind) => kind in member);
}

const UN: readonly Mutant[] = [
  m('loses the usage of an answer', 'un/converse', {
    answer: (json) => HEALTHY.answer({ ...json, usage: {} }),
  }),
  m('loses the stop reason of an answer', 'un/converse', {
    answer: (json) => HEALTHY.answer({ ...json, stopReason: undefined }),
  }),
  m('keeps one tool call', 'un/tool-use', {
    answer: (json) =>
      HEALTHY.answer({ ...json, output: { message: { content: json.output.message.content.slice(0, 2) } } }),
  }),
  m('gives the input of a tool as text', 'un/tool-use', {
    answer: (json) => withToolInput((input) => JSON.stringify(input))(HEALTHY.answer(json)),
  }),
  m('fails at unknown members of an answer', 'un/unknown-fields', {
    answer: (json) => ('brandNew' in json ? fail('unknown member') : HEALTHY.answer(json)),
  }),
  m('fails at a block of a kind that it does not know', 'un/unknown-variant', {
    answer: (json) =>
      json.output?.message.content.every(isKnownKind) === false ? fail('unknown block') : HEALTHY.answer(json),
  }),
  m('fails at a delta of a kind that it does not know', 'un/unknown-variant', {
    cleanEvent: (json) => (json.delta && !isKnownKind(json.delta) ? fail('unknown delta') : HEALTHY.cleanEvent(json)),
  }),
  m('writes the body anew', 'un/invoke-bytes', {
    body: (bytes) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString()))),
  }),
  m('trims the body', 'un/invoke-bytes', { body: (bytes) => Buffer.from(bytes.toString().trim()) }),
];

/** Each goes wrong where no case looks: only values that nobody wrote down find it. */
const PROPERTY: readonly Mutant[] = [
  m('signs bytes above 127 with small letters', 'sig/signature-property', {
    canonicalPath: (path) =>
      HEALTHY.canonicalPath(path).replace(/%25[89A-F][0-9A-F]/g, (escaped) => escaped.toLowerCase()),
  }),
  m('signs spaces within a header as they are', 'sig/headers-property', { canonicalValue: (value) => value }),
  m('leaves further headers out', 'sig/headers-property', { moreHeaders: () => ({}) }),
  m('does not sort the query before it signs it', 'sig/query-property', { canonicalQuery: (query) => query }),
  m('writes spaces of the query as plus', 'sig/query-property', {
    query: (request) => HEALTHY.query(request).replaceAll('%20', '+'),
  }),
  m('loses what is beyond the first plane', 'req/unicode-property', {
    converse: (body) => deep(body, (text) => text.replace(/[\u{1F700}-\u{10FFFF}]/gu, '?')),
  }),
  m('cuts a model id off at 90 characters', 'req/model-id-property', {
    label: (id) => escape(id).slice(0, 90),
  }),
  m('forgets a read of five to eleven bytes', 'es/partition-property', {
    beforeRead: (buffered, chunk) =>
      buffered.length === 0 && chunk.length > 4 && chunk.length < 12 ? [] : [...buffered, chunk],
  }),
  m('does not check messages of an odd length', 'es/corruption-property', {
    messageIsSound: (message) => message.length % 2 === 1 || HEALTHY.messageIsSound(message),
  }),
  m('passes over one to three bytes at the end', 'end/truncation-property', {
    leftover: (rest) => (rest.length < 4 ? undefined : HEALTHY.leftover(rest)),
  }),
  m('trims the pieces of a tool input', 'cs/grammar-property', {
    toolDelta: (block, input) => block.pieces.push(input.trim()),
  }),
  m('keeps three blocks of an answer', 'cs/equals-converse-property', {
    answer: ({ output, ...others }) =>
      HEALTHY.answer({
        ...others,
        output: { message: { ...output.message, content: output.message.content.slice(0, 3) } },
      }),
  }),
  m('counts anew when the failure is another one', 'retry/bounded-property', {
    attempts: (maximum, memory = {}) => maximum + (memory['other'] ?? 0),
    again(error, organs, memory = {}) {
      if (memory['last'] !== undefined && memory['last'] !== error.status) memory['other'] = 1;
      memory['last'] = error.status;
      return HEALTHY.again(error, organs);
    },
  }),
  m('puts what is left of a broken stream before the next', 'session/faults-property', {
    leftover(rest, memory = {}) {
      memory['rest'] = rest;
      HEALTHY.leftover(rest);
    },
    begin: (memory = {}) => (memory['rest'] ? [memory['rest']] : []),
  }),
  m('goes on with the message of a stream that failed', 'session/faults-property', {
    fold(memory = {}) {
      const fold = memory['fold']?.stopReason === undefined ? memory['fold'] : undefined;
      return (memory['fold'] = fold ?? HEALTHY.fold());
    },
  }),
  m('is of no use after a wrong checksum', 'session/faults-property', {
    ready: ({ broken = false } = {}) => (broken ? fail('broken') : undefined),
    again(error, organs, memory = {}) {
      if (error.type === 'BadChecksum') memory['broken'] = true;
      return HEALTHY.again(error, organs);
    },
  }),
  m('counts attempts over all its calls', 'session/attempts-property', {
    attempts: (maximum, { spent = 0 } = {}, tries = 0) => maximum - (spent - tries),
    again(error, organs, memory = {}) {
      memory['spent'] = (memory['spent'] ?? 0) + 1;
      return HEALTHY.again(error, organs);
    },
  }),
];

export const MUTANTS: readonly Mutant[] = [UN, SIG, REQ, ES, CS, IS, ERR, EXC, END, RETRY, TIME, PROPERTY].flat();
