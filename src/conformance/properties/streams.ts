/** What must hold for any way in which the bytes of a stream come, or do not. */
import fc from 'fast-check';
import { type Dialect, DIALECTS, hello, SAYS_HELLO, streamVariant } from '../cases/client/parts.ts';
import { encodeFrame } from '../frames.ts';
import type { FrameSpec } from '../script.ts';
import type { Property } from './property.ts';

const SPECIFICATION = 'https://smithy.io/2.0/aws/amazon-eventstream.html';
const dialects = fc.constantFrom(...DIALECTS);
const lengthOf = (frame: FrameSpec): number => encodeFrame(frame).length;

interface Cut {
  readonly dialect: Dialect;
  readonly cuts: readonly number[];
}

const partitions: fc.Arbitrary<Cut> = dialects.chain((dialect) => {
  const length = hello(dialect).reduce((sum, frame) => sum + lengthOf(frame), 0);
  return fc.record({
    dialect: fc.constant(dialect),
    cuts: fc
      .uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 60 })
      .map((all) => all.sort((a, b) => a - b)),
  });
});

interface Spot {
  readonly dialect: Dialect;
  readonly frame: number;
  readonly byte: number;
  readonly xor: number;
}

/** Any byte of any message. */
const spots: fc.Arbitrary<Spot> = dialects.chain((dialect) =>
  fc.integer({ min: 0, max: hello(dialect).length - 1 }).chain((frame) =>
    fc.record({
      dialect: fc.constant(dialect),
      frame: fc.constant(frame),
      byte: fc.integer({ min: 0, max: lengthOf(hello(dialect)[frame] as FrameSpec) - 1 }),
      xor: fc.integer({ min: 1, max: 255 }),
    }),
  ),
);

/** Every byte of these messages, with one bit of it changed. */
function every(dialect: Dialect, frames: readonly number[]): Spot[] {
  return frames.flatMap((frame) => {
    const bytes = Array.from({ length: lengthOf(hello(dialect)[frame] as FrameSpec) }, (_, byte) => byte);
    return bytes.map((byte) => ({ dialect, frame, byte, xor: 1 << (byte % 8) }));
  });
}

/** The first piece of text, in either stream. */
const ONE_MESSAGE: readonly Spot[] = DIALECTS.flatMap((dialect) => every(dialect, [dialect.before]));
/** The stream of Converse from beginning to end, and of the other one message, since its messages are alike. */
const ALL_OFFSETS: readonly Spot[] = DIALECTS.flatMap((dialect) =>
  every(dialect, dialect.operation === 'ConverseStream' ? [...hello(dialect).keys()] : [dialect.before]),
).filter(({ byte }) => byte > 0);

export const PARTITION: Property<Cut> = {
  slug: 'es/partition-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'A stream means the same however its bytes are cut into pieces.',
  references: [SPECIFICATION],
  values: partitions,
  variants: ({ dialect, cuts }) => [
    streamVariant(dialect, [{ frames: hello(dialect), writes: { cuts } }], { expect: SAYS_HELLO }),
  ],
};

export const CORRUPTION: Property<Spot> = {
  slug: 'es/corruption-property',
  level: 'MUST',
  authority: 'normative',
  statement: 'Any single changed byte ends the stream with an error.',
  references: [SPECIFICATION],
  always: ONE_MESSAGE,
  values: spots,
  variants: ({ dialect, frame, byte, xor }) => {
    const frames = hello(dialect).map((one, index) => (index === frame ? { ...one, damage: [{ byte, xor }] } : one));
    return [streamVariant(dialect, [{ frames }], { expect: [{ is: 'error' }] })];
  },
};

export const TRUNCATION: Property<Spot> = {
  slug: 'end/truncation-property',
  level: 'MUST',
  authority: 'known-defect',
  statement: 'A stream that ends anywhere within a message is an error.',
  references: ['vercel/ai#19035'],
  always: ALL_OFFSETS,
  values: spots.filter(({ byte }) => byte > 0),
  variants: ({ dialect, frame, byte }) => [
    streamVariant(dialect, [{ frames: hello(dialect), upTo: { frames: frame, bytes: byte } }], {
      expect: [{ is: 'error' }],
    }),
  ],
};
