/** What the AWS SDK for JavaScript reads out of the bodies of the control plane and of STS; no server between. */
import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { MODELS } from '../../src/fixtures/models/index.ts';
import { profilesIn } from '../../src/fixtures/models/inference-profiles.ts';
import { Refusal } from '../../src/mock-server/exchange.ts';
import { getCallerIdentity } from '../../src/mock-server/operations/get-caller-identity.ts';
import { getFoundationModel } from '../../src/mock-server/operations/get-foundation-model.ts';
import { getInferenceProfile } from '../../src/mock-server/operations/get-inference-profile.ts';
import { listFoundationModels } from '../../src/mock-server/operations/list-foundation-models.ts';
import { listInferenceProfiles } from '../../src/mock-server/operations/list-inference-profiles.ts';
import { stsErrorXml } from '../../src/mock-server/rendering/sts-error.ts';

interface Reply {
  readonly status: number;
  readonly body: string;
}

const caller = {
  arn: 'arn:aws:iam::123456789012:user/Alice',
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
  accountId: '123456789012',
};
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** A client whose requests are answered by a function of path and query. */
function settings(answer: (label: string, query: URLSearchParams) => Reply) {
  const handle = async ({ path, query }: { path: string; query?: Record<string, string> }) => {
    const { status, body } = answer(decodeURIComponent(path.split('/')[2] ?? ''), new URLSearchParams(query));
    return { response: { statusCode: status, headers: {}, body: new Blob([body]).stream() } };
  };
  return { region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: { handle } as never };
}

function json(result: unknown): Reply {
  if (!(result instanceof Refusal)) return { status: 200, body: JSON.stringify(result) };
  return { status: result.status, body: JSON.stringify({ __type: result.type, message: result.message }) };
}

const region = 'us-east-1';
const models = MODELS;

test('ListFoundationModels', async () => {
  const client = new BedrockClient(settings((_label, query) => json(listFoundationModels({ query, region, models }))));
  const { modelSummaries = [] } = await client.send(new ListFoundationModelsCommand({ byProvider: 'anthropic' }));
  expect(modelSummaries.length).toBeGreaterThan(30);
  const sonnet = modelSummaries.find(({ modelId }) => modelId === 'anthropic.claude-sonnet-4-20250514-v1:0');
  expect(sonnet?.modelLifecycle?.endOfLifeTime).toEqual(new Date('2026-10-14T00:00:00Z'));
  await expect(client.send(new ListFoundationModelsCommand({ byInferenceType: 'x' as never }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('GetFoundationModel', async () => {
  const client = new BedrockClient(settings((label) => json(getFoundationModel({ label, region, models }))));
  const { modelDetails } = await client.send(
    new GetFoundationModelCommand({ modelIdentifier: 'anthropic.claude-v2:1' }),
  );
  expect(modelDetails).toMatchObject({ modelName: 'Claude', modelLifecycle: { status: 'LEGACY' } });
  await expect(client.send(new GetFoundationModelCommand({ modelIdentifier: 'no.model' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('the paginator of ListInferenceProfiles', async () => {
  const client = new BedrockClient(
    settings((_label, query) => json(listInferenceProfiles({ query, region, models, caller }))),
  );
  const ids: (string | undefined)[] = [];
  for await (const page of paginateListInferenceProfiles({ client, pageSize: 7 }, { typeEquals: 'SYSTEM_DEFINED' })) {
    ids.push(...(page.inferenceProfileSummaries ?? []).map(({ inferenceProfileId }) => inferenceProfileId));
  }
  expect(ids).toEqual(profilesIn(region, models).map(({ id }) => id));
});

test('GetInferenceProfile by ARN', async () => {
  const client = new BedrockClient(settings((label) => json(getInferenceProfile({ label, region, models, caller }))));
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr';
  const profile = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
  expect(profile.createdAt).toEqual(new Date('2026-07-13T14:00:42.680Z'));
  expect(profile.inferenceProfileArn).toBe(arn);
});

test('GetCallerIdentity and its errors', async () => {
  const requestId = '16fc956c-311e-4199-bee1-1680236e9698';
  const known = new STSClient(settings(() => ({ status: 200, body: getCallerIdentity({ caller, requestId }) })));
  const identity = await known.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '123456789012', Arn: caller.arn, UserId: caller.userId });

  const message = 'The security token included in the request is invalid.';
  const refusal = new Refusal({ status: 403, type: 'UnrecognizedClientException', origin: 'coral.service', message });
  const unknown = new STSClient(settings(() => ({ status: 403, body: stsErrorXml(refusal, requestId) })));
  await expect(unknown.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    message,
  });
});
