/** What passes between the stages of the pipeline: a request as it came, and what is to be sent. */
import type { ErrorOrigin } from '../wire/errors.ts';

/** A request as it came from the client, nothing lost and nothing normalised. */
export interface WireRequest {
  /** `HTTP/1.0`, `HTTP/1.1`, `HTTP/2.0`, or `in-process` where no socket is involved. */
  readonly protocol: string;
  readonly method: string;
  /** The request target exactly as sent: path and query, percent-escapes kept, sandbox prefix included. */
  readonly target: string;
  /** Names and values in turn, as on the wire; over HTTP/2 with the pseudo-headers. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A stage's «no»: what AWS would answer, and for the person why. */
export class Refusal {
  readonly status: number;
  /** The exception's name, as it stands in `x-amzn-ErrorType`. */
  readonly type: string;
  readonly origin: ErrorOrigin;
  /** The client's text, AWS's own words. */
  readonly message: string;
  /** What a person should know and the client must not depend on: logged, journaled, `x-touchstone-reason`. */
  readonly reason: string | undefined;
  /** How the body spells its member: the access-denied family of the front door writes a capital M. */
  readonly messageKey: 'message' | 'Message';
  /** Whether the connection ends with this answer, as was seen when the Authorization header is missing. */
  readonly closes: boolean;
  /** Further modelled members of the error body, such as `originalStatusCode`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(refusal: RefusalInit) {
    this.status = refusal.status;
    this.type = refusal.type;
    this.origin = refusal.origin;
    this.message = refusal.message;
    this.reason = refusal.reason;
    this.messageKey = refusal.messageKey ?? 'message';
    this.closes = refusal.closes ?? false;
    this.members = refusal.members ?? {};
  }
}

export interface RefusalInit {
  status: number;
  type: string;
  origin: ErrorOrigin;
  message: string;
  reason?: string | undefined;
  messageKey?: 'message' | 'Message';
  closes?: boolean;
  members?: Readonly<Record<string, unknown>>;
}

/** Names and values in turn, in the order and case of the real service's HTTP/1.1. */
export type RawHeaders = readonly string[];

/** One write to the client: the bytes and when they are due, in milliseconds since the answer began. */
export interface Write {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * How an answer ends.
 * `end`: as the protocol has it. `cut`: the connection or stream closes without the protocol's end.
 * `reset`: TCP RST, or RST_STREAM over HTTP/2. `stall`: nothing more comes until somebody gives up.
 */
export type Ending = 'end' | 'cut' | 'reset' | 'stall';

/** An answer as bytes and waits: computed purely, carried out by the transport. */
export interface Answer {
  readonly status: number;
  readonly headers: RawHeaders;
  /** When the head is due, in milliseconds after the request was complete. */
  readonly headAt: number;
  readonly writes: readonly Write[];
  readonly ending: Ending;
  readonly endAt: number;
}

/** What the carrier of an answer reports while it carries it; the journal listens. */
export interface Progress {
  /** Write `index` of the answer was handed to the socket. */
  wrote(index: number): void;
  /** Called exactly once: all was sent, or a fault ended it as scripted, or the client went away before. */
  finished(how: 'complete' | 'client-gone' | 'shut-down'): void;
}

/**
 * What a stage of rendering makes: the head, and the body in parts. A stream's parts are its events, one frame each;
 * anything else has one part.
 */
export interface Rendition {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly parts: readonly Uint8Array[];
  /** For each part the share of the output it carries, in characters, for pacing; absent: nothing is paced. */
  readonly lengths?: () => readonly number[];
  /** Output tokens in all, for pacing. */
  readonly outputTokens?: number;
  /** For each part when it is due, in milliseconds after the head, where the scenario says so itself. */
  readonly due?: readonly number[];
}
