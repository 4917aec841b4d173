import {
  type BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';

const MODEL = 'us.amazon.nova-lite-v1:0';
const TOOL = {
  name: 'get_weather',
  inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } } } },
};

/** Answers a question about the weather, which the model looks up with a tool. */
export async function forecast(
  client: BedrockRuntimeClient,
  question: string,
  weatherIn: (city: string) => string,
): Promise<string> {
  const messages: Message[] = [{ role: 'user', content: [{ text: question }] }];
  for (;;) {
    const toolConfig = { tools: [{ toolSpec: TOOL }] };
    const { output, stopReason } = await client.send(new ConverseCommand({ modelId: MODEL, messages, toolConfig }));
    const content = output?.message?.content ?? [];
    if (stopReason !== 'tool_use') return content.map(({ text = '' }) => text).join('');
    const results = content.flatMap(({ toolUse }) => {
      if (!toolUse) return [];
      const { city } = toolUse.input as { city: string };
      return [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: weatherIn(city) }] } }];
    });
    messages.push({ role: 'assistant', content }, { role: 'user', content: results });
  }
}

/** The words of the model as they come; throws where they break off. */
export async function* chat(client: BedrockRuntimeClient, text: string): AsyncGenerator<string> {
  const messages: Message[] = [{ role: 'user', content: [{ text }] }];
  const { stream = [] } = await client.send(new ConverseStreamCommand({ modelId: MODEL, messages }));
  let isWhole = false;
  for await (const { contentBlockDelta, messageStop } of stream) {
    if (contentBlockDelta?.delta?.text) yield contentBlockDelta.delta.text;
    isWhole ||= messageStop !== undefined;
  }
  if (!isWhole) throw new Error('The answer broke off.');
}
