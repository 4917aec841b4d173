/** What goes out of the prober and what comes back, before anybody judges it. */
import type { HttpVersion } from '../case.ts';
import type { Header } from './sigv4.ts';

/** A request to the byte. */
export interface Prepared {
  readonly http: HttpVersion;
  readonly method: string;
  readonly target: string;
  /** Over HTTP/2 without `host`, which `:authority` stands for. */
  readonly headers: readonly Header[];
  readonly body: Buffer;
  /** Go away as soon as so many messages of a stream have arrived. */
  readonly leaveAfterFrames?: number;
}

/** A piece of the body, transfer coding removed, and when it arrived, in milliseconds since the request was begun. */
export interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

/**
 * `end`: as the protocol has it. `cut`: the connection closed before. `reset`: TCP RST or RST_STREAM. `hung`: nothing
 * more came within the time limit. `left`: the prober went away, as it was told. `malformed`: no HTTP.
 */
export type AnswerEnding = 'end' | 'cut' | 'reset' | 'hung' | 'left' | 'malformed';

export interface WireAnswer {
  /** 0: there was no head. */
  readonly status: number;
  readonly headers: readonly Header[];
  /** Milliseconds since the request was begun; absent without a head. */
  readonly headAt?: number;
  readonly pieces: readonly Piece[];
  readonly ending: AnswerEnding;
  readonly endAt: number;
  /** The system's or protocol's own word for what went wrong. */
  readonly problem?: string;
}

export interface SendOptions {
  /** `http://127.0.0.1:7357`: scheme, host and port. */
  readonly origin: URL;
  /** How long an answer may take in all, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: () => number;
  /** Certificates to trust beside the usual, PEM. */
  readonly ca?: string;
  /** Connect there; the name that is asked for, in TLS and in the request, stays that of the origin. */
  readonly connectTo?: ConnectTo;
}

export interface ConnectTo {
  readonly host: string;
  readonly port: number;
}
