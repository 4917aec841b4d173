/** What was seen of a subject: what a client gave its caller, and what passed on the wire. */
import type { JsonValue } from './json.ts';

/** What a driver tells of one run, as the caller of the client would have it. All members may be left out. */
export interface ClientObservation {
  /** What a stream gave before it ended or failed, in order: of Converse `{"contentBlockDelta":{…}}`, of Claude `{"type":…}`. */
  readonly events?: readonly JsonValue[];
  /** The chunks of InvokeModelWithResponseStream, in base64, where the client does not look into them. */
  readonly chunks?: readonly string[];
  /** The answer of Converse, or the message that the client made of a stream. */
  readonly message?: JsonValue;
  /** The body of InvokeModel, in base64. */
  readonly body?: string;
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly stopReason?: string;
  readonly usage?: JsonValue;
  /** `x-amzn-requestid` of a success. */
  readonly requestId?: string;
  /** How the call failed; without it, it succeeded. */
  readonly error?: ObservedError;
  /** Tries, where the client tells. */
  readonly attempts?: number;
}

export interface ToolCall {
  readonly id?: string;
  readonly name: string;
  /** As the client hands it to its caller: parsed. */
  readonly input: JsonValue;
}

export interface ObservedError {
  /** The AWS exception's name, or that of the error's class where the client has no other. */
  readonly type?: string;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  /** Whether the client says that the same request may succeed when sent again. */
  readonly retryable?: boolean;
  /** The client ended the process, or would have if the driver had not caught it: a panic. No caller can be asked to handle that. */
  readonly crash?: boolean;
  /** What had arrived, where the error carries it. */
  readonly partial?: JsonValue;
}

/** How a driver answered: with an observation, that it cannot, that it failed itself; or not in time. */
export type DriverAnswer =
  | { readonly type: 'observation'; readonly observation: ClientObservation }
  | { readonly type: 'skipped'; readonly reason: string }
  | { readonly type: 'errored'; readonly message: string }
  | { readonly type: 'hung'; readonly afterMs: number };

/** One request on the wire and what was answered, as the stage saw it. */
export interface SeenExchange {
  /** Milliseconds since the run began, when the request was complete. */
  readonly at: number;
  /** `HTTP/1.1`, `HTTP/2.0`. */
  readonly protocol: string;
  readonly method: string;
  /** As sent, percent-escapes kept; without the prefix that the kit put before it. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Base64. */
  readonly body: string;
  readonly operation?: string;
  readonly modelId?: string;
  /** How the caller was authenticated; absent: it was not. */
  readonly caller?: 'sigv4' | 'bearer' | 'anonymous';
  /** Why the stage refused the request by itself, script or not. */
  readonly refusal?: { readonly type: string; readonly reason: string };
  readonly status: number;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  readonly sent: readonly { readonly at: number; readonly base64: string; readonly length: number }[];
  readonly ending: 'end' | 'cut' | 'reset' | 'stall';
  /** `client-gone`: the client closed before all was said. */
  readonly outcome: 'pending' | 'complete' | 'client-gone' | 'shut-down';
  readonly finishedAt?: number;
}
