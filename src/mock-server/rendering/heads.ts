/**
 * The heads of answers: names, case and order as the real service writes them over HTTP/1.1 (recordings that keep
 * the order: openinference's nock files and openllmetry-js's HAR files). Over HTTP/2 the transport lowers the names and drops
 * what belongs to a connection.
 */
import type { FullReply } from './family.ts';

export interface HeadContext {
  /** RFC 1123, the clock the server verifies with. */
  readonly date: string;
  readonly requestId: string;
}

let second = 0;
let written = new Date(0).toUTCString();

/** RFC 1123, in GMT; written anew once a second. */
export function httpDate(now: number): string {
  const floor = Math.floor(now / 1000);
  if (floor !== second) {
    second = floor;
    written = new Date(floor * 1000).toUTCString();
  }
  return written;
}

export function jsonHead(context: HeadContext, length: number): string[] {
  return [
    'Date',
    context.date,
    'Content-Type',
    'application/json',
    'Content-Length',
    String(length),
    'Connection',
    'keep-alive',
    'x-amzn-RequestId',
    context.requestId,
  ];
}

export function streamHead(context: HeadContext): string[] {
  return [
    'Date',
    context.date,
    'Content-Type',
    'application/vnd.amazon.eventstream',
    'Transfer-Encoding',
    'chunked',
    'Connection',
    'keep-alive',
    'x-amzn-RequestId',
    context.requestId,
  ];
}

export interface CountHeaders {
  readonly input: boolean;
  readonly output: boolean;
  readonly cache: boolean;
}

/** Adds the metrics headers of InvokeModel, in the order of the real service. */
export function addMetrics(headers: string[], reply: FullReply, counts: CountHeaders): void {
  const { usage } = reply;
  headers.push('X-Amzn-Bedrock-Invocation-Latency', String(reply.latencyMs));
  if (counts.cache) {
    headers.push('X-Amzn-Bedrock-Cache-Write-Input-Token-Count', String(usage.cacheWriteInputTokens));
    headers.push('X-Amzn-Bedrock-Cache-Read-Input-Token-Count', String(usage.cacheReadInputTokens));
  }
  if (counts.output) headers.push('X-Amzn-Bedrock-Output-Token-Count', String(usage.outputTokens));
  if (counts.input) headers.push('X-Amzn-Bedrock-Input-Token-Count', String(usage.inputTokens));
}

/** STS answers XML, and in another order (recorded in public VCR cassettes of GetCallerIdentity). */
export function xmlHead(context: HeadContext, length: number): string[] {
  return [
    'x-amzn-RequestId',
    context.requestId,
    'Content-Type',
    'text/xml',
    'Content-Length',
    String(length),
    'Date',
    context.date,
  ];
}
