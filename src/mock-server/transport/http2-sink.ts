/** An answer's way out over HTTP/2. */
import {
  constants,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  type ServerStreamResponseOptions,
} from 'node:http2';
import type { RawHeaders } from '../exchange.ts';
import { isShutDown } from './shut-down.ts';
import type { Run, Sink, SinkListener } from './sink.ts';

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = constants;

export class Http2Sink implements Sink {
  private readonly stream: ServerHttp2Stream;
  private readonly session: object | undefined;
  private unsent = 0;
  private whenSent: (() => void) | undefined;

  constructor(outgoing: Http2ServerResponse) {
    this.stream = outgoing.stream;
    this.session = outgoing.stream?.session;
  }

  get gone(): boolean {
    return !this.stream || this.stream.destroyed || this.stream.closed;
  }

  get sent(): boolean {
    const { stream } = this;
    // Node destroys a stream that ended well before its writable side can say `finish`.
    const left = stream.closed || stream.writableLength === 0;
    return left && stream.writableEnded && !stream.aborted && stream.rstCode === NGHTTP2_NO_ERROR;
  }

  get shutDown(): boolean {
    return isShutDown(this.session);
  }

  head(status: number, headers: RawHeaders): void {
    this.stream.respond(toHttp2(status, headers), NO_DATE_ADDED);
  }

  /** Node sends the head by itself at the end of the tick. */
  flushHead(): void {}

  write(run: Run): boolean {
    // After the head of an answer that may have no body (204, 304, HEAD) Node has ended the stream.
    if (this.stream.writableEnded) return true;
    this.unsent += run.length;
    let room = true;
    for (const { bytes } of run) room = this.stream.write(bytes, this.wasSent);
    return room;
  }

  end(run?: Run): void {
    if (this.stream.writableEnded) return;
    for (const { bytes } of run?.slice(0, -1) ?? []) this.stream.write(bytes);
    this.stream.end(run?.at(-1)?.bytes);
  }

  breakOff(how: 'cut' | 'reset', done: () => void): void {
    this.whenSent = () => {
      if (this.gone) return;
      breakStream(this.stream, BREAK_CODES[how]);
      done();
    };
    if (this.unsent === 0) this.whenSent();
  }

  abandon(): void {
    breakStream(this.stream, NGHTTP2_CANCEL);
  }

  watch(listener: SinkListener): void {
    this.stream.on('drain', () => listener.drained());
    this.stream.once('close', () => listener.closed());
  }

  private readonly wasSent = (): void => {
    if (--this.unsent === 0) this.whenSent?.();
  };
}

/**
 * `cut` ends only this stream and leaves the session to the others: the AWS SDK opens a session for each request
 * anyway. RST_STREAM with CANCEL is what Node's client takes for a quiet end, and with INTERNAL_ERROR for a failure.
 */
const BREAK_CODES = { cut: NGHTTP2_CANCEL, reset: NGHTTP2_INTERNAL_ERROR };

/** Sends RST_STREAM alone: Node's own `close` first ends the writable side, and the client would see END_STREAM. */
function breakStream(stream: ServerHttp2Stream, code: number): void {
  stream._final = (callback) => callback();
  stream.close(code);
}

/** An option of Node's that its types do not know yet. */
const NO_DATE_ADDED = { sendDate: false } as ServerStreamResponseOptions;

/** Headers that belong to an HTTP/1.1 connection and may not appear in HTTP/2 (RFC 9113, 8.2.2). */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

function toHttp2(status: number, headers: RawHeaders): OutgoingHttpHeaders {
  const fields: OutgoingHttpHeaders = { ':status': status };
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (!CONNECTION_HEADERS.has(name)) fields[name] = joined(fields[name], headers[i + 1]!);
  }
  return fields;
}

function joined(before: OutgoingHttpHeaders[string], value: string): string | string[] {
  return before === undefined ? value : [before as string | string[], value].flat();
}
