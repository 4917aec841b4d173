/** The last line of a canonical request: what stands for the body. */
import type { WireRequest } from '../exchange.ts';
import { type HeaderLines, headerValue } from './header-lines.ts';
import { sha256Hex } from './signing-keys.ts';

/** Signed in place of a hash by bidirectional streams, whose frames carry signatures of their own. */
const STREAMING = 'STREAMING-AWS4-HMAC-SHA256-EVENTS';

export interface Payload {
  readonly hash: string;
  /** Whether `x-amz-content-sha256`, which is optional, says the same. */
  readonly asDeclared: boolean;
}

/**
 * The hash is always computed from the body: a declared one would let any body pass under a captured signature.
 * `UNSIGNED-PAYLOAD` is therefore no exception. SigV4 knows it only where a service's model allows it, and no operation
 * of Bedrock or STS carries the trait `aws.auth#unsignedPayload`, or `authtype: v4-unsigned-body` in botocore.
 */
export function payloadOf(request: WireRequest, lines: HeaderLines): Payload {
  const declared = headerValue(lines, 'x-amz-content-sha256');
  if (declared === STREAMING && isEventStream(lines)) return { hash: STREAMING, asDeclared: true };
  const hash = sha256Hex(request.body);
  return { hash, asDeclared: declared === undefined || declared === hash };
}

function isEventStream(lines: HeaderLines): boolean {
  return headerValue(lines, 'content-type') === 'application/vnd.amazon.eventstream';
}
