/** Streams that end where they should not. */
import type { ClientCase, ClientVariant } from '../../case.ts';
import {
  claude,
  claudeText,
  CONVERSE,
  converseStream,
  claudeStream,
  type Draft,
  hello,
  inBothStreams,
  messageStart,
  text,
  toolInput,
  toolStart,
} from './parts.ts';

const FAILS = { expect: [{ is: 'error' }] } as const;

/** A stream that stops before its message does, for a client that gives its events and for one that makes a message of them. */
function unfinished(expectConverse: ClientVariant['expect'], expectClaude: ClientVariant['expect']): ClientVariant[] {
  return [
    converseStream([messageStart, text('Hello')], { needs: ['message'], expect: expectConverse }),
    claudeStream(claude(claudeText('Hello')).slice(0, 3), { needs: ['claude', 'message'], expect: expectClaude }),
  ];
}

export const END: readonly Draft<ClientCase>[] = [
  {
    slug: 'end/truncated-frame',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A stream that ends in the middle of a message is an error.',
    references: ['vercel/ai#19035', 'anomalyco/opencode#46281'],
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), upTo: { frames: 3, bytes: -5 } }), FAILS),
  },
  {
    slug: 'end/truncated-prelude',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A stream that ends in the middle of the lengths of a message is an error.',
    references: ['vercel/ai#19035'],
    variants: inBothStreams(
      (dialect) => ({ frames: hello(dialect), upTo: { frames: hello(dialect).length - 1, bytes: 7 } }),
      FAILS,
    ),
  },
  {
    slug: 'end/reset-mid-frame',
    level: 'MUST',
    authority: 'normative',
    statement: 'A connection that is reset in the middle of a message is an error.',
    references: ['RFC 9112, section 8', 'RFC 9113, section 8.1'],
    variants: inBothStreams(
      (dialect) => ({ frames: hello(dialect), upTo: { frames: 3, bytes: -5 }, ending: 'reset' }),
      FAILS,
    ),
  },
  {
    slug: 'end/reset-at-boundary',
    level: 'MUST',
    authority: 'normative',
    statement: 'A connection that is reset between two messages is an error.',
    references: ['RFC 9112, section 8', 'RFC 9113, section 8.1'],
    variants: inBothStreams(
      (dialect) => ({ frames: hello(dialect), upTo: { frames: 3 }, ending: 'reset', pauseMs: 5 }),
      FAILS,
    ),
  },
  {
    slug: 'end/h2-rst',
    level: 'MUST',
    authority: 'normative',
    statement: 'A stream of HTTP/2 that is reset after its last message is an error.',
    references: ['RFC 9113, section 8.1'],
    axes: { http: ['http2'] },
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), ending: 'reset', pauseMs: 5 }), FAILS),
  },
  {
    slug: 'end/no-terminal-event',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Whoever makes a message of a stream fails where the stream ends before the message does.',
    references: [
      'langchain-ai/langchain-aws#1286',
      'BerriAI/litellm#32159',
      'NousResearch/hermes-agent#109988',
      'maximhq/bifrost#6081',
    ],
    variants: unfinished([{ is: 'error' }], [{ is: 'error' }]),
  },
  {
    slug: 'end/empty-body',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'A stream without a single message is no message.',
    references: ['langchain-ai/langchain-aws#1286'],
    variants: [
      converseStream([], { needs: ['message'], ...FAILS }),
      claudeStream([], { needs: ['claude', 'message'], ...FAILS }),
    ],
  },
  {
    slug: 'end/no-fabricated-finish',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'No stop reason, no usage and no whole tool call are made up for a stream that ended early.',
    references: ['NousResearch/hermes-agent#109988', 'BerriAI/litellm#32686'],
    variants: [
      {
        operation: 'ConverseStream',
        input: CONVERSE,
        script: { answers: [{ frames: [messageStart, toolStart('delete_everything'), toolInput('{"confirm": tr')] }] },
        expect: [
          { is: 'no-stop-reason' },
          { is: 'no-usage' },
          { is: 'no-tool-call', name: 'delete_everything' },
          { is: 'requests', min: 1 },
        ],
      },
      claudeStream(claude(claudeText('Hello')).slice(0, 3), {
        expect: [{ is: 'no-stop-reason' }, { is: 'requests', min: 1 }],
      }),
    ],
  },
];
