/** An identity whom IAM denies an action sees what AWS says. */
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bedrock, createBedrock } from '../../src/mock-server/index.ts';

let bedrock: Bedrock;

beforeAll(async () => {
  const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
  bedrock = createBedrock({ credentials: [{ ...key, denied: ['bedrock:InvokeModelWith*'] }] });
  await bedrock.listen();
});
afterAll(() => bedrock.close());

const client = () =>
  new BedrockRuntimeClient({
    endpoint: bedrock.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  });
const input = { modelId: 'us.amazon.nova-lite-v1:0', messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }] };

test('the streaming permission is denied, the other is not', async () => {
  await expect(client().send(new ConverseStreamCommand(input))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::123456789012:user/touchstone is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0 because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action',
  });
  expect((await client().send(new ConverseCommand(input))).stopReason).toBe('end_turn');
});
