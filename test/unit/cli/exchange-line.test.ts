import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeLine, timeOf } from '../../../src/cli/exchange-line.ts';
import { createPaint } from '../../../src/cli/style.ts';
import type { ExchangeHeadline } from '../../../src/mock-server/index.ts';

const zone = process.env['TZ'];

beforeAll(() => {
  process.env['TZ'] = 'UTC';
});

afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const STREAM: ExchangeHeadline = {
  requestId: '7b3e7371-6dfa-425a-868f-d8d712328c7f',
  sandbox: '',
  receivedAt: '2026-11-21T12:03:55.120Z',
  durationMs: 18,
  protocol: 'HTTP/2.0',
  method: 'POST',
  target: '/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/invoke-with-response-stream',
  operation: 'InvokeModelWithResponseStream',
  modelId: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
  scenario: 'weather',
  status: 200,
  error: undefined,
  note: undefined,
  eventCount: 62,
  ending: 'end',
  outcome: 'complete',
};

const CALL: ExchangeHeadline = {
  ...STREAM,
  protocol: 'HTTP/1.1',
  operation: 'Converse',
  modelId: 'anthropic.claude-v2',
  eventCount: undefined,
};

const SIGNED = 'The signature does not match.\nThe canonical request should have been:\n  POST\n\n  host:h\n';

test.each([
  [
    STREAM,
    '12:03:55.120 200 InvokeModelWithResponseStream us.anthropic.claude-sonnet-4-20250514-v1:0 "weather" 62 events 18 ms h2',
  ],
  [{ ...CALL, scenario: undefined }, '12:03:55.120 200 Converse anthropic.claude-v2 18 ms h1'],
  [
    { ...CALL, sandbox: 't1', protocol: 'in-process' },
    '12:03:55.120 200 [t1] Converse anthropic.claude-v2 "weather" 18 ms in-process',
  ],
  [
    { ...CALL, protocol: 'HTTP/1.0', scenario: 'a "b"' },
    '12:03:55.120 200 Converse anthropic.claude-v2 "a \\"b\\"" 18 ms HTTP/1.0',
  ],
  [
    { ...STREAM, operation: 'ConverseStream', eventCount: 1, ending: 'cut' } as const,
    '12:03:55.120 200 ConverseStream us.anthropic.claude-sonnet-4-20250514-v1:0 "weather" 1 event, cut as scripted 18 ms h2',
  ],
  [
    { ...STREAM, operation: 'ConverseStream', eventCount: 2, ending: 'stall', outcome: 'client-gone' } as const,
    '12:03:55.120 200 ConverseStream us.anthropic.claude-sonnet-4-20250514-v1:0 "weather" 2 events, the client went away 18 ms h2',
  ],
])('%#', (exchange: ExchangeHeadline, line) => {
  expect(exchangeLine(exchange, createPaint(false))).toBe(line);
});

test('under a refusal its reason, or what the client was told', () => {
  const error = { type: 'InvalidSignatureException', message: 'AWS says so.', reason: SIGNED };
  const refused = { ...CALL, scenario: undefined, status: 403, error };
  expect(exchangeLine(refused, createPaint(false))).toBe(
    [
      '12:03:55.120 403 Converse anthropic.claude-v2 InvalidSignatureException 18 ms h1',
      '    The signature does not match.',
      '    The canonical request should have been:',
      '      POST',
      '',
      '      host:h',
    ].join('\n'),
  );
  const told = { ...refused, error: { ...error, reason: undefined } };
  expect(exchangeLine(told, createPaint(false)).split('\n')[1]).toBe('    AWS says so.');
});

test('a path that is no operation, and why', () => {
  const { modelId: _, operation: __, ...rest } = CALL;
  const unknown = { ...rest, modelId: undefined, operation: undefined, scenario: undefined, status: 404 };
  const exchange = { ...unknown, method: 'GET', target: '/x', note: 'GET /x is no operation' };
  expect(exchangeLine(exchange, createPaint(false))).toBe(
    '12:03:55.120 404 GET /x 18 ms h1\n    GET /x is no operation',
  );
});

test('in colours', () => {
  expect(exchangeLine(CALL, createPaint(true))).toBe(
    '\u001B[2m12:03:55.120\u001B[22m \u001B[32m200\u001B[39m Converse anthropic.claude-v2 \u001B[36m"weather"\u001B[39m \u001B[2m18 ms\u001B[22m \u001B[2mh1\u001B[22m',
  );
});

test('the time has its zeros', () => {
  expect(timeOf(Date.UTC(2026, 0, 1, 1, 2, 3, 4))).toBe('01:02:03.004');
});
