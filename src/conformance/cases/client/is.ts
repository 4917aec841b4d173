/** The events of InvokeModelWithResponseStream, and Claude's own stream inside them. */
import type { ClientCase } from '../../case.ts';
import { chunk, claude, claudeStream, claudeText, type Draft, event, SAYS_HELLO } from './parts.ts';

const MODEL_OF_STREAM = 'service model bedrock-runtime: ResponseStream';

export const IS: readonly Draft<ClientCase>[] = [
  {
    slug: 'is/base64',
    level: 'MUST',
    authority: 'normative',
    statement: 'The bytes of a chunk are base64, and are delivered decoded.',
    references: [MODEL_OF_STREAM],
    variants: [claudeStream(claude(claudeText('Hello'), claudeText(', world')), { expect: SAYS_HELLO })],
  },
  {
    slug: 'is/base64-utf8',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'What is in a chunk is UTF-8, not one character a byte.',
    references: [MODEL_OF_STREAM],
    variants: [
      claudeStream(claude(claudeText('Grüße, '), claudeText('世界 🌍')), {
        expect: [{ is: 'success' }, { is: 'text', equals: 'Grüße, 世界 🌍' }],
      }),
    ],
  },
  {
    slug: 'is/typeless-chunk',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A chunk without a type, such as one with metrics alone, is passed over.',
    references: ['anthropics/anthropic-sdk-python#1647', 'pydantic/pydantic-ai#5774'],
    needs: ['claude'],
    variants: [
      claudeStream(
        claude(
          claudeText('Hello'),
          chunk({ 'amazon-bedrock-invocationMetrics': { inputTokenCount: 11 } }),
          claudeText(', world'),
        ),
        { expect: SAYS_HELLO },
      ),
    ],
  },
  {
    slug: 'is/ping',
    level: 'MUST',
    authority: 'normative',
    statement: "A ping inside Claude's stream changes nothing.",
    references: ['https://docs.anthropic.com/en/docs/build-with-claude/streaming#ping-events'],
    needs: ['claude'],
    variants: [
      claudeStream(claude(claudeText('Hello'), chunk({ type: 'ping' }), claudeText(', world')), { expect: SAYS_HELLO }),
    ],
  },
  {
    slug: 'is/inband-error',
    level: 'MUST',
    authority: 'known-defect',
    statement: "An error inside Claude's stream fails the call, with its message.",
    references: ['anthropics/anthropic-sdk-python#1472'],
    needs: ['claude'],
    variants: [
      claudeStream(
        claude(
          claudeText('Hello'),
          chunk({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
          claudeText(', after'),
        ),
        {
          expect: [
            { is: 'error', message: 'Overloaded' },
            { is: 'not-delivered', text: ', after' },
          ],
        },
      ),
    ],
  },
  {
    slug: 'is/chunk-without-bytes',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'A chunk without bytes, which the model allows, is passed over.',
    references: [MODEL_OF_STREAM],
    variants: [
      claudeStream(claude(claudeText('Hello'), event('chunk', {}), claudeText(', world')), { expect: SAYS_HELLO }),
    ],
  },
];
