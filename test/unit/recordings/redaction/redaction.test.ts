import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameBytes } from '../../../../src/recordings/frame.ts';
import { findSecrets, parseRule, type Recording, redact } from '../../../../src/recordings/index.ts';
import { accountsIn, secretsIn } from '../../../../src/wire/secrets.ts';
import { toRecording } from '../../../support/recorded.ts';
import { hasShared, recordings, WITHOUT_SHARED } from '../../../support/shared.ts';

const ARN = 'arn:aws:bedrock:us-east-1:210987654321:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0';

function recording(parts: {
  request?: Partial<Recording['request']>;
  response?: Partial<Recording['response']>;
}): Recording {
  return {
    format: 'touchstone-recording/1',
    operation: 'InvokeModel',
    modelId: ARN,
    recordedAt: '2026-01-01T00:00:00.000Z',
    request: { method: 'POST', target: `/model/${encodeURIComponent(ARN)}/invoke`, headers: [], ...parts.request },
    response: { atMs: 1, status: 200, headers: [], ending: 'complete', endedAtMs: 2, ...parts.response },
    redacted: [],
  };
}

describe('always taken out', () => {
  test('credentials in headers; request ids stay', () => {
    const { request, response, redacted } = redact(
      recording({
        request: {
          headers: [
            ['Authorization', 'AWS4-HMAC-SHA256 Credential=AKIA…'],
            ['X-Amz-Security-Token', 'token'],
            ['Cookie', 'session=1'],
            ['x-api-key', 'key'],
            ['Content-Type', 'application/json'],
          ],
        },
        response: {
          headers: [
            ['Set-Cookie', 'session=2'],
            ['x-amzn-RequestId', '90d78b28-0041-4c86-a776-55ac9e8cddc6'],
          ],
        },
      }),
    );
    expect(request.headers).toEqual([
      ['Authorization', '[redacted]'],
      ['X-Amz-Security-Token', '[redacted]'],
      ['Cookie', '[redacted]'],
      ['x-api-key', '[redacted]'],
      ['Content-Type', 'application/json'],
    ]);
    expect(response.headers).toEqual([
      ['Set-Cookie', '[redacted]'],
      ['x-amzn-RequestId', '90d78b28-0041-4c86-a776-55ac9e8cddc6'],
    ]);
    expect(redacted.filter(({ rule }) => rule === 'credentials').map(({ at }) => at)).toEqual([
      '$.request.headers[0][1]',
      '$.request.headers[1][1]',
      '$.request.headers[2][1]',
      '$.request.headers[3][1]',
      '$.response.headers[0][1]',
    ]);
  });

  test('a presigned query', () => {
    const target =
      '/x?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=0123abcd&X-Amz-Date=20260101T000000Z&X-Amz-Security-Token=abc%2Fdef';
    expect(redact(recording({ request: { target } })).request.target).toBe(
      '/x?X-Amz-Credential=redacted&X-Amz-Signature=redacted&X-Amz-Date=20260101T000000Z&X-Amz-Security-Token=redacted',
    );
  });

  test('account ids: in the model id, in the target, and then wherever the same digits stand', () => {
    const redacted = redact(
      recording({
        request: { body: { json: { a: `of ${ARN}`, b: 'account 210987654321', c: '1210987654321' } } },
        response: { body: { text: '<GetCallerIdentityResult><Account>345678901234</Account>' } },
      }),
    );
    const hidden = ARN.replace('210987654321', '000000000000');
    expect(redacted.modelId).toBe(hidden);
    expect(redacted.request.target).toBe(`/model/${encodeURIComponent(hidden)}/invoke`);
    expect(redacted.request.body).toEqual({
      json: { a: `of ${hidden}`, b: 'account 000000000000', c: '1210987654321' },
    });
    expect(redacted.response.body).toEqual({ text: '<GetCallerIdentityResult><Account>000000000000</Account>' });
  });

  test('the account of the documentation stays', () => {
    expect(accountsIn('arn:aws:iam::123456789012:user/x and arn:aws:iam::210987654321:user/x')).toEqual([
      '210987654321',
    ]);
  });
});

describe('by rule', () => {
  const body = {
    json: {
      messages: [
        { role: 'user', content: 'my name is Ann' },
        { role: 'user', content: [1] },
      ],
      n: 1,
    },
  };

  test('what is at a JSON path', () => {
    const { request, redacted } = redact(recording({ request: { body } }), [parseRule('$.messages[*].content')]);
    expect(request.body).toEqual({
      json: {
        messages: [
          { role: 'user', content: '[redacted]' },
          { role: 'user', content: '[redacted]' },
        ],
        n: 1,
      },
    });
    expect(redacted.slice(-2)).toEqual([
      { rule: '$.messages[*].content', at: '$.request.body.messages[0].content' },
      { rule: '$.messages[*].content', at: '$.request.body.messages[1].content' },
    ]);
  });

  test('what a pattern finds, in every text', () => {
    const rules = [parseRule('/ann|bo/i')];
    const redacted = redact(
      recording({
        request: { body, headers: [['x-user', 'Ann']] },
        response: { body: { text: 'Hello Bo\n' }, headers: [['Content-Length', '9']] },
      }),
      rules,
    );
    expect(redacted.request.headers).toEqual([['x-user', '[redacted]']]);
    expect(redacted.request.body).toMatchObject({ json: { messages: [{ content: 'my name is [redacted]' }, {}] } });
    expect(redacted.response.body).toEqual({ text: 'Hello [redacted]\n' });
  });

  test('a length tells that of the new body, or is as wrong as it was', () => {
    const lengthOf = (length: string) => {
      const response = { body: { text: 'Hello Bo' }, headers: [['Content-Length', length]] as const };
      return redact(recording({ response }), [parseRule('/Bo/')]).response.headers[0];
    };
    expect(lengthOf('8')).toEqual(['Content-Length', '16']);
    expect(lengthOf('20')).toEqual(['Content-Length', '28']);
  });

  test('JSON that is not compact, and bytes that are no text', () => {
    const redacted = redact(
      recording({
        request: { body: { text: '{ "a": "Bo", "b": 1 }' } },
        response: { body: { base64: Buffer.from('\xff Bo', 'latin1').toString('base64') } },
      }),
      [parseRule('$.a'), parseRule('/Bo/')],
    );
    expect(redacted.request.body).toEqual({ json: { a: '[redacted]', b: 1 } });
    expect(redacted.response.body).toEqual({ base64: Buffer.from('\xff [redacted]', 'latin1').toString('base64') });
  });

  test('within the chunks of a stream, which stays one of legal messages', () => {
    const frames = [
      {
        atMs: 1,
        headers: [[':event-type', 'chunk']] as const,
        payload: { chunk: { json: { delta: { text: 'I am Bo' } } }, members: { p: 'ab' } },
      },
    ];
    const redacted = redact(recording({ response: { frames } }), [parseRule('/Bo/')]);
    const [frame] = redacted.response.frames ?? [];
    expect(frame).toMatchObject({ payload: { chunk: { json: { delta: { text: 'I am [redacted]' } } } } });
    expect(frameBytes(frame!).toString('latin1')).toContain(
      Buffer.from('{"delta":{"text":"I am [redacted]"}}').toString('base64'),
    );
  });

  test.each([
    ['messages', 'wants a JSON path like $.messages[*].content, or /regex/flags'],
    ['$.a b', 'the JSON path "$.a b" cannot be read from " b" on; it takes .name, [\'name\'], [0], [-1] and [*]'],
    ['/(/', 'Invalid regular expression: /(/g: Unterminated group'],
  ])('%s is no rule', (source, message) => {
    expect(() => parseRule(source)).toThrow(message);
  });
});

/** Put together as they are needed, so that no scanner takes this file for a leak. */
function fake(...parts: readonly string[]): string {
  return parts.join('');
}

const LOOKS: readonly (readonly [name: string, secret: string])[] = [
  ['an AWS access key id', fake('AKIA', 'ABCDEFGH23456722')],
  ['an AWS access key id', fake('ASIA', 'ABCDEFGH23456722')],
  ['an AWS secret access key', `aws_secret_access_key = ${'abcdefghij0123456789'.repeat(2)}`],
  ['an AWS secret access key', `"SecretAccessKey": "${'abcdefghij0123456789'.repeat(2)}"`],
  ['an AWS session token', `IQoJb3JpZ2lu${'abcdefghij'.repeat(6)}`],
  ['a Bedrock API key', fake('ABSK', 'abcdefghij'.repeat(7))],
  ['a Bedrock API key', fake('bedrock-api-key-', 'abcdefghij'.repeat(7))],
  ['a signature of a request', `?X-Amz-Signature=${'0123456789abcdef'.repeat(4)}`],
  ['a JSON Web Token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'a'.repeat(43)].join('.')],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['an API key of Anthropic', fake('sk-ant-api03-', 'a'.repeat(30))],
  ['an API key of OpenAI', fake('sk-proj-', 'a'.repeat(40))],
  ['a token of GitHub', fake('ghp_', 'a'.repeat(36))],
  ['a token of Slack', fake('xoxb-', '1'.repeat(24))],
  ['an API key of Google', fake('AIza', 'a'.repeat(35))],
  ['a secret key of Stripe', fake('sk_live_', 'a'.repeat(24))],
  ['a bearer token', `Bearer ${'a1'.repeat(25)}`],
];

describe('what looks like a secret', () => {
  test.each(LOOKS)('%s: %s', (name, secret) => {
    expect(secretsIn(`Here: ${secret} …`)).toContain(name);
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    '90d78b28-0041-4c86-a776-55ac9e8cddc6',
    'the secret: a life well lived, and then some more of the same kind of text',
    '"signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds4nCp"',
    'sk-learn is a library; task-oriented work; disk-based',
    'Bearer of good news',
  ])('is not: %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });

  const SECRET = fake('AKIA', 'ABCDEFGH23456722');
  const PLACES: readonly (readonly [string, Parameters<typeof recording>[0], string])[] = [
    ['a header', { request: { headers: [['x-note', SECRET]] } }, '$.request.headers[0][1]'],
    ['the target, escaped', { request: { target: `/model/%41${SECRET.slice(1)}/invoke` } }, '$.request.target'],
    ['a body', { request: { body: { json: { a: [SECRET] } } } }, '$.request.body.a[0]'],
    ['the name of a member', { request: { body: { json: { [SECRET]: 1 } } } }, '$.request.body'],
    ['text', { response: { body: { text: `x ${SECRET}` } } }, '$.response.body'],
    ['escapes of JSON', { response: { body: { text: `{ "a": "\\u0041${SECRET.slice(1)}" }` } } }, '$.response.body.a'],
    [
      'bytes',
      { response: { body: { base64: Buffer.from(`\xff${SECRET}`, 'latin1').toString('base64') } } },
      '$.response.body',
    ],
    [
      'a chunk',
      { response: { frames: [{ atMs: 1, headers: [], payload: { chunk: { json: { a: SECRET } } } }] } },
      '$.response.frames[0].payload.chunk.a',
    ],
    [
      'pieces of a stream',
      {
        response: {
          frames: [SECRET.slice(0, 7), SECRET.slice(7)].map((text) => ({
            atMs: 1,
            headers: [],
            payload: { chunk: { json: { delta: { text } } } },
          })),
        },
      },
      '$.response.frames[*].payload.chunk.delta.text',
    ],
  ];

  test.each(PLACES)('is found in %s', (_, parts, at) => {
    expect(findSecrets(recording(parts)).filter((found) => found.at === at)).toEqual([
      { at, looksLike: 'an AWS access key id' },
    ]);
  });

  test('the credentials in use are found whatever they look like', () => {
    const found = findSecrets(recording({ request: { headers: [['x-note', 'is correct horse battery']] } }), [
      'correct horse battery',
      'short',
    ]);
    expect(found).toEqual([{ at: '$.request.headers[0][1]', looksLike: 'the credentials requests are signed with' }]);
  });

  test('ordinary text is none', () => {
    fc.assert(
      fc.property(fc.lorem({ mode: 'sentences', maxCount: 20 }), (text) => {
        expect(secretsIn(text)).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  test.skipIf(!hasShared)(`published recordings hold none once they are redacted${WITHOUT_SHARED}`, () => {
    const found = recordings().flatMap((shared) => findSecrets(redact(toRecording(shared))));
    expect(found).toEqual([]);
  });
});
