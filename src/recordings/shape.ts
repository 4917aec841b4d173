/** What a file of a recording looks like: the one declaration that is validated and published. */
import { list, members, named, number, type Shape, table, text, anything } from '../mock-server/matching/shape.ts';
import { OPERATIONS } from '../wire/operations.ts';
import { ENDINGS, type Recording, RECORDING_FORMAT, type RecordedRequest, type RecordedResponse } from './recording.ts';

/** A shape for each member of the type. */
type All<T> = { readonly [K in keyof T]-?: Shape };

const time = (about: string): Shape => number(`${about}, in milliseconds after the request.`, { min: 0 });

const headers = list('In the order and case of the wire.', list('Name and value.', text('Name or value.'), 2));

const FORMS = {
  json: anything('The value of compact JSON.'),
  text: text('UTF-8 that is no compact JSON.'),
  base64: text('Any other bytes.'),
};

const body = named('body', () => members('Bytes in their most readable form.', FORMS, { oneOf: Object.keys(FORMS) }));

const payload = named('payload', () =>
  members(
    'What a message carries.',
    {
      ...FORMS,
      chunk: body,
      members: table('What follows `bytes` in the payload of a chunk.', anything('Any value.')),
    },
    { oneOf: [...Object.keys(FORMS), 'chunk'], beside: { members: ['chunk'] } },
  ),
);

const RAW = { atMs: time('When they came'), raw: text('Base64.') };

const frame = named('frame', () =>
  members(
    'A message of an event stream.',
    { ...RAW, headers, payload },
    { required: ['atMs'], oneOf: ['payload', 'raw'], beside: { headers: ['payload'], payload: ['headers'] } },
  ),
);

const REQUEST: All<RecordedRequest> = {
  method: text('Such as POST.', { minLength: 1 }),
  target: text('Path and query as sent.', { minLength: 1 }),
  headers,
  body,
};

const RESPONSE: All<RecordedResponse> = {
  atMs: time('When its head came'),
  status: number('The HTTP status.', { whole: true, min: 100, max: 599 }),
  headers,
  body,
  frames: list('The messages of an event stream.', frame),
  trailing: members('Bytes at its end that form no message.', RAW, { required: Object.keys(RAW) }),
  ending: text('How it ended.', { only: ENDINGS }),
  endedAtMs: time('When it ended'),
};

const redaction = members(
  'What was taken out.',
  { rule: text('The rule that asked for it.'), at: text('Where it was.') },
  { required: ['rule', 'at'] },
);

const MEMBERS: All<Recording> = {
  format: text('The version of this form.', { only: [RECORDING_FORMAT] }),
  operation: text('As the service model names it.', { only: OPERATIONS.map(({ name }) => name) }),
  modelId: text('As the client gave it.'),
  recordedAt: text('ISO 8601: when the request was complete.'),
  request: members('What the client sent.', REQUEST, { required: ['method', 'target', 'headers'] }),
  response: members('What the service answered.', RESPONSE, {
    required: ['headers', 'ending', 'endedAtMs'],
    beside: { atMs: ['status'], status: ['atMs'], body: ['status'], frames: ['status'] },
    check: ({ body, frames }) =>
      body !== undefined && frames !== undefined
        ? { code: 'inconsistent', at: 'body', message: 'may not stand beside "frames"' }
        : undefined,
  }),
  redacted: list('What was taken out before anything was written.', redaction),
};

export const RECORDING = members('One exchange with a real service.', MEMBERS, { required: Object.keys(MEMBERS) });
