/** Cuts the bytes of an event stream, however they arrive, into messages. Nothing in them is verified here. */

/** Lengths, their checksum, and the checksum of all: a message without headers and payload. */
const SHORTEST = 16;
/** What a service must not exceed, in bytes, payload and headers together (Smithy specification of event streams). */
const LONGEST = 25_165_824 + 131_072 + SHORTEST;

export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete with these bytes. */
  push(bytes: Uint8Array): Buffer[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    const frames: Buffer[] = [];
    for (let length = lengthOf(this.#rest); length <= this.#rest.length; length = lengthOf(this.#rest)) {
      frames.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
    return frames;
  }

  /** What is left: the beginning of a message, or bytes that cannot be one. */
  get rest(): Buffer {
    return this.#rest;
  }
}

/** Infinity until it is known, and for a length that no message can have. */
function lengthOf(bytes: Buffer): number {
  const length = bytes.length < 4 ? Infinity : bytes.readUInt32BE(0);
  return length >= SHORTEST && length <= LONGEST ? length : Infinity;
}
