/** What a mutant server may do wrong. */
import type { IncomingHttpHeaders } from 'node:http2';
import type { BedrockOptions } from '../../../src/mock-server/index.ts';

export interface Context {
  readonly method: string;
  readonly target: string;
  /** The last segment of the path: `converse-stream`. */
  readonly operation: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** How many requests came before. */
  readonly number: number;
  /** A request of the kit to the control API, which mutants leave alone. */
  readonly control: boolean;
  /** Of this exchange alone. */
  readonly state: Record<string, unknown>;
}

export interface Head {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface Frame {
  readonly bytes: Buffer;
  readonly index: number;
  readonly type: string;
  readonly exception: boolean;
  readonly json: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One defect. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it, in a line. */
  readonly about: string;
  /** The slugs of all cases that it breaks, and no others. */
  readonly breaks: readonly string[];
  /** Default: HTTP/1.1. */
  readonly http?: 'http2';
  /** Other options of the double. */
  readonly double?: BedrockOptions;
  /** Answers by itself. */
  readonly reply?: (context: Context) => Reply | 'nothing' | 'hang up' | undefined;
  readonly target?: (target: string) => string;
  /** Accepts what was refused with 403 and these words. */
  readonly forgives?: (refusal: string, context: Context) => boolean;
  readonly head?: (head: Head, context: Context) => Head;
  readonly body?: (text: string, context: Context & { readonly status: number }) => string;
  readonly frame?: (frame: Frame, context: Context) => readonly Buffer[];
  readonly atEnd?: (context: Context) => readonly Buffer[];
  /** Sends a stream when it has all of it. */
  readonly gathers?: boolean;
  readonly ignoresAbort?: boolean;
  /** Closes the connection in place of the end of a stream. */
  readonly cutsAtEnd?: boolean;
  /** Ends as if all were said where what is behind broke off. */
  readonly endsOnCut?: boolean;
  /** Over HTTP/2: a status for requests it does not take. */
  readonly refusesHeaders?: (headers: IncomingHttpHeaders) => number | undefined;
}
