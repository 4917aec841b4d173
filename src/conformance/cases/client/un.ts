/** Whole answers, and what may stand in them. */
import type { ClientCase } from '../../case.ts';
import {
  blockStop,
  calling,
  converse,
  CONVERSE_ANSWER,
  converseStream,
  type Draft,
  event,
  SAID,
  SAYS_HELLO,
  SUCCESSES,
  text,
  USAGE,
} from './parts.ts';

/** JSON as no serialiser would write it, with an escape, spaces and a line break. */
const ODD_BODY = Buffer.from('{ "completion" :\r\n "Gr\\u00fc\u00dfe", "n": 1.0 }\n').toString('base64');

/** A member of `ContentBlock` and of `ContentBlockDelta` that there is not. */
const HOLOGRAM = { hologram: { shape: 'cube', frames: [1, 2] } };

export const UN: readonly Draft<ClientCase>[] = [
  {
    slug: 'un/converse',
    level: 'MUST',
    authority: 'normative',
    statement: 'Text, stop reason and usage of an answer of Converse are given as they were sent.',
    references: ['service model bedrock-runtime: ConverseResponse'],
    variants: [
      calling('Converse', {
        expect: [...SAYS_HELLO, { is: 'stop-reason', equals: 'end_turn' }, { is: 'usage', equals: USAGE }],
      }),
    ],
  },
  {
    slug: 'un/tool-use',
    level: 'MUST',
    authority: 'normative',
    statement: 'The tool calls of an answer of Converse are given with their input.',
    references: ['service model bedrock-runtime: ToolUseBlock'],
    variants: [
      calling('Converse', {
        script: {
          answers: [
            {
              body: {
                json: {
                  ...CONVERSE_ANSWER,
                  output: {
                    message: {
                      role: 'assistant',
                      content: [
                        { text: 'One moment.' },
                        {
                          toolUse: { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Zürich', days: [1, 2] } },
                        },
                        { toolUse: { toolUseId: 'tooluse_2', name: 'clock', input: {} } },
                      ],
                    },
                  },
                  stopReason: 'tool_use',
                },
              },
            },
          ],
        },
        expect: [
          { is: 'success' },
          {
            is: 'tool-calls',
            equals: [
              { name: 'weather', input: { city: 'Zürich', days: [1, 2] } },
              { name: 'clock', input: {} },
            ],
          },
          { is: 'stop-reason', equals: 'tool_use' },
        ],
      }),
    ],
  },
  {
    slug: 'un/unknown-fields',
    level: 'MUST',
    authority: 'normative',
    statement: 'Members of an answer that the model does not know are no error.',
    references: ['https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html'],
    variants: [
      calling('Converse', {
        script: {
          answers: [
            {
              body: {
                json: {
                  brandNew: { a: [1] },
                  ...CONVERSE_ANSWER,
                  output: { message: { role: 'assistant', content: [{ text: SAID }], mood: 'good' }, extra: null },
                  usage: { ...USAGE, serverToolUsage: {}, cacheReadInputTokenCount: 0 },
                },
              },
            },
          ],
        },
        expect: [...SAYS_HELLO, { is: 'stop-reason', equals: 'end_turn' }],
      }),
    ],
  },
  {
    slug: 'un/unknown-variant',
    level: 'SHOULD',
    authority: 'normative',
    statement:
      'A block of content or a delta of a kind that the model does not know is no error, nor is what is around it lost.',
    references: ['https://smithy.io/2.0/spec/aggregate-types.html#union'],
    variants: [
      calling('Converse', {
        script: {
          answers: [
            {
              body: {
                json: {
                  ...CONVERSE_ANSWER,
                  output: {
                    message: { role: 'assistant', content: [{ text: 'Hello' }, HOLOGRAM, { text: ', world' }] },
                  },
                },
              },
            },
          ],
        },
        expect: SAYS_HELLO,
      }),
      converseStream(
        converse(
          text('Hello'),
          blockStop(),
          event('contentBlockDelta', { contentBlockIndex: 1, delta: HOLOGRAM }),
          blockStop(1),
          text(', world', 2),
          blockStop(2),
        ),
        { expect: SAYS_HELLO },
      ),
    ],
  },
  {
    slug: 'un/invoke-bytes',
    level: 'MUST',
    authority: 'normative',
    needs: ['bytes'],
    statement: 'The body of InvokeModel is given byte for byte.',
    references: ['service model bedrock-runtime: InvokeModelResponse.body'],
    variants: [
      calling('InvokeModel', {
        script: { answers: [{ headers: { 'Content-Type': 'application/json' }, body: { base64: ODD_BODY } }] },
        expect: [{ is: 'success' }, { is: 'body', base64: ODD_BODY }],
      }),
      calling('InvokeModel', {
        name: 'plain',
        script: { answers: [SUCCESSES.InvokeModel] },
        expect: [{ is: 'success' }],
      }),
    ],
  },
];
