/**
 * Requests that no deserialiser takes, after the kinds of Smithy's malformed-request tests of restJson1: values of a wrong
 * type, constraints, required members, enumerations, JSON that is none; in terms of Converse.
 */
import type { JsonValue } from '../../json.ts';
import type { ServerRequest } from '../../server/request.ts';

const USER = { role: 'user', content: [{ text: 'hello' }] };
const SPEC = { name: 'look', inputSchema: { json: { type: 'object' } } };

/** Where in a body of Converse a value of which type is wanted, and a body with another value there. */
const PLACES: readonly (readonly [wanted: Wanted, body: (value: JsonValue) => JsonValue])[] = [
  ['list', (value) => ({ messages: value })],
  ['object', (value) => ({ messages: [value] })],
  ['text', (value) => ({ messages: [{ ...USER, role: value }] })],
  ['list', (value) => ({ messages: [{ ...USER, content: value }] })],
  ['object', (value) => ({ messages: [{ ...USER, content: [value] }] })],
  ['text', (value) => ({ messages: [{ ...USER, content: [{ text: value }] }] })],
  ['object', (value) => ({ messages: [{ ...USER, content: [{ toolResult: value }] }] })],
  ['object', (value) => ({ messages: [{ ...USER, content: [{ image: value }] }] })],
  ['list', (value) => ({ messages: [USER], system: value })],
  ['object', (value) => ({ messages: [USER], inferenceConfig: value })],
  ['number', (value) => ({ messages: [USER], inferenceConfig: { maxTokens: value } })],
  ['number', (value) => ({ messages: [USER], inferenceConfig: { temperature: value } })],
  ['number', (value) => ({ messages: [USER], inferenceConfig: { topP: value } })],
  ['list', (value) => ({ messages: [USER], inferenceConfig: { stopSequences: value } })],
  ['text', (value) => ({ messages: [USER], inferenceConfig: { stopSequences: [value] } })],
  ['object', (value) => ({ messages: [USER], toolConfig: value })],
  ['list', (value) => ({ messages: [USER], toolConfig: { tools: value } })],
  ['object', (value) => ({ messages: [USER], toolConfig: { tools: [{ toolSpec: value }] } })],
  ['text', (value) => ({ messages: [USER], toolConfig: { tools: [{ toolSpec: { ...SPEC, name: value } }] } })],
  ['object', (value) => ({ messages: [USER], toolConfig: { tools: [{ toolSpec: { ...SPEC, inputSchema: value } }] } })],
];

type Wanted = 'list' | 'object' | 'text' | 'number';

const VALUES: Readonly<Record<Wanted | 'boolean', JsonValue>> = {
  list: ['x'],
  object: { x: 1 },
  text: 'x',
  number: 1,
  boolean: true,
};

const WRONG_TYPES = PLACES.flatMap(([wanted, body]) =>
  Object.entries(VALUES)
    .filter(([type]) => type !== wanted)
    .map(([, value]) => body(value)),
);

const CONSTRAINTS: readonly JsonValue[] = [
  { messages: [{}] },
  { messages: [{ role: 'user' }] },
  { messages: [{ content: [{ text: 'hello' }] }] },
  { messages: [{ role: 'wizard', content: [{ text: 'hello' }] }] },
  { messages: [{ role: 'user', content: [] }] },
  { messages: [{ role: 'user', content: [{ text: '' }] }] },
  { messages: [{ role: 'assistant', content: [{ text: 'hello' }] }] },
  { messages: [USER], inferenceConfig: { maxTokens: 0 } },
  { messages: [USER], inferenceConfig: { maxTokens: -1 } },
  { messages: [USER], inferenceConfig: { temperature: -0.1 } },
  { messages: [USER], inferenceConfig: { temperature: 1.5 } },
  { messages: [USER], inferenceConfig: { topP: 2 } },
  { messages: [USER], toolConfig: { tools: [] } },
  { messages: [USER], toolConfig: {} },
  { messages: [USER], toolConfig: { tools: [{ toolSpec: { inputSchema: { json: {} } } }] } },
  { messages: [USER], toolConfig: { tools: [{ toolSpec: { ...SPEC, name: 'no spaces here' } }] } },
  { messages: [USER], toolConfig: { tools: [{ toolSpec: { ...SPEC, name: 'x'.repeat(65) } }] } },
  { messages: [USER], toolConfig: { tools: [{ toolSpec: { name: 'look' } }] } },
];

const TEXTS = [
  '{',
  '[',
  '"',
  '{"messages":',
  '{"messages":[}',
  "{'messages':[]}",
  '{"messages":[],}',
  'hello',
  '\ufeff{',
  '{"a":NaN}',
  '{} {}',
  '\u0000',
];

export const MALFORMED_REQUESTS: readonly ServerRequest[] = [
  ...WRONG_TYPES.map((json) => ({ body: { json } })),
  ...CONSTRAINTS.map((json) => ({ body: { json } })),
  ...TEXTS.map((text) => ({ body: { text } })),
  ...['[]', '1', '"text"', 'true'].map((text) => ({ body: { text } })),
  { body: { base64: '/////w==' } },
  { body: { text: '' } },
];
