/**
 * Messages of an event stream, read from the bytes with nothing taken for granted: what is wrong with them is found and
 * told, not thrown. Written from the Smithy specification of `application/vnd.amazon.eventstream`.
 */
import { crc32 } from 'node:zlib';
import { HEADER_TYPES, type HeaderType } from '../script.ts';

const PRELUDE = 12;
const CHECKSUM = 4;
/** What a service must not exceed, in bytes: Smithy specification of event streams. */
export const LARGEST_PAYLOAD = 25_165_824;
export const LARGEST_HEADERS = 131_072;

export interface ReadHeader {
  readonly name: string;
  readonly type: HeaderType;
  /** Bytes in base64, everything else as text. */
  readonly value: string;
}

export interface ReadFrame {
  /** Where it begins in the body. */
  readonly offset: number;
  readonly length: number;
  readonly headersLength: number;
  readonly headers: readonly ReadHeader[];
  readonly payload: Buffer;
  /** What is wrong with it, each a clause; none in a message that is right. */
  readonly faults: readonly string[];
}

export interface FrameReading {
  readonly frames: readonly ReadFrame[];
  /** Why nothing more could be read, though bytes were left. */
  readonly fault?: string;
}

export function readFrames(bytes: Buffer): FrameReading {
  const frames: ReadFrame[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const frame = readFrame(bytes, offset);
    if (typeof frame === 'string') return { frames, fault: frame };
    frames.push(frame);
    offset += frame.length;
  }
  return { frames };
}

/** The value of a header of a frame, whatever its type. */
export function headerOf(frame: ReadFrame, name: string): string | undefined {
  return frame.headers.find((header) => header.name === name)?.value;
}

function readFrame(bytes: Buffer, offset: number): ReadFrame | string {
  const left = bytes.length - offset;
  if (left < PRELUDE) return `${left} bytes are left at ${offset}, too few for the prelude of a message`;
  const length = bytes.readUInt32BE(offset);
  const headersLength = bytes.readUInt32BE(offset + 4);
  if (length < PRELUDE + CHECKSUM) return `the message at ${offset} claims a length of ${length}, below 16`;
  if (length > left) return `the message at ${offset} claims ${length} bytes, and ${left} are left`;
  const end = offset + length - CHECKSUM;
  const payloadAt = offset + PRELUDE + headersLength;
  if (payloadAt > end) return `the headers of the message at ${offset} claim ${headersLength} bytes of its ${length}`;
  const { headers, fault } = readHeaders(bytes.subarray(offset + PRELUDE, payloadAt));
  const payload = bytes.subarray(payloadAt, end);
  const faults = [
    crc32(bytes.subarray(offset, offset + 8)) !== bytes.readUInt32BE(offset + 8) &&
      'the checksum of the prelude is wrong',
    crc32(bytes.subarray(offset, end)) !== bytes.readUInt32BE(end) && 'the checksum of the message is wrong',
    payload.length > LARGEST_PAYLOAD && `the payload has ${payload.length} bytes, more than ${LARGEST_PAYLOAD}`,
    headersLength > LARGEST_HEADERS && `the headers have ${headersLength} bytes, more than ${LARGEST_HEADERS}`,
    fault,
  ].filter((text): text is string => typeof text === 'string');
  return { offset, length, headersLength, headers, payload, faults };
}

function readHeaders(block: Buffer): { headers: ReadHeader[]; fault?: string } {
  const headers: ReadHeader[] = [];
  let at = 0;
  try {
    while (at < block.length) {
      const nameEnd = at + 1 + block.readUInt8(at);
      const name = whole(block, at + 1, nameEnd).toString('utf8');
      const typeByte = block.readUInt8(nameEnd);
      const type = HEADER_TYPES[typeByte];
      if (type === undefined) return { headers, fault: `the header ${name} has the type ${typeByte}, which is none` };
      const { value, size } = VALUES[type](block, nameEnd + 1);
      headers.push({ name, type, value });
      at = nameEnd + 1 + size;
    }
  } catch {
    return { headers, fault: `the headers end in the middle of one, ${at} bytes in` };
  }
  return { headers };
}

type ReadValue = (block: Buffer, at: number) => { readonly value: string; readonly size: number };

const VALUES: Readonly<Record<HeaderType, ReadValue>> = {
  true: () => ({ value: 'true', size: 0 }),
  false: () => ({ value: 'false', size: 0 }),
  byte: (block, at) => ({ value: String(block.readInt8(at)), size: 1 }),
  short: (block, at) => ({ value: String(block.readInt16BE(at)), size: 2 }),
  int: (block, at) => ({ value: String(block.readInt32BE(at)), size: 4 }),
  long: (block, at) => ({ value: String(block.readBigInt64BE(at)), size: 8 }),
  bytes: (block, at) => prefixed(block, at, 'base64'),
  string: (block, at) => prefixed(block, at, 'utf8'),
  timestamp: (block, at) => ({ value: String(block.readBigInt64BE(at)), size: 8 }),
  uuid: (block, at) => ({ value: whole(block, at, at + 16).toString('hex'), size: 16 }),
};

function prefixed(block: Buffer, at: number, encoding: 'utf8' | 'base64') {
  const length = block.readUInt16BE(at);
  return { value: whole(block, at + 2, at + 2 + length).toString(encoding), size: 2 + length };
}

/** @throws RangeError where the block is too short. */
function whole(block: Buffer, from: number, to: number): Buffer {
  if (to > block.length) throw new RangeError('cut off');
  return block.subarray(from, to);
}
