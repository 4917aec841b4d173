/** What must hold for any request, and any run of failures. */
import fc from 'fast-check';
import { calling, CONVERSE, CONVERSE_ANSWER, refusal, SUCCESSES } from '../cases/client/parts.ts';
import { KEYS } from '../cases/client/keys.ts';
import type { ScriptedAnswer } from '../script.ts';
import type { Property } from './property.ts';

/** Any text that is text: without halves of surrogate pairs. */
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
/** `.` and `..` would be taken for a path by whoever resolves URLs. */
const anyId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((id) => !/^\.{1,2}$/.test(id));

export const UNICODE: Property<{ asked: string; said: string }> = {
  slug: 'req/unicode-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Any text comes through unchanged, to the service and back.',
  references: ['RFC 8259, section 8'],
  values: fc.record({ asked: anyText, said: anyText }),
  variants: ({ asked, said }) => [
    calling('Converse', {
      input: { ...CONVERSE, messages: [{ role: 'user', content: [{ text: asked }] }] },
      script: {
        answers: [
          {
            body: {
              json: { ...CONVERSE_ANSWER, output: { message: { role: 'assistant', content: [{ text: said }] } } },
            },
          },
        ],
      },
      expect: [
        { is: 'success' },
        { is: 'sent', path: 'messages[0].content[0].text', oneOf: [asked] },
        { is: 'sound-text' },
        { is: 'text', equals: said },
      ],
    }),
  ],
};

export const SIGNATURE: Property<{ modelId: string; asked: string; session: boolean }> = {
  slug: 'sig/signature-property',
  level: 'SHOULD',
  authority: 'normative',
  statement: 'A request is signed rightly whatever its model id, its body and its keys.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html',
    'PT RestJsonHttpRequestLabelEscaping',
  ],
  needs: ['sigv4', 'session-token'],
  values: fc.record({ modelId: anyId, asked: anyText, session: fc.boolean() }),
  settings: ({ session }) => ({
    credentials: session ? KEYS.session : { accessKeyId: 'test', secretAccessKey: 'test' },
  }),
  variants: ({ modelId, asked }) => [
    calling('Converse', {
      input: { modelId, messages: [{ role: 'user', content: [{ text: asked }] }] },
      expect: [
        { is: 'authenticated', by: 'sigv4' },
        { is: 'model-id', equals: modelId },
      ],
    }),
  ],
};

const FAILURES: readonly ScriptedAnswer[] = [
  refusal('ThrottlingException', 429, 'Too many requests.'),
  refusal('InternalServerException', 500, 'Try again.'),
  refusal('ServiceUnavailableException', 503, 'Unavailable.'),
  refusal('ModelTimeoutException', 408, 'Timed out.'),
  { ending: 'reset' },
];

export const BOUNDED: Property<{ failures: ScriptedAnswer[]; maxAttempts: number }> = {
  slug: 'retry/bounded-property',
  level: 'MUST',
  authority: 'known-defect',
  statement: 'However many failures follow each other, and in whatever order, there are no more attempts than allowed.',
  references: ['https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html'],
  needs: ['max-attempts'],
  share: 0.2,
  values: fc.record({
    failures: fc.array(fc.constantFrom(...FAILURES), { minLength: 1, maxLength: 5 }),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
  }),
  settings: ({ maxAttempts }) => ({ maxAttempts }),
  variants: ({ failures, maxAttempts }) => [
    calling('Converse', {
      script: { answers: [...failures, SUCCESSES.Converse] },
      expect: [{ is: 'requests', min: 1, max: maxAttempts }],
    }),
  ],
};
