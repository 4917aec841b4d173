/** The framing of streams: where messages begin and end, what their headers say, and what to do with a broken one. */
import type { ClientCase, ClientVariant } from '../../case.ts';
import { encodeFrame } from '../../frames.ts';
import { bytesOf } from '../../stage-answer.ts';
import type { FrameSpec, HeaderSpec, ScriptedAnswer } from '../../script.ts';
import {
  CONVERSE,
  type Dialect,
  DIALECTS,
  type Draft,
  event,
  hello,
  inBothStreams,
  SAID,
  SAYS_HELLO,
  streamVariant,
  string,
} from './parts.ts';

const SPECIFICATION = 'https://smithy.io/2.0/aws/amazon-eventstream.html';
const UTF8 = 'Grüße, 世界 🌍';

/** «Hello», then a message with something wrong, then more that nobody should see. */
function broken(
  spoil: (frame: FrameSpec) => FrameSpec,
  ending: 'stall' | 'end' = 'end',
): (dialect: Dialect) => ScriptedAnswer {
  return ({ text, stream }) => ({ frames: stream(text('Hello'), spoil(text(', spoilt')), text(', after')), ending });
}

/** Where clients differ. */
function mayFail(spoil: (frame: FrameSpec) => FrameSpec): ClientVariant[] {
  return inBothStreams(broken(spoil), { expect: [{ is: 'error' }] });
}

interface HowItGoesOn {
  readonly name?: string;
  /** After what follows. Silence shows who waits for bytes that will never come. */
  readonly ending?: 'stall' | 'end';
}

/** Both streams with such a message: an error, and nothing of it or after it. */
function fails(spoil: (frame: FrameSpec) => FrameSpec, { name, ending }: HowItGoesOn = {}): ClientVariant[] {
  return inBothStreams(broken(spoil, ending), {
    ...(name !== undefined && { name }),
    expect: [{ is: 'error' }, { is: 'not-delivered', text: ', spoilt' }, { is: 'not-delivered', text: ', after' }],
  });
}

const damaged =
  (...damage: NonNullable<FrameSpec['damage']>) =>
  (frame: FrameSpec): FrameSpec => ({ ...frame, damage });
const withHeaders =
  (change: (headers: readonly HeaderSpec[]) => readonly HeaderSpec[]) =>
  (frame: FrameSpec): FrameSpec => ({ ...frame, headers: change(frame.headers) });
const without = (name: string) => withHeaders((headers) => headers.filter((header) => header.name !== name));
/** The same text, as bytes in place of a string. */
const asBytes = (name: string) =>
  withHeaders((headers) =>
    headers.map((header) =>
      header.name === name
        ? { name, type: 'bytes', value: Buffer.from(String(header.value)).toString('base64') }
        : header,
    ),
  );
const adding = (...more: readonly HeaderSpec[]) => withHeaders((headers) => [...headers, ...more]);

/** Both streams with every message changed: as if nothing had been. */
function passes(change: (frame: FrameSpec) => FrameSpec): ClientVariant[] {
  return inBothStreams((dialect) => ({ frames: hello(dialect).map(change) }), { expect: SAYS_HELLO });
}

const ONE_OF_EACH: readonly HeaderSpec[] = [
  { name: 'x-true', type: 'true' },
  { name: 'x-false', type: 'false' },
  { name: 'x-byte', type: 'byte', value: -5 },
  { name: 'x-short', type: 'short', value: -300 },
  { name: 'x-int', type: 'int', value: 70_000 },
  { name: 'x-long', type: 'long', value: '9223372036854775807' },
  { name: 'x-bytes', type: 'bytes', value: 'AAEC/w==' },
  string('x-string', 'grün'),
  { name: 'x-timestamp', type: 'timestamp', value: 1_730_384_114_000 },
  { name: 'x-uuid', type: 'uuid', value: '123e4567-e89b-12d3-a456-426614174000' },
];

/** Together longer than the 131,072 bytes that a service may send; each as long as a value may be. */
const LONG_HEADERS: readonly HeaderSpec[] = Array.from({ length: 5 }, (_, number) => ({
  name: `x-long-${number}`,
  type: 'string',
  fill: 32_767,
}));

/**
 * Each byte alone where a message begins, through lengths, checksum and the first header, and where it ends; the bytes
 * between come together, as they would only take time.
 */
function bytewise(frames: readonly FrameSpec[]): number[] {
  let start = 0;
  return frames.flatMap((frame) => {
    const [begin, end] = [start, (start += encodeFrame(frame).length)];
    return [...range(begin, begin + 32), ...range(end - 5, end)];
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Offsets inside each character of several bytes that stands as such in the body. */
function insideCharacters(answer: ScriptedAnswer): number[] {
  const bytes = bytesOf(answer);
  return Array.from(bytes.keys()).filter((at) => ((bytes[at] as number) & 0xc0) === 0x80);
}

const utf8Answer: ScriptedAnswer = {
  frames: (DIALECTS[0] as Dialect).stream((DIALECTS[0] as Dialect).text(UTF8)),
};

export const ES: readonly Draft<ClientCase>[] = [
  {
    slug: 'es/split-every-byte',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A stream means the same when it arrives byte by byte.',
    references: [SPECIFICATION, 'claurst#214'],
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), writes: { cuts: bytewise(hello(dialect)) } }), {
      expect: SAYS_HELLO,
    }),
  },
  {
    slug: 'es/split-in-utf8',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A character that arrives in two halves is one character.',
    references: ['vercel/ai'],
    variants: [
      {
        operation: 'ConverseStream',
        input: CONVERSE,
        script: { answers: [{ ...utf8Answer, writes: { cuts: insideCharacters(utf8Answer) }, pauseMs: 3 }] },
        expect: [{ is: 'success' }, { is: 'text', equals: UTF8 }],
      },
    ],
  },
  {
    slug: 'es/coalesced',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'Messages that arrive together are all read.',
    references: ['jeremychone/rust-genai#297'],
    variants: inBothStreams((dialect) => ({ frames: hello(dialect), writes: 'whole' }), { expect: SAYS_HELLO }),
  },
  {
    slug: 'es/prelude-crc',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message whose prelude does not match its checksum ends the stream with an error.',
    references: [SPECIFICATION],
    variants: fails(damaged({ checksum: 'prelude' })),
  },
  {
    slug: 'es/message-crc',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message that does not match its checksum ends the stream with an error.',
    references: [SPECIFICATION],
    variants: fails(damaged({ checksum: 'message' })),
  },
  {
    slug: 'es/nothing-after-corruption',
    level: 'MUST',
    authority: 'normative',
    statement: 'After a corrupted message the call ends at once, and nothing that follows is delivered.',
    references: [SPECIFICATION, 'vercel/ai#18994'],
    variants: inBothStreams(
      ({ text, stream }) => {
        const frames = stream(text('Hello'), damaged({ byte: -8, xor: 1 })(text(', spoilt')), text(', after'));
        // Long enough for a slow client to hand on what came before: whoever reads in a pipeline loses what is still in it.
        return { frames, ending: 'stall', pauseMs: 400 };
      },
      { expect: [{ is: 'error' }, { is: 'delivered', text: 'Hello' }, { is: 'not-delivered', text: ', after' }] },
    ),
  },
  {
    slug: 'es/unknown-header-types',
    level: 'MUST',
    authority: 'normative',
    statement: 'Headers of all ten types are read or passed over by their width.',
    references: [SPECIFICATION, 'hydra#880'],
    variants: passes(withHeaders((headers) => [...ONE_OF_EACH, ...headers])),
  },
  {
    slug: 'es/header-order',
    level: 'MUST',
    authority: 'normative',
    statement: 'The order of the headers of a message does not matter.',
    references: [SPECIFICATION],
    variants: passes(withHeaders((headers) => headers.toReversed())),
  },
  {
    slug: 'es/no-content-type',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'A message without :content-type is read all the same.',
    references: [SPECIFICATION],
    variants: passes(without(':content-type')),
  },
  {
    slug: 'es/missing-message-type',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message without :message-type is an error.',
    references: ['PT MissingMessageTypeOutput'],
    variants: fails(without(':message-type')),
  },
  {
    slug: 'es/malformed-message-type',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message whose :message-type is no string is an error.',
    references: ['PT MalformedMessageTypeOutput'],
    variants: fails(asBytes(':message-type')),
  },
  {
    slug: 'es/missing-event-type',
    level: 'MUST',
    authority: 'normative',
    statement: 'An event without :event-type is an error.',
    references: ['PT MissingEventTypeOutput'],
    variants: fails(without(':event-type')),
  },
  {
    slug: 'es/malformed-event-type',
    level: 'MUST',
    authority: 'normative',
    statement: 'An event whose :event-type is no string is an error.',
    references: ['PT MalformedEventTypeOutput'],
    variants: fails(asBytes(':event-type')),
  },
  {
    slug: 'es/unknown-message-type',
    level: 'INFO',
    authority: 'opinion',
    statement: 'A message of a type that is neither event, exception nor error is an error.',
    references: [SPECIFICATION],
    variants: mayFail(
      withHeaders((headers) =>
        headers.map((header) => (header.name === ':message-type' ? string(':message-type', 'telemetry') : header)),
      ),
    ),
  },
  {
    slug: 'es/duplicate-header',
    level: 'INFO',
    authority: 'normative',
    statement: 'A message with the same header twice is an error.',
    references: [SPECIFICATION, 'boto/botocore'],
    variants: mayFail(adding(string('x-twice', 'a'), string('x-twice', 'b'))),
  },
  {
    slug: 'es/bad-header-type',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A header of a type that does not exist is an error.',
    references: ['smithy-lang/smithy-rs: invalid_header_value_type'],
    variants: fails(adding({ name: 'x-odd', type: 'string', value: 'odd', typeByte: 60 })),
  },
  {
    slug: 'es/bad-header-length',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A header that claims to reach beyond the headers is an error.',
    references: ['smithy-lang/smithy-rs: invalid_header_string_length_cut_off', 'awslabs/aws-c-event-stream'],
    variants: fails(adding({ name: 'x-long', type: 'string', value: 'short', claims: 60_000 })),
  },
  {
    slug: 'es/length-below-16',
    level: 'MUST',
    authority: 'known-defect',
    statement: 'A message that claims to be shorter than its own parts ends the stream with an error.',
    references: [SPECIFICATION, 'awslabs/aws-c-event-stream'],
    variants: [
      ...fails(damaged({ totalLength: 15 }), { name: 'total-15', ending: 'stall' }),
      ...fails(damaged({ totalLength: 0 }), { name: 'total-0', ending: 'stall' }),
      ...fails(damaged({ headersLength: 0x00ff_ffff }), { name: 'headers-16MiB', ending: 'stall' }),
    ],
  },
  {
    slug: 'es/initial-response',
    level: 'MUST',
    authority: 'normative',
    statement: 'An initial response that nobody expects is passed over.',
    references: ['https://smithy.io/2.0/spec/streaming.html#initial-message-client-and-server-behavior'],
    variants: inBothStreams((dialect) => ({ frames: [event('initial-response', {}), ...hello(dialect)] }), {
      expect: SAYS_HELLO,
    }),
  },
  {
    slug: 'es/beyond-size-limits',
    level: 'MUST',
    authority: 'normative',
    statement:
      'A message beyond the limits of services, 24 MiB of payload and 128 KiB of headers, is read all the same.',
    references: [SPECIFICATION, 'boto/botocore#3371'],
    axes: { http: ['http1'] },
    variants: DIALECTS.slice(0, 1).flatMap((dialect) => [
      streamVariant(dialect, [largeAnswer(dialect, 24 * 1024 * 1024 + 1)], { name: 'payload', expect: SAYS_HELLO }),
      streamVariant(dialect, [{ frames: hello(dialect).map(adding(...LONG_HEADERS)) }], {
        name: 'headers',
        expect: SAYS_HELLO,
      }),
    ]),
  },
  {
    slug: 'es/large-frame',
    level: 'MUST',
    authority: 'normative',
    statement: 'A message of 20 MiB is read: clients must not enforce limits of size.',
    references: [SPECIFICATION, 'boto/botocore#3371'],
    axes: { http: ['http1'] },
    variants: DIALECTS.slice(0, 1).map((dialect) =>
      streamVariant(dialect, [largeAnswer(dialect, 20 * 1024 * 1024)], { expect: SAYS_HELLO }),
    ),
  },
];

/** The length is in a member that clients do not know, so that it need not go through any driver. */
function largeAnswer(dialect: Dialect, fill: number): ScriptedAnswer {
  const padding: FrameSpec = {
    headers: dialect.text('').headers,
    payload: { json: { contentBlockIndex: 0, delta: { text: ', world' }, p: '…' }, fill },
  };
  return { frames: dialect.stream(dialect.text(SAID.slice(0, 5)), padding), writes: { size: 1024 * 1024 } };
}
