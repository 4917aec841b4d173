/** The host names are those the AWS SDK itself resolves. */
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { SmithyRequest } from '../../../src/mock-server/smithy.ts';
import { isAwsUrl } from '../../../src/msw/hosts.ts';

const REGIONS = [
  'us-east-1',
  'eu-central-2',
  'ap-southeast-7',
  'cn-north-1',
  'us-gov-west-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
];
const FORMS = [
  {},
  { useFipsEndpoint: true },
  { useDualstackEndpoint: true },
  { useFipsEndpoint: true, useDualstackEndpoint: true },
];
type Config = ReturnType<typeof configOf>;
const SERVICES = {
  'bedrock-runtime': (config: Config) =>
    new BedrockRuntimeClient(config).send(new ConverseCommand({ modelId: 'm', messages: [] })),
  bedrock: (config: Config) => new BedrockClient(config).send(new ListFoundationModelsCommand()),
  sts: (config: Config) => new STSClient(config).send(new GetCallerIdentityCommand()),
};

function configOf(region: string, form: object, seen: (url: string) => void) {
  return {
    region,
    ...form,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: ({ protocol, hostname, path }: SmithyRequest) => {
        seen(`${protocol}//${hostname}${path}`);
        return Promise.reject(new Error('seen'));
      },
    },
  };
}

const COMBINATIONS = Object.keys(SERVICES).flatMap((service) =>
  REGIONS.flatMap((region) => FORMS.map((form) => ({ service: service as keyof typeof SERVICES, region, form }))),
);

describe('isAwsUrl', () => {
  test.each(COMBINATIONS)('knows where the SDK sends $service in $region, $form', async ({ service, region, form }) => {
    const urls: string[] = [];
    const config = configOf(region, form, (url) => urls.push(url));
    await expect(SERVICES[service](config)).rejects.toThrow('seen');
    expect(urls).toEqual([expect.stringContaining(`//${service}`)]);
    expect(urls.filter(isAwsUrl)).toEqual(urls);
  });

  test.each([
    'https://sts.amazonaws.com/',
    'http://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke',
    'https://bedrock-runtime.us-east-1.amazonaws.com:443/',
    'https://BEDROCK-RUNTIME.us-east-1.amazonaws.com/',
  ])('knows %s', (url) => {
    expect(isAwsUrl(url)).toBe(true);
  });

  test.each([
    'https://s3.us-east-1.amazonaws.com/',
    'https://bedrock-agent-runtime.us-east-1.amazonaws.com/',
    'https://bedrock-runtime.amazonaws.com/',
    'https://bedrock-runtime.us-east-1.amazonaws.com.example.org/',
    'https://example.org/bedrock-runtime.us-east-1.amazonaws.com/',
    'https://not-sts.amazonaws.com/',
    'https://sts.us-east-1.amazonaws-com/',
    'http://127.0.0.1:7357/',
  ])('does not know %s', (url) => {
    expect(isAwsUrl(url)).toBe(false);
  });
});
