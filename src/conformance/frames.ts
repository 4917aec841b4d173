/**
 * Messages of an event stream, legal or not, byte by byte. Written from the layout in the Smithy specification of
 * `application/vnd.amazon.eventstream`, apart from the codec that the double and the SDKs use, so that a mistake in the
 * one does not hide in the other.
 */
import { crc32 } from 'node:zlib';
import { type Damage, type FrameSpec, HEADER_TYPES, type HeaderSpec, type PayloadSpec } from './script.ts';

const PRELUDE = 12;
const CHECKSUM = 4;

export function encodeFrame({ headers, payload, damage = [] }: FrameSpec): Buffer {
  const block = Buffer.concat(headers.map(encodeHeader));
  const body = encodePayload(payload);
  const frame = Buffer.alloc(PRELUDE + block.length + body.length + CHECKSUM);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(block.length, 4);
  block.copy(frame, PRELUDE);
  body.copy(frame, PRELUDE + block.length);
  sumUp(frame);
  for (const harm of damage) doHarm(frame, harm);
  return frame;
}

function sumUp(frame: Buffer): void {
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  const end = frame.length - CHECKSUM;
  frame.writeUInt32BE(crc32(frame.subarray(0, end)), end);
}

function doHarm(frame: Buffer, harm: Damage): void {
  if ('checksum' in harm) CHECKSUMS[harm.checksum](frame);
  else if ('byte' in harm) flip(frame, harm.byte < 0 ? frame.length + harm.byte : harm.byte, harm.xor);
  else {
    if ('totalLength' in harm) frame.writeUInt32BE(harm.totalLength, 0);
    else frame.writeUInt32BE(harm.headersLength, 4);
    sumUp(frame);
  }
}

/** The checksum of a message covers that of its prelude, and is right about it: only the prelude's own is wrong. */
const CHECKSUMS = {
  prelude(frame: Buffer) {
    flip(frame, 8, 1);
    frame.writeUInt32BE(crc32(frame.subarray(0, frame.length - CHECKSUM)), frame.length - CHECKSUM);
  },
  message: (frame: Buffer) => flip(frame, frame.length - 1, 1),
};

function flip(frame: Buffer, at: number, bits: number): void {
  frame[at] = (frame[at] as number) ^ bits;
}

function encodeHeader(header: HeaderSpec): Buffer {
  const name = Buffer.from(header.name);
  const type = HEADER_TYPES.indexOf(header.type);
  const value = header.fill === undefined ? (header.value ?? '') : 'x'.repeat(header.fill);
  return Buffer.concat([
    Buffer.of(name.length),
    name,
    Buffer.of(header.typeByte ?? type),
    VALUES[header.type](value, header.claims),
  ]);
}

type EncodeValue = (value: string | number, claims: number | undefined) => Buffer;

const VALUES: Readonly<Record<HeaderSpec['type'], EncodeValue>> = {
  true: () => Buffer.alloc(0),
  false: () => Buffer.alloc(0),
  byte: (value) => sized(1, (bytes) => bytes.writeInt8(Number(value))),
  short: (value) => sized(2, (bytes) => bytes.writeInt16BE(Number(value))),
  int: (value) => sized(4, (bytes) => bytes.writeInt32BE(Number(value))),
  long: (value) => sized(8, (bytes) => bytes.writeBigInt64BE(BigInt(value))),
  bytes: (value, claims) => prefixed(Buffer.from(String(value), 'base64'), claims),
  string: (value, claims) => prefixed(Buffer.from(String(value)), claims),
  timestamp: (value) => sized(8, (bytes) => bytes.writeBigInt64BE(BigInt(value))),
  uuid: (value) => Buffer.from(String(value).replaceAll('-', ''), 'hex'),
};

function sized(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
}

function prefixed(bytes: Buffer, claims = bytes.length): Buffer {
  return Buffer.concat([sized(2, (length) => length.writeUInt16BE(claims)), bytes]);
}

export function encodePayload(payload: PayloadSpec): Buffer {
  if ('text' in payload) return Buffer.from(payload.text);
  if ('base64' in payload) return Buffer.from(payload.base64, 'base64');
  const json = JSON.stringify(payload.json);
  return Buffer.from('fill' in payload ? json.replace('…', 'x'.repeat(payload.fill)) : json);
}
