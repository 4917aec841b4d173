/** Between a signed request and the bytes on a connection. */

export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** Where a request stands. A transport that cannot tell its phases apart has but one, until the `answer`. */
export type Phase = 'connect' | 'write' | 'read' | 'answer';

export interface Transport {
  /** The name by which the host is signed: HTTP/2 has a pseudo-header for it. */
  readonly hostHeader: 'host' | ':authority';
  /** Resolves with the head of the answer; rejects when the signal aborts, in the body as well. */
  send(request: TransportRequest, enter: (phase: Phase) => void): Promise<Response>;
  close(): Promise<void>;
}
