/** A response of HTTP/1.1, read piece by piece, so that a missing end is seen for what it is. */
import type { Header } from './sigv4.ts';

export interface Http1Reader {
  /** Takes what arrived; gives the bytes of the body in it, transfer coding removed. @throws Error for what is no HTTP. */
  push(bytes: Buffer): Buffer;
  readonly head: { readonly status: number; readonly headers: readonly Header[] } | undefined;
  /** Whether the response is complete. */
  readonly done: boolean;
  /** Whether the end of the connection is its proper end. */
  readonly endsWithConnection: boolean;
}

const LARGEST_HEAD = 64 * 1024;

export function createHttp1Reader(): Http1Reader {
  let buffer = Buffer.alloc(0);
  let head: Http1Reader['head'];
  let body: BodyReader | undefined;
  return {
    push(bytes) {
      buffer = Buffer.concat([buffer, bytes]);
      if (!head) {
        head = readHead(buffer);
        if (!head) return Buffer.alloc(0);
        buffer = buffer.subarray(buffer.indexOf('\r\n\r\n') + 4);
        if (head.status < 200) {
          head = undefined;
          return this.push(Buffer.alloc(0));
        }
        body = bodyReader(head);
      }
      const { given, rest } = (body as BodyReader).take(buffer);
      buffer = Buffer.from(rest);
      return given;
    },
    get head() {
      return head;
    },
    get done() {
      return body?.done() ?? false;
    },
    get endsWithConnection() {
      return body?.untilClose ?? false;
    },
  };
}

function readHead(buffer: Buffer): Http1Reader['head'] {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0 && buffer.length > LARGEST_HEAD) throw new Error('the head of the response does not end');
  if (end < 0) return undefined;
  const [first = '', ...lines] = buffer.subarray(0, end).toString('latin1').split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})( |$)/.exec(first)?.[1];
  if (status === undefined) throw new Error(`"${first.slice(0, 60)}" is no status line of HTTP/1.1`);
  return { status: Number(status), headers: lines.map(readHeader) };
}

function readHeader(line: string): Header {
  const at = line.indexOf(':');
  if (at <= 0) throw new Error(`"${line.slice(0, 60)}" is no header`);
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

interface BodyReader {
  take(buffer: Buffer): { readonly given: Buffer; readonly rest: Buffer };
  done(): boolean;
  readonly untilClose?: boolean;
}

function bodyReader({ status, headers }: NonNullable<Http1Reader['head']>): BodyReader {
  const value = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (status === 204 || status === 304) return counted(0);
  if (/chunked/i.test(value('transfer-encoding') ?? '')) return chunked();
  const length = value('content-length');
  return length === undefined ? untilClose() : counted(Number(length));
}

function counted(length: number): BodyReader {
  let left = length;
  return {
    take(buffer) {
      const given = buffer.subarray(0, left);
      left -= given.length;
      return { given, rest: buffer.subarray(given.length) };
    },
    done: () => left === 0,
  };
}

function untilClose(): BodyReader {
  return { take: (given) => ({ given, rest: Buffer.alloc(0) }), done: () => false, untilClose: true };
}

/** Gives the bytes of a chunk as they arrive, so that when they arrived is known, and nothing is read twice. */
function chunked(): BodyReader {
  let left = 0;
  let closing = false;
  let done = false;
  return {
    take(buffer) {
      const given: Buffer[] = [];
      let rest = buffer;
      while (!done && rest.length > 0) {
        if (left > 0) {
          given.push(rest.subarray(0, left));
          const taken = Math.min(left, rest.length);
          left -= taken;
          rest = rest.subarray(taken);
          closing = left === 0;
        } else {
          const line = rest.indexOf('\r\n');
          if (line < 0) break;
          if (!closing) left = readSize(rest.subarray(0, line).toString('latin1'));
          done = !closing && left === 0;
          closing = false;
          rest = rest.subarray(line + 2);
        }
      }
      return { given: Buffer.concat(given), rest };
    },
    done: () => done,
  };
}

function readSize(text: string): number {
  const hex = /^([0-9a-f]+)\s*(;|$)/i.exec(text)?.[1];
  if (hex === undefined) throw new Error(`"${text.slice(0, 60)}" is no size of a chunk`);
  return Number.parseInt(hex, 16);
}
