/** What a live run wants before anything is sent, and where it looks for keys. */
import { describe, expect, test } from 'vitest';
import { conformServerCommand } from '../../../src/cli/conform-server.ts';
import { fromEnvironment } from '../../../src/cli/conform-server-live.ts';
import { UsageError } from '../../../src/cli/terminal.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const MEANT = { TOUCHSTONE_LIVE: '1', ...KEYS };

function run(env: Readonly<Record<string, string>>, ...args: string[]): Promise<number> {
  const stopped = () => new Promise<void>(() => {});
  const terminal = { out: () => {}, err: () => {}, colours: false, version: '0', env, stopped };
  return conformServerCommand(args, terminal);
}

describe('a run that is not meant beyond doubt is a usage error that says what to do', () => {
  test.each<[string, Readonly<Record<string, string>>, string[], RegExp]>([
    [
      'no variable',
      KEYS,
      ['--live', '--max-cost-usd', '1'],
      /^--live costs money: set TOUCHSTONE_LIVE=1 in the environment/,
    ],
    ['another value', { ...MEANT, TOUCHSTONE_LIVE: 'yes' }, ['--live', '--max-cost-usd', '1'], /set TOUCHSTONE_LIVE=1/],
    ['no limit', MEANT, ['--live'], /say how much it may, with --max-cost-usd N/],
    ['no flag', MEANT, ['--max-cost-usd', '1', '--endpoint', 'http://x'], /^--max-cost-usd goes with --live/],
    [
      'recordings, no flag',
      MEANT,
      ['--save-recordings', 'x', '--endpoint', 'http://x'],
      /^--save-recordings goes with --live/,
    ],
    [
      'AWS, no flag',
      MEANT,
      ['--endpoint', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
      /is the real AWS.*add --live/,
    ],
    ['dual-stack', MEANT, ['--endpoint', 'https://bedrock-runtime.us-east-1.api.aws'], /is the real AWS/],
    ['China', MEANT, ['--endpoint', 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'], /is the real AWS/],
    ['scripting', MEANT, ['--live', '--max-cost-usd', '1', '--control', 'self'], /^--control does not go with --live/],
    ['no money', MEANT, ['--live', '--max-cost-usd', '0'], /wants a number above 0/],
    ['no port', MEANT, ['--connect-to', 'localhost'], /wants HOST:PORT/],
  ])('%s', async (_, env, args, message) => {
    const tried = run(env, ...args);
    await expect(tried).rejects.toThrow(UsageError);
    await expect(tried).rejects.toThrow(message);
  });
});

test('the endpoint is that of the region, and of its partition', async () => {
  const endpointOf = async (env: Readonly<Record<string, string>>, region?: string) =>
    (await fromEnvironment(region === undefined ? {} : { region }, undefined, { ...KEYS, ...env })).endpoint;
  expect(await endpointOf({})).toBe('https://bedrock-runtime.us-east-1.amazonaws.com');
  expect(await endpointOf({ AWS_DEFAULT_REGION: 'eu-west-1' })).toBe('https://bedrock-runtime.eu-west-1.amazonaws.com');
  expect(await endpointOf({ AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'x' })).toContain('.eu-central-1.');
  expect(await endpointOf({ AWS_REGION: 'eu-central-1' }, 'us-west-2')).toContain('.us-west-2.');
  expect(await endpointOf({ AWS_REGION: 'cn-north-1' })).toBe('https://bedrock-runtime.cn-north-1.amazonaws.com.cn');
});

test('keys are those of the environment, a token makes them temporary, an API key stands beside them', async () => {
  const env = { ...KEYS, AWS_SESSION_TOKEN: 'token', AWS_BEARER_TOKEN_BEDROCK: 'key' };
  const key = {
    accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
    secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
    sessionToken: 'token',
  };
  expect(await fromEnvironment({}, undefined, env)).toMatchObject({ credentials: key, session: key, apiKey: 'key' });
  const plain = await fromEnvironment({}, undefined, KEYS);
  expect(Object.keys(plain)).toEqual(['endpoint', 'region', 'credentials']);
});

test('what the command line says comes first', async () => {
  const given = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const found = await fromEnvironment({ endpoint: 'https://vpce.example', 'api-key': 'own' }, given, MEANT);
  expect(found).toEqual({ endpoint: 'https://vpce.example', region: 'us-east-1', credentials: given, apiKey: 'own' });
});
