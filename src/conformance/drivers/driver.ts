/** What the kit asks of a driver, whether it is a function or another program. */
import type { Capability, ClientInput, ClientOperation, ClientSettings, HttpVersion, Word } from '../case.ts';
import type { ClientObservation, DriverAnswer } from '../observation.ts';

/** Who is under test, as the driver introduces it. */
export interface DriverInfo {
  readonly name: string;
  readonly version: string;
  readonly language: string;
  readonly capabilities: readonly Capability[];
  /** Which of the service's own words it does not hand on, by design. Default: none. */
  readonly without?: readonly Word[];
  /** How many runs it takes at a time. Default: 1 for a program, as many as there are for a function. */
  readonly concurrency?: number;
}

/** One run, as a driver is told of it: JSON. */
export interface RunRequest {
  /** The name of the run, for the driver's own log. */
  readonly run: string;
  readonly operation: ClientOperation;
  readonly input: ClientInput;
  readonly endpoint: string;
  readonly region: string;
  readonly http: HttpVersion;
  /** The certificate to trust, in PEM, where the endpoint is https://. Only drivers that declare `tls` get one. */
  readonly ca?: string;
  /** Keys to sign with; absent with an API key, or where the client is to look in its environment. */
  readonly credentials?: NonNullable<ClientSettings['credentials']>;
  readonly apiKey?: string;
  readonly options: RunOptions;
  /**
   * Runs that name the same session follow each other, and are to be made with one client, as an application would.
   * Endpoint, credentials, HTTP version and attempts are the same in all of them. Absent: a client of its own.
   */
  readonly session?: string;
  /** The environment the client is to see beside its usual one; a program has it as its own. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Attempts in all, the first included. Absent: as the client comes. */
  readonly maxAttempts?: number;
  readonly readTimeoutMs?: number;
  readonly cancel?: { readonly afterEvents: number; readonly how: 'abort' | 'break' };
  /** To be sent with the call, and signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

export interface ClientDriver {
  /** Rejects with a `DriverError` where the driver cannot be used at all. */
  start(): Promise<DriverInfo>;
  /** Never rejects but with a `DriverError`. `limitMs` is when a call counts as one that never ends. */
  run(request: RunRequest, limitMs: number): Promise<DriverAnswer>;
  stop(): Promise<void>;
}

/** The driver is broken, not the client: the message says what it did and what it should have done. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
}

/** A driver in the same process: one function. */
export interface DriverFunction extends Omit<DriverInfo, 'language'> {
  readonly language?: string;
  /** Drives one run. What it throws counts as a failure of the driver; what the client throws belongs into `error`. */
  readonly run: (request: RunRequest, signal: AbortSignal) => Promise<ClientObservation>;
  readonly stop?: () => Promise<void>;
}

/** Thrown by a driver's function where it cannot do what a run asks. */
export class Skip extends Error {
  override readonly name = 'Skip';
}
