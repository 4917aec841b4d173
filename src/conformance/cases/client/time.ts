/** Cancelling, waiting, and giving up. */
import type { ClientCase } from '../../case.ts';
import type { ScriptedAnswer } from '../../script.ts';
import { calling, type Dialect, type Draft, hello, inBothStreams, SAYS_HELLO, SUCCESSES } from './parts.ts';

/** Far more than anybody waits for, and then silence. */
const endless = ({ text, stream }: Dialect): ScriptedAnswer => ({
  frames: stream(...Array.from({ length: 40 }, (_, i) => text(`${i} `))),
  pauseMs: 20,
  ending: 'stall',
});

export const TIME: readonly Draft<ClientCase>[] = [
  {
    slug: 'cancel/closes-upstream',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Cancelling a stream closes it towards the server, which would else go on producing, and billing.',
    references: ['strands-agents/sdk-python#3224', 'vercel/ai#3094', 'langchain-ai/langchainjs#6540'],
    needs: ['abort'],
    settings: { cancel: { afterEvents: 3, how: 'abort' } },
    variants: inBothStreams(endless, { expect: [{ is: 'closed-by-client', withinMs: 1_000 }] }),
  },
  {
    slug: 'cancel/visible',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Who reads a stream that was cancelled is told so, and does not take it for ended.',
    references: ['langchain-ai/langchainjs#6540'],
    needs: ['abort'],
    settings: { cancel: { afterEvents: 3, how: 'abort' } },
    variants: inBothStreams(endless, { expect: [{ is: 'error' }] }),
  },
  {
    slug: 'cancel/early-break',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'Who stops reading a stream closes it towards the server.',
    references: ['langchain-ai/langchainjs'],
    needs: ['break'],
    settings: { cancel: { afterEvents: 3, how: 'break' } },
    variants: inBothStreams(endless, { expect: [{ is: 'closed-by-client', withinMs: 1_000 }] }),
  },
  {
    slug: 'time/slow-alive',
    level: 'MUST',
    authority: 'normative',
    statement: 'A stream that is slow but never silent for too long is not given up, however long it takes in all.',
    references: ['https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html'],
    needs: ['read-timeout'],
    settings: { readTimeoutMs: 1_000 },
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), pauseMs: 300 }), { expect: SAYS_HELLO }),
  },
  {
    slug: 'time/idle-stall',
    level: 'SHOULD',
    authority: 'known-defect',
    statement: 'A stream that falls silent for longer than the limit is given up with an error.',
    references: ['langchain-ai/langchainjs#11098', 'maximhq/bifrost#5211'],
    needs: ['read-timeout'],
    settings: { readTimeoutMs: 1_000 },
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), upTo: { frames: 3 }, ending: 'stall' }), {
      expect: [{ is: 'error' }, { is: 'took-at-most', ms: 4_000 }],
    }),
  },
  {
    slug: 'time/long-unary',
    level: 'INFO',
    authority: 'observed',
    statement: 'An answer that takes three seconds is waited for with the settings a client comes with.',
    references: ['boto/botocore'],
    variants: [
      calling('Converse', {
        script: { answers: [{ ...SUCCESSES.Converse, delayMs: 3_000 }] },
        expect: [...SAYS_HELLO, { is: 'requests', max: 1 }],
      }),
    ],
  },
];
