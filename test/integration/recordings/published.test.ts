/** What others have recorded of the real service, replayed to the AWS SDK and compared byte by byte. */
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, test } from 'vitest';
import { createBedrock } from '../../../src/mock-server/index.ts';
import { bodyBytes } from '../../../src/recordings/body.ts';
import { frameBytes } from '../../../src/recordings/frame.ts';
import { formatRecording } from '../../../src/recordings/write.ts';
import {
  parseRecording,
  type Recording,
  type RecordingFile,
  REPLAYING,
  replayScenarios,
} from '../../../src/recordings/index.ts';
import { toRecording } from '../../support/recorded.ts';
import { hasShared, recordings, WITHOUT_SHARED } from '../../support/shared.ts';

const SERVED = new Set([
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
  'ApplyGuardrail',
]);

function files(): RecordingFile[] {
  const own = recordings().map((shared) => ({ file: shared.id, recording: toRecording(shared) }));
  return own.filter(({ recording }) => SERVED.has(recording.operation));
}

function bytesOf({ response }: Recording): Buffer {
  return response.frames ? Buffer.concat(response.frames.map(frameBytes)) : bodyBytes(response.body);
}

describe.skipIf(!hasShared)(`published recordings${WITHOUT_SHARED}`, () => {
  test('are written and read without loss', () => {
    const all = files();
    expect(all.length).toBeGreaterThanOrEqual(300);
    for (const { file, recording } of all) {
      expect(parseRecording(formatRecording(recording), file)).toEqual(recording);
    }
  });

  test('are replayed byte for byte, each in its turn', async () => {
    const all = files();
    await using bedrock = createBedrock({ auth: 'off', ...REPLAYING, scenarios: replayScenarios(all) });
    const { url } = await bedrock.listen();
    const differing: string[] = [];
    for (const { file, recording } of all) {
      const { method, target } = recording.request;
      const body = bodyBytes(recording.request.body);
      const response = await fetch(url + target, { method, body });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status !== recording.response.status || !bytes.equals(bytesOf(recording))) differing.push(file);
    }
    expect(differing).toEqual([]);
  });

  const streams = files().filter(({ recording }) => recording.operation === 'ConverseStream');

  test.each(streams)('the AWS SDK reads $file', async ({ recording }) => {
    await using bedrock = createBedrock({ ...REPLAYING, scenarios: replayScenarios([{ file: 'x', recording }]) });
    const { url } = await bedrock.listen();
    const client = new BedrockRuntimeClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: new NodeHttpHandler(),
      maxAttempts: 1,
    });
    const input = { modelId: recording.modelId, ...inputOf(recording) };
    const names: string[] = [];
    const outcome = await readAll(client, input, names);
    const frames = recording.response.frames ?? [];
    const told = frames.map((frame) =>
      'headers' in frame ? frame.headers.find(([name]) => name.endsWith('-type'))?.[1] : '',
    );
    expect({ names, outcome }).toEqual({
      names: told.filter((name) => !name?.endsWith('Exception')),
      outcome: recording.response.status,
    });
  });
});

/** As the SDK takes it: media in bytes. */
function inputOf({ request }: Recording): { messages: [] } {
  const asBytes = (name: string, value: unknown) => (name === 'bytes' ? Buffer.from(String(value), 'base64') : value);
  return JSON.parse(bodyBytes(request.body).toString(), asBytes) as { messages: [] };
}

/** The events by name; the status of the answer. */
async function readAll(client: BedrockRuntimeClient, input: { modelId: string; messages: [] }, names: string[]) {
  try {
    const { stream = [], $metadata } = await client.send(new ConverseStreamCommand(input));
    for await (const event of stream) names.push(Object.keys(event)[0] as string);
    return $metadata.httpStatusCode;
  } catch (error) {
    return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? String(error);
  }
}
