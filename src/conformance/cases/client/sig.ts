/** How requests are authorised. */
import type { ClientCase } from '../../case.ts';
import type { ClientExpectation } from '../../expectation.ts';
import { calling, callingAll, CONVERSE, type Draft, refusal, SUCCESSES } from './parts.ts';
import { KEYS } from './keys.ts';

const SIGNED: ClientExpectation = { is: 'authenticated', by: 'sigv4' };
const NAMED = (modelId: string, ...more: readonly ClientExpectation[]) =>
  calling('Converse', {
    input: { ...CONVERSE, modelId },
    expect: [SIGNED, { is: 'model-id', equals: modelId }, ...more],
  });

const AUTHORIZATION = [
  '^AWS4-HMAC-SHA256 +Credential=[^/, ]+/\\d{8}/[a-z0-9-]+/[a-z0-9-]+/aws4_request',
  'SignedHeaders=[a-z0-9:_-]+(;[a-z0-9:_-]+)*',
  'Signature=[0-9a-f]{64}$',
].join(' *, *');

const ARN = 'arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/abcdef123456';

const UNAVAILABLE = refusal('ServiceUnavailableException', 503, 'Try again.');
/**
 * Comes a second after its own `Date`. The `Age` says so, and keeps clients that set their clock by the server from
 * signing the next attempt with that earlier second.
 */
const LATE = { ...UNAVAILABLE, headers: { ...UNAVAILABLE.headers, Age: '1' }, delayMs: 1_200 };

export const SIG: readonly Draft<ClientCase>[] = [
  {
    slug: 'sig/valid',
    level: 'MUST',
    authority: 'normative',
    statement: 'A request is signed with Signature Version 4 for the service bedrock in the region of the endpoint.',
    references: [
      'service model bedrock-runtime: signingName',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html',
    ],
    needs: ['sigv4'],
    variants: callingAll(() => ({
      expect: [SIGNED, { is: 'scope', service: 'bedrock', region: 'us-west-2' }, { is: 'success' }],
    })),
  },
  {
    slug: 'sig/authorization-form',
    level: 'MUST',
    authority: 'normative',
    statement:
      'The Authorization header is the algorithm, then credential, signed headers in lower case and signature in lower-case hexadecimal, with commas between these three.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#add-signature-to-request',
    ],
    needs: ['sigv4'],
    variants: [calling('Converse', { expect: [{ is: 'header', name: 'authorization', matches: AUTHORIZATION }] })],
  },
  {
    slug: 'sig/path-encoded-twice',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'In the canonical request each segment of the path as sent is percent-encoded once more.',
    references: ['BerriAI/litellm#15788', 'neo4j-contrib/neo4j-apoc-procedures#4554', 'OneUptime/oneuptime#3099'],
    needs: ['sigv4'],
    variants: [NAMED('us.touchstone.model é', { is: 'requests', min: 1 })],
  },
  {
    slug: 'sig/sent-equals-signed-path',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'The path that is signed is the path that is sent, spelt the same.',
    references: ['service model bedrock-runtime: modelId', 'RFC 3986, section 2.3'],
    needs: ['sigv4'],
    variants: [NAMED('touchstone.tilde~model_v1-x')],
  },
  {
    slug: 'sig/modelid-colon',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A model id with a colon is signed rightly and arrives as it was given.',
    references: ['aws-beam/aws-erlang#161'],
    needs: ['sigv4'],
    variants: [NAMED('anthropic.claude-3-haiku-20240307-v1:0', { is: 'success' })],
  },
  {
    slug: 'sig/modelid-arn',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'An ARN with a slash is one segment of the path, and arrives as it was given.',
    references: ['vercel/ai', 'anthropics/anthropic-sdk-typescript', 'continuedev/continue#9297'],
    needs: ['sigv4'],
    variants: [NAMED(ARN, { is: 'success' })],
  },
  {
    slug: 'sig/modelid-reserved',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'Characters with a meaning in URLs are escaped in a model id, and arrive as they were given.',
    references: ['PT RestJsonHttpRequestLabelEscaping'],
    needs: ['sigv4'],
    variants: [NAMED("a b%c+ü(d)!*'e")],
  },
  {
    slug: 'sig/body-hash-exact',
    level: 'MUST',
    authority: 'normative',
    statement: 'The signature covers the very bytes of the body, also where the text is not ASCII.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html'],
    needs: ['sigv4'],
    variants: [
      calling('Converse', {
        input: { ...CONVERSE, messages: [{ role: 'user', content: [{ text: 'Grüße, 世界 🌍' }] }] },
        expect: [SIGNED, { is: 'sent', path: 'messages[0].content[0].text', oneOf: ['Grüße, 世界 🌍'] }],
      }),
    ],
  },
  {
    slug: 'sig/session-token-signed',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A session token is sent and is among the signed headers.',
    references: ['alibaba/higress#4065'],
    needs: ['sigv4', 'session-token'],
    settings: { credentials: KEYS.session },
    variants: [
      calling('Converse', {
        expect: [
          { is: 'header', name: 'x-amz-security-token', matches: `^${KEYS.session.sessionToken}$` },
          { is: 'signed', header: 'x-amz-security-token' },
          SIGNED,
        ],
      }),
    ],
  },
  {
    slug: 'sig/no-foreign-session-token',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Keys that are given are not joined with a session token from the environment.',
    references: ['anthropics/anthropic-sdk-typescript#537', 'vercel/ai'],
    needs: ['sigv4', 'environment'],
    settings: {
      environment: {
        AWS_ACCESS_KEY_ID: KEYS.session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.session.secretAccessKey,
        AWS_SESSION_TOKEN: KEYS.session.sessionToken,
      },
    },
    variants: [
      calling('Converse', {
        expect: [
          { is: 'no-header', name: 'x-amz-security-token' },
          { is: 'access-key', equals: KEYS.plain.accessKeyId },
        ],
      }),
    ],
  },
  {
    slug: 'sig/empty-session-token',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'An empty session token counts as none and is not sent.',
    references: ['vercel/ai#4163'],
    needs: ['sigv4', 'session-token'],
    settings: { credentials: { ...KEYS.plain, sessionToken: '' } },
    variants: [calling('Converse', { expect: [{ is: 'no-header', name: 'x-amz-security-token' }, SIGNED] })],
  },
  {
    slug: 'sig/no-hop-by-hop',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Headers that belong to one connection, which a proxy may change, are not signed.',
    references: ['openai/openai-python#3563', 'aws/mcp-proxy-for-aws#313', 'boto/botocore#3643'],
    needs: ['sigv4'],
    variants: [
      calling('Converse', {
        expect: [
          SIGNED,
          {
            is: 'not-signed',
            headers: [
              'connection',
              'keep-alive',
              'te',
              'trailer',
              'transfer-encoding',
              'upgrade',
              'proxy-authorization',
              'proxy-connection',
            ],
          },
        ],
      }),
    ],
  },
  {
    slug: 'sig/host-or-authority-once',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Exactly one of host and :authority is signed, exactly once.',
    references: ['tontinton/maki#212'],
    needs: ['sigv4'],
    variants: [
      calling('Converse', {
        expect: [
          { is: 'signed-once', oneOf: ['host', ':authority'] },
          { is: 'requests', min: 1 },
        ],
      }),
    ],
  },
  {
    slug: 'sig/fresh-per-attempt',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Every attempt is signed anew, with the date of its own sending.',
    references: ['anthropics/anthropic-sdk-go#122'],
    needs: ['sigv4', 'max-attempts'],
    settings: { maxAttempts: 2 },
    variants: [
      calling('Converse', {
        script: {
          answers: [LATE, SUCCESSES.Converse],
        },
        expect: [SIGNED, { is: 'fresh-dates' }],
      }),
    ],
  },
  {
    slug: 'sig/bearer',
    level: 'MUST',
    authority: 'normative',
    statement: 'With a Bedrock API key the request has it as a bearer token, and no trace of a signature.',
    references: ['service model bedrock-runtime: httpBearerAuth'],
    needs: ['bearer'],
    axes: { auth: ['bearer'] },
    variants: callingAll(() => ({
      expect: [
        { is: 'authenticated', by: 'bearer' },
        { is: 'no-header', name: 'authorization', matches: '^AWS4' },
        { is: 'no-header', name: 'x-amz-date' },
        { is: 'success' },
      ],
    })),
  },
  {
    slug: 'sig/bearer-env',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'AWS_BEARER_TOKEN_BEDROCK in the environment is used where nothing else is given.',
    references: ['https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html', 'vercel/ai'],
    needs: ['bearer', 'environment'],
    settings: { ambient: true, environment: { AWS_BEARER_TOKEN_BEDROCK: KEYS.apiKey } },
    variants: [calling('Converse', { expect: [{ is: 'authenticated', by: 'bearer' }, { is: 'success' }] })],
  },
];
