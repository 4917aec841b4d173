import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

/**
 * @param {import('@aws-sdk/client-bedrock-runtime').BedrockRuntimeClient} client
 * @param {string} text
 * @param {string} language
 */
export async function translate(client, text, language) {
  const { output, stopReason } = await client.send(
    new ConverseCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      system: [{ text: `Translate into ${language}. Answer with the translation alone.` }],
      messages: [{ role: 'user', content: [{ text }] }],
      inferenceConfig: { maxTokens: 500 },
    }),
  );
  if (stopReason === 'max_tokens') throw new Error('The translation is longer than 500 tokens.');
  return output.message.content.map((block) => block.text ?? '').join('');
}
