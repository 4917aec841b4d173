import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODELS } from '../../../../src/fixtures/models/index.ts';
import { createResolver } from '../../../../src/mock-server/model-selection.ts';
import { parseBody, validateModelId, validateRequest } from '../../../../src/mock-server/validation/index.ts';
import { OPERATIONS, type OperationName } from '../../../../src/wire/operations.ts';
import { hasShared, type Recording, recordings, WITHOUT_SHARED } from '../../../support/shared.ts';

const SONNET_35 = 'anthropic.claude-3-5-sonnet-20241022-v2:0';
const SONNET_45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const resolve = createResolver(MODELS, {});

function refusal(operation: OperationName, modelId: string, body: unknown, rawHeaders: string[] = []) {
  const resolution = resolve(modelId);
  if (!('model' in resolution)) throw new Error(`no such model in the test: ${modelId}`);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return validateRequest({
    operation,
    modelId,
    model: resolution.model,
    body: bytes,
    rawHeaders,
    parsed: parseBody(bytes),
  });
}

const hello = { role: 'user', content: 'Hello' };
const claude = (more: object = {}) => ({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 10,
  messages: [hello],
  ...more,
});
const said = (...turns: [string, ...unknown[]][]) => turns.map(([role, ...content]) => ({ role, content }));
const text = (words: string) => ({ text: words });

describe('Claude on InvokeModel', () => {
  test.each<[string, string, object, string | undefined]>([
    ['a plain request', SONNET_35, claude(), undefined],
    ['the newest SDK', SONNET_45, claude({ anthropic_version: '2026-10-21' }), undefined],
    ['no version', SONNET_35, { max_tokens: 1, messages: [hello] }, 'anthropic_version: Field required'],
    ['a wrong version', SONNET_35, claude({ anthropic_version: '2023-06-01' }), 'Invalid API version: 2023-06-01'],
    [
      'no max_tokens',
      SONNET_35,
      { anthropic_version: 'bedrock-2023-05-31', messages: [hello] },
      'max_tokens: Field required',
    ],
    ['a model in the body', SONNET_35, claude({ model: 'x' }), 'model: Extra inputs are not permitted'],
    ['stream in the body', SONNET_35, claude({ stream: true }), 'stream: Extra inputs are not permitted'],
    ['two users in a row (recorded)', SONNET_35, claude({ messages: [hello, hello] }), undefined],
    [
      'an empty message',
      SONNET_35,
      claude({ messages: [{ role: 'user', content: '' }] }),
      'messages.0: all messages must have non-empty content except for the optional final assistant message',
    ],
    [
      'an empty text block',
      SONNET_35,
      claude({ messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }),
      'messages: text content blocks must be non-empty',
    ],
    [
      'blank text',
      SONNET_35,
      claude({ messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }] }),
      'messages: text content blocks must contain non-whitespace text',
    ],
    [
      'a prefill that ends in a space',
      SONNET_35,
      claude({ messages: [hello, { role: 'assistant', content: 'Sure: ' }] }),
      'messages: final assistant content cannot end with trailing whitespace',
    ],
    [
      'a prefill for a model that takes none',
      'us.anthropic.claude-opus-4-6-v1',
      claude({ messages: [hello, { role: 'assistant', content: 'Sure:' }] }),
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    ],
    [
      'temperature and top_p, Claude 4.5',
      SONNET_45,
      claude({ temperature: 0.5, top_p: 0.5 }),
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    ],
    [
      'an assistant that said nothing (llmgateway#3127)',
      SONNET_35,
      claude({ messages: [hello, { role: 'assistant', content: '' }, hello] }),
      undefined,
    ],
    ['temperature and top_p, Claude 3.5', SONNET_35, claude({ temperature: 0.5, top_p: 0.5 }), undefined],
    [
      'too small a budget',
      SONNET_45,
      claude({ thinking: { type: 'enabled', budget_tokens: 1000 } }),
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    ],
    [
      'a tool result that answers nothing',
      SONNET_35,
      claude({
        messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] }],
      }),
      'messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    ],
    [
      'a tool use without a result',
      SONNET_35,
      claude({
        messages: [
          hello,
          { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'x', input: {} }] },
          hello,
        ],
      }),
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
    ],
    [
      'five cache marks',
      SONNET_45,
      claude({
        system: Array.from({ length: 5 }, () => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } })),
      }),
      'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    ],
    [
      'a prompt',
      'anthropic.claude-3-sonnet-20240229-v1:0',
      { prompt: '\n\nHuman: hi\n\nAssistant:', max_tokens_to_sample: 5 },
      '"claude-3-sonnet-20240229" is not supported on this API. Please use the Messages API instead.',
    ],
  ])('%s', (_name, model, body, message) => {
    expect(refusal('InvokeModel', model, body)?.message).toBe(message);
  });

  test('what is no JSON', () => {
    expect(refusal('InvokeModel', SONNET_35, '{')).toMatchObject({
      status: 400,
      type: 'ValidationException',
      message: 'Malformed input request, please reformat your input and try again.',
    });
  });
});

describe('Claude text completions', () => {
  test.each<[string, object, string | undefined]>([
    ['as it should be', { prompt: '\n\nHuman: hi\n\nAssistant:', max_tokens_to_sample: 5 }, undefined],
    ["the guide's own prompt", { prompt: 'Human: hi\n\nAssistant:', max_tokens_to_sample: 5 }, undefined],
    [
      'no turn of a human',
      { prompt: 'hi', max_tokens_to_sample: 5 },
      'prompt must start with "\\n\\nHuman:" turn after an optional system prompt',
    ],
    [
      'no length',
      { prompt: '\n\nHuman: hi\n\nAssistant:' },
      'Malformed input request: #: required key [max_tokens_to_sample] not found, please reformat your input and try again.',
    ],
  ])('%s', (_name, body, message) => {
    expect(refusal('InvokeModel', 'anthropic.claude-v2', body)?.message).toBe(message);
  });
});

describe('the schema layer of other families', () => {
  const about = (violations: string) =>
    `Malformed input request: ${violations}, please reformat your input and try again.`;

  test.each<[string, string, object, string | undefined]>([
    ['Titan', 'amazon.titan-text-express-v1', { inputText: 'Hi' }, undefined],
    [
      'Titan, two at once',
      'amazon.titan-text-express-v1',
      { prompt: 'Hi' },
      about('#: required key [inputText] not found#: extraneous key [prompt] is not permitted'),
    ],
    [
      'Titan, a number',
      'amazon.titan-text-express-v1',
      { inputText: 1 },
      about('#/inputText: expected type: String, found: Number'),
    ],
    [
      'Nova, a block of no kind (recorded)',
      'amazon.nova-micro-v1:0',
      { messages: [{ role: 'user', content: [{ inputText: 'Say this is a test' }] }] },
      about('#/messages/0/content/0: required key [toolUse] not found'),
    ],
    [
      'Nova, a block with a key too many (recorded)',
      'amazon.nova-micro-v1:0',
      { messages: [{ role: 'user', content: [{ inputText: 'Say this is a test', toolUse: null }] }] },
      about('#/messages/0/content/0: extraneous key [inputText] is not permitted'),
    ],
    [
      'Llama',
      'meta.llama3-8b-instruct-v1:0',
      { prompt: 'Hi', max_tokens: 1 },
      about('#: extraneous key [max_tokens] is not permitted'),
    ],
  ])('%s', (_name, model, body, message) => {
    expect(refusal('InvokeModel', model, body)?.message).toBe(message);
  });
});

describe('headers of InvokeModel', () => {
  test.each<[string[], string | undefined]>([
    [['content-type', 'application/json'], undefined],
    [['Content-Type', 'application/octet-stream'], undefined],
    [
      ['Content-Type', 'application/json; charset=utf-8'],
      'The provided Content Type is invalid or not supported for this model',
    ],
    [
      ['X-Amzn-Bedrock-Trace', 'yes'],
      "1 validation error detected: Value at 'trace' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_FULL]",
    ],
  ])('%j', (headers, message) => {
    expect(refusal('InvokeModel', SONNET_35, claude(), headers)?.message).toBe(message);
  });
});

describe('Converse', () => {
  const tools = { tools: [{ toolSpec: { name: 'x', inputSchema: { json: { type: 'object' } } } }] };
  const toolUse = { toolUse: { toolUseId: 'tooluse_1', name: 'x', input: {} } };
  const toolResult = { toolResult: { toolUseId: 'tooluse_1', content: [text('y')] } };

  test.each<[string, object, string | undefined]>([
    ['a plain request', { messages: said(['user', text('Hello')]) }, undefined],
    [
      'a loop of tools',
      { messages: said(['user', text('Hi')], ['assistant', toolUse], ['user', toolResult]), toolConfig: tools },
      undefined,
    ],
    [
      'a temperature too high',
      { messages: said(['user', text('Hi')]), inferenceConfig: { temperature: 1.5 } },
      "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ],
    [
      'a tool without a name (litellm#24668)',
      {
        messages: said(['user', text('Hi')]),
        toolConfig: { tools: [{ toolSpec: { name: '', inputSchema: { json: { type: 'object' } } } }] },
      },
      "2 validation errors detected: Value '' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+; Value '' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a message without content',
      { messages: [{ role: 'user' }] },
      "1 validation error detected: Value at 'messages.1.member.content' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an image format in capitals',
      { messages: said(['user', { image: { format: 'PNG', source: { bytes: 'AA==' } } }]) },
      "1 validation error detected: Value at 'messages.1.member.content.1.member.image.format' failed to satisfy constraint: Member must satisfy enum value set: [png, jpeg, gif, webp]",
    ],
    [
      'a name of a tool in the conversation (openclaw#12892)',
      { messages: said(['user', { toolUse: { toolUseId: 'a', name: '', input: {} } }]) },
      "2 validation errors detected: Value at 'messages.1.member.content.1.member.toolUse.name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'messages.1.member.content.1.member.toolUse.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
    ],
    [
      'no tools in the configuration',
      { messages: said(['user', text('Hi')]), toolConfig: {} },
      "1 validation error detected: Value null at 'toolConfig.tools' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an underscore in the name of a document (vercel/ai#20366)',
      { messages: said(['user', text('Hi'), { document: { format: 'txt', name: 'a_b', source: { bytes: 'AA==' } } }]) },
      undefined,
    ],
    [
      'an image on S3 in a tool result (recorded)',
      {
        messages: said(
          ['user', text('Hi')],
          ['assistant', toolUse],
          [
            'user',
            {
              toolResult: {
                toolUseId: 'tooluse_1',
                content: [{ image: { format: 'png', source: { s3Location: { uri: 's3://b/k' } } } }],
              },
            },
          ],
        ),
        toolConfig: tools,
      },
      "This model doesn't support the s3Uri field. Remove s3Uri and try again.",
    ],
    [
      'an assistant first',
      { messages: said(['assistant', text('Hi')]) },
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    ],
    ['two users in a row (recorded)', { messages: said(['user', text('Hi')], ['user', text('Hi')]) }, undefined],
    [
      'blank text',
      { messages: said(['user', text('Hi')], ['assistant', text(' ')], ['user', text('Hi')]) },
      'The text field in the ContentBlock object at messages.1.content.0 is blank. Add text to the text field, and try again.',
    ],
    [
      'an empty message',
      { messages: said(['user', text('Hi')], ['assistant']) },
      'The content field in the Message object at messages.1 is empty. Add a ContentBlock object to the content field and try again.',
    ],
    [
      'tools that were not declared',
      { messages: said(['user', text('Hi')], ['assistant', toolUse], ['user', toolResult]) },
      'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
    ],
    [
      'a result that is missing',
      { messages: said(['user', text('Hi')], ['assistant', toolUse], ['user', text('y')]), toolConfig: tools },
      'Expected toolResult blocks at messages.2.content for the following Ids: tooluse_1',
    ],
    [
      'a result too many',
      { messages: said(['user', text('Hi')], ['assistant', text('Hi')], ['user', toolResult]), toolConfig: tools },
      'The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.',
    ],
    [
      'a schema that is no object',
      {
        messages: said(['user', text('Hi')]),
        toolConfig: { tools: [{ toolSpec: { name: 'x', inputSchema: { json: 'x' } } }] },
      },
      'The format of the value at toolConfig.tools.0.toolSpec.inputSchema.json is invalid. Provide a json object for the field and try again.',
    ],
    [
      'too many tokens',
      { messages: said(['user', text('Hi')]), inferenceConfig: { maxTokens: 100_000 } },
      'The maximum tokens you requested exceeds the model limit of 8192. Try again with a maximum tokens value that is lower than 8192.',
    ],
    [
      'a video for Claude (recorded)',
      { messages: said(['user', { video: { format: 'mp4', source: { bytes: 'AA==' } } }]) },
      "This model doesn't support the video content block that you provided. Update the content block and try again.",
    ],
    [
      'what the model behind refuses',
      { messages: said(['user', text('Hi')], ['assistant', text('Sure: ')]) },
      'The model returned the following errors: messages: final assistant content cannot end with trailing whitespace',
    ],
  ])('%s', (_name, body, message) => {
    expect(refusal('Converse', SONNET_35, body)?.message).toBe(message);
  });

  test.each(['{', '{"messages":"Hi"}', '[]'])('%s cannot be read', (body) => {
    expect(refusal('ConverseStream', SONNET_35, body)).toMatchObject({ status: 400, type: 'SerializationException' });
  });
});

describe('CountTokens', () => {
  const wrapped = (body: object) => ({
    input: { invokeModel: { body: Buffer.from(JSON.stringify(body)).toString('base64') } },
  });

  test('wraps another request, and checks it', () => {
    expect(refusal('CountTokens', SONNET_35, wrapped(claude()))).toBeUndefined();
    expect(refusal('CountTokens', SONNET_35, wrapped({ messages: [hello] }))?.message).toBe(
      'anthropic_version: Field required',
    );
  });

  test('is not for profiles (recorded)', () => {
    const model = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
    expect(refusal('CountTokens', model, wrapped(claude()))?.message).toBe(
      "The provided model doesn't support counting tokens.",
    );
  });
});

test('a model identifier that the pattern does not allow', () => {
  expect(validateModelId('InvokeModel', 'anthropic.claude-v2:0:100k$')?.message).toMatch(
    /^1 validation error detected: Value 'anthropic\.claude-v2:0:100k\$' at 'modelId' failed to satisfy constraint: Member must satisfy regular expression pattern: \(arn:aws/,
  );
  expect(validateModelId('InvokeModel', SONNET_35)).toBeUndefined();
});

test('no body and no JSON throws, and nothing but 400 comes of it', () => {
  const operation = fc.constantFrom(...OPERATIONS.map(({ name }) => name));
  const model = fc.constantFrom(...MODELS.map(({ modelId }) => modelId));
  const body = fc.oneof(
    fc.json(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(operation, model, body, (name, modelId, value) => {
      expect([400, undefined]).toContain(refusal(name, modelId, value as object)?.status);
    }),
    { numRuns: 2000 },
  );
});

describe.skipIf(!hasShared)(`recorded requests${WITHOUT_SHARED}`, () => {
  /** Made by hand, as its request in the shape of another family shows. */
  const byHand = ['open-telemetry__opentelemetry-js-contrib#2'];
  const accepted = recordings().filter(
    ({ id, response, operation }) => response.status === 200 && operation !== 'ApplyGuardrail' && !byHand.includes(id),
  );

  test('what the real service accepted is accepted', () => {
    const refused = accepted.flatMap((recording) => {
      const message = refusalOf(recording);
      return message === undefined ? [] : [`${recording.id} ${recording.operation} ${recording.modelId}: ${message}`];
    });
    expect(accepted.length).toBeGreaterThan(250);
    expect(refused).toEqual([]);
  });
});

function refusalOf({ operation, modelId, request }: Recording): string | undefined {
  const resolution = resolve(modelId ?? '');
  if (!('model' in resolution)) return undefined;
  const body = requestBody(request.body);
  if (body === undefined) return undefined;
  return refusal(operation as OperationName, modelId ?? '', body)?.message;
}

/** Recorders stored bodies as text, as objects, or as WireMock's patterns; what is empty was not kept. */
function requestBody(body: unknown): unknown {
  if (body === '' || body === null) return undefined;
  const [pattern] = typeof body === 'string' && body.startsWith('[{"equalToJson"') ? JSON.parse(body) : [];
  return pattern?.equalToJson ?? body;
}
