/**
 * Sentences of other documents on which a normative case rests: not those documents as a whole, which are about far more
 * than Bedrock.
 */
import { BOTH, CLIENT, type Passage, under } from './requirement.ts';

const rfc = (number: number, title: string, section: string): Passage => ({
  document: `RFC ${number}, ${title}`,
  section: `Section ${section}`,
  url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});

const SDKS: Passage = {
  document: 'AWS SDKs and Tools Reference Guide, Retry behavior',
  section: 'max_attempts',
  url: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
};

export const NEIGHBOURS = [
  ...under(rfc(9112, 'HTTP/1.1', '8'), [
    {
      id: 'neighbours/http1-incomplete',
      binds: CLIENT,
      says: 'An answer over HTTP/1.1 whose connection closes before its last chunk is incomplete.',
      cases: ['end/reset-mid-frame', 'end/reset-at-boundary'],
    },
  ]),
  ...under(rfc(9112, 'HTTP/1.1', '9.3'), [
    {
      id: 'neighbours/connection-kept',
      binds: CLIENT,
      says: 'Over a connection that is kept, each answer begins where the one before ended, and belongs to the next request.',
      cases: ['session/faults-property'],
    },
  ]),
  ...under(rfc(9113, 'HTTP/2', '8.1'), [
    {
      id: 'neighbours/http2-incomplete',
      binds: CLIENT,
      says: 'An answer over HTTP/2 ends with the flag for it; a stream that is reset before is incomplete.',
      cases: ['end/h2-rst', 'end/reset-mid-frame', 'end/reset-at-boundary'],
    },
  ]),
  ...under(rfc(9110, 'HTTP Semantics', '10.2.3'), [
    {
      id: 'neighbours/retry-after',
      binds: CLIENT,
      says: 'Retry-After says how long to wait before the next request.',
      cases: ['retry/retry-after'],
    },
  ]),
  ...under(SDKS, [
    {
      id: 'neighbours/attempts',
      binds: CLIENT,
      says: 'A call has so many attempts in all, and no more.',
      cases: ['retry/bounded', 'retry/bounded-property', 'session/attempts-property'],
    },
  ]),
  ...under(rfc(8259, 'The JavaScript Object Notation (JSON) Data Interchange Format', '8'), [
    {
      id: 'neighbours/json-utf8',
      binds: BOTH,
      says: 'JSON between systems is UTF-8, and text without half a surrogate pair.',
      cases: ['req/unicode-body', 'req/unicode-property', 's/st-utf8-whole'],
    },
  ]),
  ...under(
    {
      document: 'Claude Docs, Streaming Messages',
      section: 'Ping events',
      url: 'https://docs.anthropic.com/en/docs/build-with-claude/streaming#ping-events',
    },
    [
      {
        id: 'neighbours/ping',
        binds: CLIENT,
        says: "A stream of Claude's may have pings anywhere.",
        cases: ['is/ping'],
      },
    ],
  ),
  ...under(
    {
      document: 'Amazon Bedrock User Guide, Carry out a conversation with the Converse API operations',
      section: 'Using the Converse API',
      url: 'https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html',
    },
    [
      {
        id: 'neighbours/slow-models',
        binds: CLIENT,
        says: 'A model may take minutes for its answer; who reads its stream waits as long as there is life in it.',
        cases: ['time/slow-alive', 'time/long-unary'],
      },
    ],
  ),
];
