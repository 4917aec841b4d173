/**
 * Messages out of bytes: `application/vnd.amazon.eventstream` (Smithy event-stream specification).
 *
 *     total length u32 | headers length u32 | CRC32 of these 8 | headers | payload | CRC32 of all before
 *
 * Bytes may arrive cut anywhere. A length is believed only after its checksum, and nothing is allocated for bytes that
 * have not arrived: a message is put together when its last byte is there. There is no upper limit, because the
 * specification leaves limits to services.
 */
import { crc32 } from 'node:zlib';
import { HeaderMarshaller } from '@smithy/eventstream-codec';
import { EventStreamError } from './errors.ts';

const PRELUDE = 12;
const CHECKSUM = 4;

export type FrameHeaders = Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;

export interface Frame {
  readonly headers: FrameHeaders;
  readonly payload: Buffer;
}

export class FrameReader {
  #chunks: Buffer[] = [];
  #available = 0;
  /** Of the message that is arriving; 0 until its prelude is here and sound. */
  #total = 0;
  readonly #headers = new HeaderReader();

  push(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#chunks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#available += bytes.byteLength;
  }

  /** The next whole message, or nothing until more bytes have come. */
  next(): Frame | undefined {
    if (this.#total === 0) {
      if (this.#available < PRELUDE) return undefined;
      this.#total = totalLength(this.#contiguous(PRELUDE));
    }
    if (this.#available < this.#total) return undefined;
    const message = this.#contiguous(this.#total).subarray(0, this.#total);
    this.#consume(this.#total);
    this.#total = 0;
    return this.#read(message);
  }

  /** To be called at the end of the bytes: an error unless they ended with a message. */
  end(): void {
    if (this.#available === 0) return;
    const fault = this.#available < PRELUDE ? 'truncated-prelude' : 'truncated-frame';
    throw new EventStreamError(
      fault,
      `The stream ended in the middle of a message, after ${this.#available} bytes of it.`,
    );
  }

  #read(message: Buffer): Frame {
    const end = message.length - CHECKSUM;
    if (crc32(message.subarray(0, end)) !== message.readUInt32BE(end)) {
      throw new EventStreamError('message-checksum', 'A message of the stream does not match its checksum.');
    }
    const payloadStart = PRELUDE + message.readUInt32BE(4);
    return {
      headers: this.#headers.read(message.subarray(PRELUDE, payloadStart)),
      payload: message.subarray(payloadStart, end),
    };
  }

  /** A first chunk of at least so many bytes. */
  #contiguous(length: number): Buffer {
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= length) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }

  #consume(length: number): void {
    const first = this.#chunks[0] as Buffer;
    this.#available -= length;
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
  }
}

function totalLength(prelude: Buffer): number {
  if (crc32(prelude.subarray(0, 8)) !== prelude.readUInt32BE(8)) {
    throw new EventStreamError('prelude-checksum', 'The lengths of a message do not match their checksum.');
  }
  const total = prelude.readUInt32BE(0);
  if (total < PRELUDE + CHECKSUM + prelude.readUInt32BE(4)) {
    throw new EventStreamError('length', `A message claims ${total} bytes in all, fewer than its parts.`);
  }
  return total;
}

/** Reads header blocks; a block like the one before, which is the usual case, is not read again. */
class HeaderReader {
  readonly #marshaller: HeaderMarshaller;
  #block: Buffer | undefined;
  #headers: FrameHeaders = {};

  constructor() {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const toText = (bytes: Uint8Array | string): string => (typeof bytes === 'string' ? bytes : decoder.decode(bytes));
    this.#marshaller = new HeaderMarshaller(toText, (text) => Buffer.from(text));
  }

  read(block: Buffer): FrameHeaders {
    if (this.#block?.equals(block)) return this.#headers;
    // A copy of its own length: a header that claims to reach further runs out of the buffer instead of into the payload.
    const copy = new Uint8Array(block);
    try {
      this.#headers = this.#marshaller.parse(new DataView(copy.buffer));
    } catch (cause) {
      throw new EventStreamError('headers', 'The headers of a message cannot be read.', { cause });
    }
    this.#block = Buffer.from(copy.buffer);
    return this.#headers;
  }
}
