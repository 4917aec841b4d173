/** The events of ConverseStream, and the message they make. */
import type { ClientCase } from '../../case.ts';
import {
  blockStop,
  converse,
  converseStream,
  type Draft,
  event,
  messageStart,
  messageStop,
  metadata,
  SAYS_HELLO,
  text,
  toolInput,
  toolStart,
  USAGE,
} from './parts.ts';

const MODEL_OF_STREAM = 'service model bedrock-runtime: ConverseStreamOutput';
const toolCase = (...inputs: readonly string[]) => [
  messageStart,
  toolStart('weather'),
  ...inputs.map((input) => toolInput(input)),
  blockStop(),
  messageStop('tool_use'),
  metadata,
];
const calls = (input: Record<string, string | number>) =>
  [
    { is: 'success' },
    { is: 'tool-calls', equals: [{ name: 'weather', input }] },
    { is: 'stop-reason', equals: 'tool_use' },
  ] as const;
const reasoning = (piece: Record<string, string>) =>
  event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: piece } });
const said = [text('Hello'), text(', world'), blockStop()];

export const CS: readonly Draft<ClientCase>[] = [
  {
    slug: 'cs/text',
    level: 'MUST',
    authority: 'normative',
    statement: 'The pieces of text of a stream are delivered in order and whole, with stop reason and usage.',
    references: [MODEL_OF_STREAM],
    variants: [
      converseStream(converse(...said), {
        expect: [...SAYS_HELLO, { is: 'stop-reason', equals: 'end_turn' }, { is: 'usage', equals: USAGE }],
      }),
    ],
  },
  {
    slug: 'cs/no-block-start-for-text',
    level: 'MUST',
    authority: 'observed',
    statement: 'A block of text may begin with its first delta, without a contentBlockStart.',
    references: ['aws/aws-sdk-java-v2#7136', 'vercel/ai'],
    variants: [
      converseStream(converse(...said), {
        expect: [...SAYS_HELLO, { is: 'block-text', index: 0, equals: 'Hello, world' }],
      }),
    ],
  },
  {
    slug: 'cs/block-start-empty',
    level: 'SHOULD',
    authority: 'observed',
    statement: 'A contentBlockStart whose start is empty begins a block like any other.',
    references: ['vercel/ai'],
    variants: [
      converseStream(
        converse(
          event('contentBlockStart', { contentBlockIndex: 0, start: {} }),
          text('Hello'),
          blockStop(),
          event('contentBlockStart', { contentBlockIndex: 1, start: {} }),
          text(', world', 1),
          blockStop(1),
        ),
        { expect: [...SAYS_HELLO, { is: 'block-text', index: 1, equals: ', world' }] },
      ),
    ],
  },
  {
    slug: 'cs/empty-delta',
    level: 'MUST',
    authority: 'normative',
    statement: 'An empty piece of text is neither an end nor an error.',
    references: [MODEL_OF_STREAM],
    variants: [
      converseStream(converse(text(''), text('Hello'), text(''), text(', world'), blockStop()), { expect: SAYS_HELLO }),
    ],
  },
  {
    slug: 'cs/interleaved-blocks',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A delta belongs to the block that its index names, whatever came before.',
    references: ['vercel/ai'],
    needs: ['blocks'],
    variants: [
      converseStream(
        converse(text('a1 ', 0), text('b1 ', 1), text('a2', 0), text('b2', 1), blockStop(0), blockStop(1)),
        {
          expect: [
            { is: 'success' },
            { is: 'block-text', index: 0, equals: 'a1 a2' },
            { is: 'block-text', index: 1, equals: 'b1 b2' },
          ],
        },
      ),
    ],
  },
  {
    slug: 'cs/tool-args-concat',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'The input of a tool call is the JSON that its pieces make together.',
    references: ['crewAIInc/crewAI#6150', 'crewAIInc/crewAI#5739'],
    variants: [
      converseStream(toolCase('{"ci', 'ty": "Pa', 'ris", "days":', ' 3}'), {
        expect: calls({ city: 'Paris', days: 3 }),
      }),
    ],
  },
  {
    slug: 'cs/tool-args-unicode',
    level: 'MUST',
    authority: 'normative',
    statement: 'Pieces of the input of a tool call may end anywhere, in the middle of an escape too.',
    references: [MODEL_OF_STREAM],
    variants: [
      converseStream(toolCase('{"city": "Z\\u00', 'fcrich \\ud83c', '\\udf0d 世', '界 \\', '"é"}'), {
        expect: calls({ city: 'Zürich 🌍 世界 "é' }),
      }),
    ],
  },
  {
    slug: 'cs/tool-no-delta',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A tool call without any delta has the empty object as its input.',
    references: ['microsoft/autogen#6979', 'vercel/ai#10859'],
    needs: ['message'],
    variants: [converseStream(toolCase(), { expect: calls({}) })],
  },
  {
    slug: 'cs/tool-empty-delta',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A tool call whose only delta is empty has the empty object as its input.',
    references: ['omni#402'],
    needs: ['message'],
    variants: [converseStream(toolCase(''), { expect: calls({}) })],
  },
  {
    slug: 'cs/tool-bad-json',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Input that is no JSON is never silently replaced by an empty object.',
    references: ['crewAIInc/crewAI#6207'],
    needs: ['message'],
    variants: [
      converseStream(toolCase('{"city": "Par'), {
        expect: [
          { is: 'no-tool-call', name: 'weather', input: {} },
          { is: 'requests', min: 1 },
        ],
      }),
    ],
  },
  {
    slug: 'cs/reasoning-text-signature',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Reasoning is put together with its signature.',
    references: [MODEL_OF_STREAM],
    variants: [
      converseStream(
        converse(
          reasoning({ text: 'Let me ' }),
          reasoning({ text: 'think.' }),
          reasoning({ signature: 'c2lnbmF0dXJl' }),
          blockStop(),
          text('Hello', 1),
          blockStop(1),
        ),
        {
          expect: [
            { is: 'success' },
            { is: 'reasoning', equals: { reasoningText: { text: 'Let me think.', signature: 'c2lnbmF0dXJl' } } },
            { is: 'text', equals: 'Hello' },
          ],
        },
      ),
    ],
  },
  {
    slug: 'cs/reasoning-redacted',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Redacted reasoning is kept, so that it can be sent back.',
    references: ['vercel/ai'],
    variants: [
      converseStream(
        converse(reasoning({ redactedContent: 'cmVkYWN0ZWQ=' }), blockStop(), text('Hello', 1), blockStop(1)),
        {
          expect: [
            { is: 'success' },
            { is: 'reasoning', equals: { redactedContent: 'cmVkYWN0ZWQ=' } },
            { is: 'text', equals: 'Hello' },
          ],
        },
      ),
    ],
  },
  {
    slug: 'cs/metadata-last',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Usage that comes after messageStop is not lost.',
    references: ['run-llama/llama_index#19369'],
    variants: [
      converseStream([messageStart, ...said, messageStop(), metadata], {
        expect: [{ is: 'success' }, { is: 'usage', equals: USAGE }],
      }),
    ],
  },
  {
    slug: 'cs/metadata-before-stop',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'Usage that comes before messageStop is not lost, nor is what follows it.',
    references: [MODEL_OF_STREAM],
    variants: [
      converseStream([messageStart, ...said, metadata, messageStop()], {
        expect: [...SAYS_HELLO, { is: 'usage', equals: USAGE }, { is: 'stop-reason', equals: 'end_turn' }],
      }),
    ],
  },
  {
    slug: 'cs/metadata-absent',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'A stream without metadata is a success, and no usage is made up for it.',
    references: ['langchain-ai/langchain-aws#1287'],
    variants: [converseStream([messageStart, ...said, messageStop()], { expect: [...SAYS_HELLO, { is: 'no-usage' }] })],
  },
  {
    slug: 'cs/unknown-event',
    level: 'MUST',
    authority: 'normative',
    statement: 'An event of a type that the model does not know is passed over.',
    references: ['https://smithy.io/2.0/spec/streaming.html'],
    variants: [
      converseStream(
        converse(text('Hello'), event('contentBlockHint', { text: 'nobody knows' }), text(', world'), blockStop()),
        {
          expect: SAYS_HELLO,
        },
      ),
    ],
  },
  {
    slug: 'cs/unknown-field',
    level: 'MUST',
    authority: 'normative',
    statement: 'Members that the model does not know, such as the padding p, are passed over.',
    references: ['https://smithy.io/2.0/spec/streaming.html', 'vercel/ai'],
    variants: [
      converseStream(
        converse(
          event('contentBlockDelta', {
            p: 'abcdefghij',
            contentBlockIndex: 0,
            delta: { text: 'Hello' },
            hint: { a: [1] },
          }),
          event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: ', world' }, p: 'abc' }),
          event('contentBlockStop', { contentBlockIndex: 0, p: 'abcdef' }),
        ),
        { expect: SAYS_HELLO },
      ),
    ],
  },
  {
    slug: 'cs/unknown-stop-reason',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'A stop reason that the model does not know is given as it is.',
    references: ['https://smithy.io/2.0/spec/simple-types.html#enum'],
    needs: ['stop-reasons'],
    variants: [
      converseStream([messageStart, ...said, messageStop('ran_out_of_ink'), metadata], {
        expect: [...SAYS_HELLO, { is: 'stop-reason', equals: 'ran_out_of_ink' }],
      }),
    ],
  },
  {
    slug: 'cs/stop-malformed',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'The stop reasons malformed_model_output and malformed_tool_use are errors.',
    references: ['anomalyco/opencode#46193'],
    needs: ['message'],
    variants: ['malformed_model_output', 'malformed_tool_use'].map((reason) =>
      converseStream([messageStart, ...said, messageStop(reason), metadata], {
        name: reason,
        expect: [{ is: 'error' }],
      }),
    ),
  },
  {
    slug: 'cs/malformed-json',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A known event whose payload is no JSON is an error.',
    references: ['vercel/ai#18994'],
    variants: [
      converseStream(
        converse(
          text('Hello'),
          { ...text(''), payload: { text: '{"contentBlockIndex":0,"delta":{"te' } },
          text(', after'),
          blockStop(),
        ),
        { expect: [{ is: 'error' }, { is: 'not-delivered', text: ', after' }] },
      ),
    ],
  },
];
