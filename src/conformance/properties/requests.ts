/** What must hold for any request, and any run of failures. */
import fc from 'fast-check';
import type { ClientOperation, ClientVariant } from '../case.ts';
import { KEYS } from '../cases/client/keys.ts';
import {
  blockStop,
  calling,
  claude,
  claudeContents,
  claudeText,
  CONVERSE,
  CONVERSE_ANSWER,
  converse,
  INPUTS,
  INVOKE,
  OPERATION_PATHS,
  refusal,
  SUCCESSES,
  text,
  toolInput,
  toolStart,
} from '../cases/client/parts.ts';
import type { ClientExpectation } from '../expectation.ts';
import type { JsonValue } from '../json.ts';
import type { ScriptedAnswer } from '../script.ts';
import type { Property } from './property.ts';

/** Any character, those more often that mean something in a URL, a header or JSON. */
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(...' +&=?#%~/:;,*!\'"()[]{}\\') },
);
/** Any text that is text: without halves of surrogate pairs. */
const anyText = fc.string({ unit, minLength: 1, maxLength: 60 });
/** The service refuses blank text, which is why some clients send something else in its place. */
const anyWords = anyText.filter((words) => words.trim() !== '');
/** `.` and `..` would be taken for a path by whoever resolves URLs. */
const anyId = fc.string({ unit, minLength: 1, maxLength: 40 }).filter((id) => !/^\.{1,2}$/.test(id));
const anyOperation = fc.constantFrom(...(Object.keys(OPERATION_PATHS) as ClientOperation[]));

const SIGV4 = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html';

export const UNICODE: Property<{ asked: string; said: string }> = {
  slug: 'req/unicode-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Any text and any input of a tool come through unchanged, to the service and back.',
  references: ['RFC 8259, section 8'],
  values: fc.record({ asked: anyWords, said: anyText }),
  variants: ({ asked, said }) => [
    calling('Converse', {
      input: { ...CONVERSE, messages: asking(asked), toolConfig: TOOLS },
      script: { answers: [{ body: { json: saying(said) } }] },
      expect: [...arrives(asked), ...comes(said)],
    }),
    calling('ConverseStream', {
      input: { ...CONVERSE, messages: asking(asked), toolConfig: TOOLS },
      script: { answers: [{ frames: streaming(said) }] },
      expect: [...arrives(asked), ...comes(said)],
    }),
    calling('InvokeModelWithResponseStream', {
      input: { ...INVOKE, body: { ...(INVOKE['body'] as object), messages: [{ role: 'user', content: asked }] } },
      script: { answers: [{ frames: claude(claudeText(said)) }] },
      expect: [
        { is: 'sent', path: 'messages[0].content', oneOf: claudeContents(asked) },
        { is: 'sound-text' },
        { is: 'success' },
        { is: 'text', equals: said },
      ],
    }),
  ],
};

/** The service wants it wherever a conversation has the use of a tool. */
const TOOLS = { tools: [{ toolSpec: { name: 'look', inputSchema: { json: { type: 'object' } } } }] };

/** A conversation in which the text stands as a text, and in a name and a value of the input of a tool. */
function asking(asked: string): JsonValue {
  return [
    { role: 'user', content: [{ text: asked }] },
    { role: 'assistant', content: [{ toolUse: { toolUseId: 'tooluse_0', name: 'look', input: inputOf(asked) } }] },
    { role: 'user', content: [{ toolResult: { toolUseId: 'tooluse_0', content: [{ text: asked }] } }] },
  ];
}

const inputOf = (words: string): Readonly<Record<string, JsonValue>> => ({ [`the ${words}`]: [words] });

function arrives(asked: string): ClientExpectation[] {
  return [
    { is: 'sent', path: 'messages[0].content[0].text', oneOf: [asked] },
    { is: 'sent', path: 'messages[1].content[0].toolUse.input', oneOf: [inputOf(asked)] },
    { is: 'sent', path: 'messages[2].content[0].toolResult.content[0].text', oneOf: [asked] },
    { is: 'sound-text' },
  ];
}

function saying(said: string): JsonValue {
  const toolUse = { toolUseId: 'tooluse_1', name: 'look', input: inputOf(said) };
  const message = { role: 'assistant', content: [{ text: said }, { toolUse }] };
  return { ...CONVERSE_ANSWER, output: { message }, stopReason: 'tool_use' };
}

function streaming(said: string) {
  const input = toolInput(JSON.stringify(inputOf(said)), 1);
  return converse(text(said), blockStop(), toolStart('look', 1), input, blockStop(1));
}

function comes(said: string): ClientExpectation[] {
  return [
    { is: 'success' },
    { is: 'text', equals: said },
    { is: 'tool-calls', equals: [{ name: 'look', input: inputOf(said) }] },
  ];
}

export const MODEL_ID: Property<{ modelId: string; operation: ClientOperation }> = {
  slug: 'req/model-id-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Any model id arrives unchanged.',
  references: ['PT RestJsonHttpRequestLabelEscaping'],
  values: fc.record({ modelId: anyId, operation: anyOperation }),
  variants: ({ modelId, operation }) => [
    calling(operation, {
      input: { ...INPUTS[operation], modelId },
      expect: [{ is: 'model-id', equals: modelId }],
    }),
  ],
};

export const SIGNATURE: Property<{ modelId: string; asked: string; session: boolean }> = {
  slug: 'sig/signature-property',
  level: 'SHOULD',
  authority: 'normative',
  statement: 'A request is signed rightly whatever its model id, its body and its keys.',
  references: [SIGV4, 'PT RestJsonHttpRequestLabelEscaping'],
  needs: ['sigv4', 'session-token'],
  values: fc.record({ modelId: anyId, asked: anyText, session: fc.boolean() }),
  settings: ({ session }) => ({
    credentials: session ? KEYS.session : { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
  variants: ({ modelId, asked }) => [
    calling('Converse', {
      input: { modelId, messages: [{ role: 'user', content: [{ text: asked }] }] },
      expect: [
        { is: 'authenticated', by: 'sigv4' },
        { is: 'model-id', equals: modelId },
      ],
    }),
    calling('InvokeModel', {
      input: { modelId, body: { ...(INVOKE['body'] as object), messages: [{ role: 'user', content: asked }] } },
      expect: [{ is: 'authenticated', by: 'sigv4' }],
    }),
  ],
};

type Pairs = Readonly<Record<string, string>>;
const signed = (expect: readonly ClientExpectation[]): ClientVariant =>
  calling('Converse', { expect: [{ is: 'authenticated', by: 'sigv4' }, ...expect] });
const exactly = (value: string): string => `^${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;

/** Names that mean nothing to any hop; values of printable ASCII, with one space and more within. */
const anyHeaders: fc.Arbitrary<Pairs> = fc.dictionary(
  fc.stringMatching(/^x-[a-z][a-z0-9-]{0,12}$/).filter((name) => !name.startsWith('x-amz')),
  fc
    .array(fc.stringMatching(/^[!-~]{1,8}$/), { minLength: 1, maxLength: 4 })
    .chain((words) => fc.constantFrom(' ', '  ', '   ').map((space) => words.join(space))),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

export const HEADERS: Property<Pairs> = {
  slug: 'sig/headers-property',
  level: 'SHOULD',
  authority: 'normative',
  statement: 'A request is signed rightly whatever further headers it has.',
  references: [SIGV4],
  needs: ['sigv4', 'headers'],
  values: anyHeaders,
  settings: (headers) => ({ headers }),
  variants: (headers) => [
    signed(Object.entries(headers).map(([name, value]) => ({ is: 'header', name, matches: exactly(value) }))),
  ],
};

export const QUERY: Property<Pairs> = {
  slug: 'sig/query-property',
  level: 'SHOULD',
  authority: 'normative',
  statement: 'A request is signed rightly whatever the query of its URL.',
  references: [SIGV4],
  needs: ['sigv4', 'query'],
  values: fc.dictionary(
    fc.string({ unit, minLength: 1, maxLength: 10 }).filter((name) => name !== '__proto__'),
    fc.string({ unit, maxLength: 20 }),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
  settings: (query) => ({ query }),
  variants: (query) => [signed([{ is: 'query', equals: query }])],
};

const FAILURES: readonly ScriptedAnswer[] = [
  refusal('ThrottlingException', 429, 'Too many requests.'),
  refusal('InternalServerException', 500, 'Try again.'),
  refusal('ServiceUnavailableException', 503, 'Unavailable.'),
  refusal('ModelTimeoutException', 408, 'Timed out.'),
  { ending: 'reset' },
];

export const BOUNDED: Property<{ failures: ScriptedAnswer[]; maxAttempts: number; operation: ClientOperation }> = {
  slug: 'retry/bounded-property',
  level: 'MUST',
  authority: 'known-defect',
  statement: 'However many failures follow each other, and in whatever order, there are no more attempts than allowed.',
  references: ['https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html'],
  needs: ['max-attempts'],
  share: 0.2,
  values: fc.record({
    failures: fc.array(fc.constantFrom(...FAILURES), { minLength: 1, maxLength: 5 }),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
    operation: anyOperation,
  }),
  settings: ({ maxAttempts }) => ({ maxAttempts }),
  variants: ({ failures, maxAttempts, operation }) => [
    calling(operation, {
      script: { answers: [...failures, SUCCESSES[operation]] },
      expect: [{ is: 'requests', min: 1, max: maxAttempts }],
    }),
  ],
};
