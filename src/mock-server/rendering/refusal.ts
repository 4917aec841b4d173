/** Refusals as the real service writes them: `{"message":"…"}`, the type in a header. */
import { errorType } from '../../wire/errors.ts';
import type { ServiceName } from '../../wire/operations.ts';
import type { Refusal, Rendition, WireRequest } from '../exchange.ts';
import { type HeadContext, jsonHead, xmlHead } from './heads.ts';
import { stsErrorXml } from './sts-error.ts';

export interface RefusalContext extends HeadContext {
  readonly service: ServiceName;
}

export function renderRefusal(refusal: Refusal, context: RefusalContext): Rendition {
  return context.service === 'sts' ? renderSts(refusal, context) : renderJson(refusal, context);
}

function renderSts(refusal: Refusal, context: HeadContext): Rendition {
  const body = Buffer.from(stsErrorXml(refusal, context.requestId));
  const headers = [...xmlHead(context, body.length), ...reasonHeader(refusal.reason)];
  return { status: refusal.status, headers, parts: [body] };
}

function renderJson(refusal: Refusal, context: HeadContext): Rendition {
  const body = Buffer.from(JSON.stringify({ [refusal.messageKey]: refusal.message, ...refusal.members }));
  const head = jsonHead(context, body.length);
  if (refusal.closes) head[head.indexOf('keep-alive')] = 'close';
  return {
    status: refusal.status,
    headers: [...head, 'x-amzn-ErrorType', errorType(refusal.type, refusal.origin), ...reasonHeader(refusal.reason)],
    parts: [body],
  };
}

/** What a header may hold, and not so much that clients refuse the head. */
const LONGEST_REASON = 2_000;

/** Beside what AWS sends, one header of our own for the person who debugs; no client reads it. */
export function reasonHeader(reason: string | undefined): string[] {
  if (reason === undefined) return [];
  const line = reason
    .replace(/\s*\n\s*/g, ' | ')
    .replace(/[^\x20-\x7e]/g, (char) => encodeURIComponent(wellFormed(char)));
  return ['x-touchstone-reason', line.slice(0, LONGEST_REASON)];
}

function wellFormed(char: string): string {
  return /[\ud800-\udfff]/.test(char) ? '\ufffd' : char;
}

/**
 * A path or method that is no operation: the real service answers 200 with an envelope, before it authenticates
 * (amplify-flutter#5675, litellm#13618). Without a JSON content type other services on the same framework answer 404 in
 * XML; unverified on Bedrock.
 */
export function renderUnknownOperation(context: HeadContext, { request, reason }: Unknown): Rendition {
  const json = request.rawHeaders.some((text) => text.startsWith('application/json'));
  const text = json
    ? '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}'
    : '<UnknownOperationException/>\n';
  const body = Buffer.from(text);
  const head = jsonHead(context, body.length);
  if (!json) head[head.indexOf('application/json')] = 'application/xml';
  return { status: json ? 200 : 404, headers: [...head, ...reasonHeader(reason)], parts: [body] };
}

export interface Unknown {
  readonly request: WireRequest;
  readonly reason: string;
}
