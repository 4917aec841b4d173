// The AI SDK's providers for Bedrock: node driver.js converse|anthropic [newest]
import { serve, toolsOf, versionOf } from '../support/driver.js';

const [, , form, newest] = process.argv;
const [ai, provider] = newest ? ['ai-newest', 'amazon-bedrock-newest'] : ['ai', '@ai-sdk/amazon-bedrock'];
const { generateText, jsonSchema, streamText, tool } = await import(ai);
const FORMS = {
  async converse(settings) {
    const { createAmazonBedrock } = await import(provider);
    return createAmazonBedrock(settings);
  },
  async anthropic(settings) {
    const { createBedrockAnthropic } = await import(`${provider}/anthropic`);
    return createBedrockAnthropic(settings);
  },
};
const OPERATIONS = {
  converse: ['Converse', 'ConverseStream'],
  anthropic: ['InvokeModel', 'InvokeModelWithResponseStream', 'claude', 'anthropic'],
};

async function modelOf({ endpoint, region, credentials = {}, apiKey, input }) {
  const create = await FORMS[form]({ baseURL: endpoint, region, ...credentials, ...(apiKey && { apiKey }) });
  return create(input.modelId);
}

/** A conversation of Converse, or one of Claude that has nothing but text, as the AI SDK has it. */
function messagesOf({ messages, body }) {
  const names = new Map();
  return (messages ?? body.messages).map(({ role, content }) => {
    if (typeof content === 'string') return { role, content };
    const parts = content.map((block) => partOf(block, names));
    return parts[0].type === 'tool-result' ? { role: 'tool', content: parts } : { role, content: parts };
  });
}

function partOf({ text, toolUse, toolResult }, names) {
  if (toolUse) {
    names.set(toolUse.toolUseId, toolUse.name);
    return { type: 'tool-call', toolCallId: toolUse.toolUseId, toolName: toolUse.name, input: toolUse.input };
  }
  if (!toolResult) return { type: 'text', text };
  const { toolUseId, content } = toolResult;
  const output = { type: 'text', value: content[0].text };
  return { type: 'tool-result', toolCallId: toolUseId, toolName: names.get(toolUseId), output };
}

function settingsOf({ input, options }) {
  // Without them it takes no call of a tool in a conversation, nor in an answer.
  const own = toolsOf(input);
  const tools = own.map(({ name, schema }) => [name, tool({ inputSchema: jsonSchema(schema) })]);
  return {
    messages: messagesOf(input),
    maxRetries: options.maxAttempts === undefined ? 2 : options.maxAttempts - 1,
    ...(input.body?.max_tokens && { maxOutputTokens: input.body.max_tokens }),
    ...(tools.length > 0 && { tools: Object.fromEntries(tools) }),
  };
}

/** What a block is, as the kit looks into it; text that goes on is told by its id. */
const BLOCKS = {
  text: ({ text }) => ({ text }),
  reasoning: ({ text, providerMetadata }) => ({ reasoningContent: reasoningOf(text, providerMetadata) }),
};

function reasoningOf(text, metadata = {}) {
  const { signature, redactedData } = metadata.bedrock ?? metadata.amazonBedrock ?? metadata.anthropic ?? {};
  if (redactedData !== undefined) return { redactedContent: redactedData };
  return { reasoningText: { text, ...(signature !== undefined && { signature }) } };
}

function tell({ content, rawFinishReason, totalUsage, usage = totalUsage, response }, seen) {
  const blocks = content.filter(({ type }) => type in BLOCKS || type === 'tool-call');
  seen.message = { content: blocks.map((block) => BLOCKS[block.type]?.(block) ?? {}) };
  const calls = content.filter(({ type }) => type === 'tool-call');
  seen.toolCalls = calls.map(({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, input }));
  seen.stopReason = rawFinishReason;
  seen.requestId = response?.headers?.['x-amzn-requestid'];
  const { inputTokens, outputTokens, totalTokens } = usage ?? {};
  if (inputTokens !== undefined || outputTokens !== undefined) seen.usage = { inputTokens, outputTokens, totalTokens };
}

async function call(run, seen) {
  const model = await modelOf(run);
  if (run.operation === 'Converse' || run.operation === 'InvokeModel')
    return tell(await generateText({ model, ...settingsOf(run) }), seen);
  const controller = new AbortController();
  const result = streamText({ model, abortSignal: controller.signal, ...settingsOf(run), onError: () => {} });
  const end = await readParts(result, run, { seen, controller });
  // It throws nothing where its caller cancels: it says so in a part of the stream, and ends.
  if (end === 'aborted') throw Object.assign(new Error('the stream says that it was aborted'), { name: 'abort' });
  if (end === 'ended') tell(await whole(result), seen);
}

/** How the stream came to its end, for all that its parts say. */
async function readParts({ fullStream }, { options }, { seen, controller }) {
  const { afterEvents, how } = options.cancel ?? { afterEvents: Infinity, how: 'break' };
  let [count, end] = [0, 'ended'];
  for await (const part of fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') end = 'aborted';
    if (part.type === 'text-delta') seen.text = (seen.text ?? '') + part.text;
    if (part.type !== 'text-delta' || ++count < afterEvents) continue;
    if (how === 'break') return 'stopped';
    controller.abort();
  }
  return end;
}

async function whole({ content, rawFinishReason, totalUsage, response }) {
  return {
    content: await content,
    rawFinishReason: await rawFinishReason,
    usage: await totalUsage,
    response: await response,
  };
}

/** After the last attempt it throws an error about attempts, with that of the last inside. */
function errorOf(error) {
  const { name, message, statusCode, isRetryable, responseHeaders } = error.lastError ?? error;
  return {
    type: name,
    message: String(message),
    status: statusCode,
    retryable: isRetryable,
    requestId: responseHeaders?.['x-amzn-requestid'],
  };
}

const common = [
  'http1',
  'sigv4',
  'session-token',
  'bearer',
  'environment',
  'message',
  'abort',
  'break',
  'max-attempts',
];
await serve(
  {
    name: form === 'converse' ? '@ai-sdk/amazon-bedrock' : '@ai-sdk/amazon-bedrock/anthropic',
    version: `${versionOf(provider)}, ai ${versionOf(ai)}, Node ${process.version}`,
    capabilities: [...OPERATIONS[form], ...common],
    without: ['error-types'],
  },
  call,
  errorOf,
);
