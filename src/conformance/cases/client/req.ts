/** What requests are made of. */
import type { ClientCase } from '../../case.ts';
import { calling, callingAll, claudeContents, CONVERSE, type Draft, INVOKE, MODEL, OPERATION_PATHS } from './parts.ts';

/** Two-, three- and four-byte characters, a combining accent, a line separator, and a family of four joined emoji. */
const UNICODE = 'é世🌍e\u0301\u2028👨‍👩‍👧‍👦"\\\t';
const TOOL_INPUT = { city: 'Zürich', days: 3, options: { units: ['°C'] } };

function replayed(input: unknown) {
  return {
    modelId: MODEL,
    messages: [
      { role: 'user', content: [{ text: 'What is the weather?' }] },
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'tooluse_1', name: 'weather', input } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'sunny' }] } }] },
    ],
    toolConfig: { tools: [{ toolSpec: { name: 'weather', inputSchema: { json: { type: 'object' } } } }] },
  };
}

const CLAUDE_BODY = { max_tokens: 64, messages: [{ role: 'user', content: 'Say hello.' }] };

export const REQ: readonly Draft<ClientCase>[] = [
  {
    slug: 'req/routes',
    level: 'MUST',
    authority: 'normative',
    statement: 'Each operation is a POST to the path that the service model gives it.',
    references: ['service model bedrock-runtime: http.requestUri'],
    variants: callingAll((operation) => ({
      expect: [{ is: 'route', method: 'POST', path: `/model/${MODEL}/${OPERATION_PATHS[operation]}` }],
    })),
  },
  {
    slug: 'req/content-type',
    level: 'MUST',
    authority: 'normative',
    statement: 'The content type of a request is application/json.',
    references: ['service model bedrock-runtime: restJson1', 'PT RestJsonHttpWithHeaderMemberNoModeledBody'],
    variants: callingAll(() => ({
      expect: [{ is: 'header', name: 'content-type', matches: '^application/json(;|$)' }],
    })),
  },
  {
    slug: 'req/unicode-body',
    level: 'MUST',
    authority: 'normative',
    statement: 'The body is UTF-8, and text of any script arrives in it as it was given.',
    references: ['RFC 8259, section 8'],
    variants: [
      calling('Converse', {
        input: { ...CONVERSE, messages: [{ role: 'user', content: [{ text: UNICODE }] }] },
        expect: [{ is: 'sound-text' }, { is: 'sent', path: 'messages[0].content[0].text', oneOf: [UNICODE] }],
      }),
      calling('InvokeModel', {
        input: { ...INVOKE, body: { ...CLAUDE_BODY, messages: [{ role: 'user', content: UNICODE }] } },
        expect: [{ is: 'sound-text' }, { is: 'sent', path: 'messages[0].content', oneOf: claudeContents(UNICODE) }],
      }),
    ],
  },
  {
    slug: 'req/invoke-drops-model-stream',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A client that writes the request of Claude leaves model and stream out of the body of an invocation.',
    references: ['mlflow/mlflow#25863'],
    needs: ['anthropic'],
    variants: (['InvokeModel', 'InvokeModelWithResponseStream'] as const).map((operation) =>
      calling(operation, {
        input: { modelId: MODEL, body: CLAUDE_BODY },
        expect: [
          { is: 'not-sent', path: 'model' },
          { is: 'not-sent', path: 'stream' },
        ],
      }),
    ),
  },
  {
    slug: 'req/anthropic-version',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'A client that writes the request of Claude adds a version that Bedrock knows.',
    references: [
      'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html',
    ],
    needs: ['anthropic'],
    variants: [
      calling('InvokeModel', {
        input: { modelId: MODEL, body: CLAUDE_BODY },
        expect: [{ is: 'sent', path: 'anthropic_version', oneOf: ['bedrock-2023-05-31', '2026-10-21'] }],
      }),
    ],
  },
  {
    slug: 'req/tool-input-object',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'The input of a tool call is sent back as the JSON object it was.',
    references: ['BerriAI/litellm#11550', 'vercel/ai'],
    variants: [TOOL_INPUT, {}].map((input, index) =>
      calling('Converse', {
        name: ['members', 'empty'][index] as string,
        input: replayed(input),
        expect: [{ is: 'sent', path: 'messages[1].content[0].toolUse.input', oneOf: [input] }],
      }),
    ),
  },
  {
    slug: 'req/endpoint-base-path',
    level: 'INFO',
    authority: 'opinion',
    statement: 'A path in the endpoint is kept and signed.',
    references: ['https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html'],
    needs: ['endpoint-paths'],
    variants: [
      calling('Converse', { expect: [{ is: 'base-path' }, { is: 'requests', min: 1 }] }),
      calling('InvokeModel', { unless: 'Converse', expect: [{ is: 'base-path' }, { is: 'requests', min: 1 }] }),
    ],
  },
];
