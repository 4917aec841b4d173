import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';

const MODEL = 'anthropic.claude-3-5-sonnet-20241022-v2:0';

/** Calls Bedrock as in production: region and credentials come from the environment, the host name is AWS's own. */
export async function summarize(review: string): Promise<string> {
  const client = new AnthropicBedrock();
  const message = await client.messages.create({
    model: MODEL,
    max_tokens: 200,
    system: 'You summarize reviews in one sentence.',
    messages: [{ role: 'user', content: review }],
  });
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** The same, piece by piece. */
export async function* summarizeSlowly(review: string): AsyncGenerator<string> {
  const client = new AnthropicBedrock();
  const messages = [{ role: 'user' as const, content: review }];
  for await (const event of client.messages.stream({ model: MODEL, max_tokens: 200, messages })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
  }
}
