// ChatBedrockConverse of @langchain/aws, over HTTP/2 as it comes: node driver.js
import { ChatBedrockConverse } from '@langchain/aws';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { serve, toolsOf, versionOf } from '../support/driver.js';

function modelOf({ endpoint, region, credentials, apiKey, input, options }) {
  // Its own options know no http:// endpoint; this variable is the documented way.
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = endpoint;
  return new ChatBedrockConverse({
    model: input.modelId,
    region,
    ...(credentials && { credentials }),
    ...(apiKey && { bedrockBearerToken: apiKey }),
    ...(options.maxAttempts && {
      maxRetries: 0,
      clientOptions: { maxAttempts: options.maxAttempts },
    }),
  });
}

function messagesOf({ messages }) {
  return messages.flatMap(({ role, content }) => (role === 'assistant' ? [said(content)] : content.map(asked)));
}

function said(content) {
  const calls = content.filter(({ toolUse }) => toolUse);
  return new AIMessage({
    content: content.map(({ text = '' }) => text).join(''),
    tool_calls: calls.map(({ toolUse: { toolUseId, name, input } }) => ({ id: toolUseId, name, args: input })),
  });
}

function asked({ text, toolResult }) {
  if (!toolResult) return new HumanMessage(text);
  return new ToolMessage({ content: toolResult.content[0].text, tool_call_id: toolResult.toolUseId });
}

const BLOCKS = {
  text: ({ text }) => ({ text }),
  reasoning: ({ reasoning, signature }) => ({
    reasoningContent: { reasoningText: { text: reasoning, ...(signature !== undefined && { signature }) } },
  }),
  reasoning_content: ({ reasoningText, redactedContent }) => ({
    reasoningContent: redactedContent === undefined ? { reasoningText } : { redactedContent },
  }),
};

function tell(
  { content, tool_calls: calls = [], usage_metadata: usage, response_metadata: about },
  seen,
  ended = true,
) {
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  seen.message = { content: blocks.map((block) => BLOCKS[block.type]?.(block) ?? {}) };
  // Until the stream has ended they are guesses, and meant to be.
  seen.toolCalls = (ended ? calls : []).map(({ id, name, args }) => ({ id, name, input: args }));
  seen.stopReason = about.stopReason ?? about.messageStop?.stopReason;
  seen.requestId = about.$metadata?.requestId;
  if (usage) {
    const { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: totalTokens } = usage;
    seen.usage = { inputTokens, outputTokens, totalTokens };
  }
}

async function call(run, seen) {
  const tools = toolsOf(run.input).map(({ name, schema }) => ({ name, description: name, schema }));
  const model = tools.length > 0 ? modelOf(run).bindTools(tools) : modelOf(run);
  const messages = messagesOf(run.input);
  if (run.operation === 'Converse') return tell(await model.invoke(messages), seen);
  const { afterEvents, how } = run.options.cancel ?? { afterEvents: Infinity, how: 'break' };
  const controller = new AbortController();
  let [count, whole] = [0, undefined];
  for await (const chunk of await model.stream(messages, { signal: controller.signal })) {
    whole = whole === undefined ? chunk : whole.concat(chunk);
    tell(whole, seen, false);
    if (++count < afterEvents) continue;
    if (how === 'break') return;
    controller.abort();
  }
  if (whole) tell(whole, seen);
}

await serve(
  {
    name: '@langchain/aws',
    version: `${versionOf('@langchain/aws')}, @aws-sdk/client-bedrock-runtime ${versionOf('@aws-sdk/client-bedrock-runtime')}`,
    capabilities: [
      'Converse',
      'ConverseStream',
      'http2',
      'sigv4',
      'session-token',
      'bearer',
      'environment',
      'message',
      'abort',
      'break',
      'max-attempts',
    ],
    // Its messages have one text, whatever blocks it came in.
    without: ['blocks'],
    concurrency: 1,
  },
  call,
  ({ name, $metadata }) => ({ type: name, status: $metadata?.httpStatusCode, requestId: $metadata?.requestId }),
);
