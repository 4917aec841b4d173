/** What the operations do with their members: which are headers, which are the body, and what cannot be meant. */
import type { ConverseRequest } from '../wire/converse.ts';
import type { CountTokensRequest, InvokeModelRequest, InvokeModelResponse } from '../wire/requests.ts';
import type { HeaderOptions } from './options.ts';

/** The header of the member `accept` (service model). */
const ACCEPT = { InvokeModel: 'accept', InvokeModelWithResponseStream: 'x-amzn-bedrock-accept' } as const;

export function invokeHeaders(input: InvokeModelRequest, operation: keyof typeof ACCEPT): HeaderOptions {
  if (input.body === undefined || input.body === null)
    throw new TypeError("body is missing: write the model's own request, as an object, text or bytes.");
  return {
    'content-type': input.contentType,
    [ACCEPT[operation]]: input.accept ?? 'application/json',
    'x-amzn-bedrock-trace': input.trace,
    'x-amzn-bedrock-guardrailidentifier': input.guardrailIdentifier,
    'x-amzn-bedrock-guardrailversion': input.guardrailVersion,
    'x-amzn-bedrock-performanceconfig-latency': input.performanceConfigLatency,
    'x-amzn-bedrock-service-tier': input.serviceTier,
    'x-amzn-bedrock-request-metadata': input.requestMetadata,
  };
}

export function invokeMembers(headers: Headers, contentTypeHeader: string): Omit<InvokeModelResponse, 'body'> {
  const latency = headers.get('x-amzn-bedrock-performanceconfig-latency');
  const tier = headers.get('x-amzn-bedrock-service-tier');
  return {
    contentType: headers.get(contentTypeHeader) ?? undefined,
    ...(latency === null ? {} : { performanceConfigLatency: latency }),
    ...(tier === null ? {} : { serviceTier: tier }),
  };
}

/** Messages may be left out, where the model id is a prompt's; an empty list is a mistake, and so is a text. */
export function requireMessages<T extends Pick<ConverseRequest, 'messages'>>(body: T): T {
  if (body.messages === undefined) return body;
  if (!Array.isArray(body.messages))
    throw new TypeError("messages must be a list: write [{ role: 'user', content: [{ text: 'Hello' }] }].");
  if (body.messages.length === 0)
    throw new TypeError("messages is empty: write at least [{ role: 'user', content: [{ text: 'Hello' }] }].");
  return body;
}

/** The body of InvokeModel is a blob in CountTokens: base64 of its bytes. */
export function countTokensBody({ input }: CountTokensRequest): object {
  if (input !== null && typeof input === 'object' && 'converse' in input) return { input };
  const body = input?.invokeModel?.body;
  if (body === undefined)
    throw new TypeError('input is missing: write { converse: { messages } } or { invokeModel: { body } }.');
  if (typeof body === 'string' || body instanceof Uint8Array)
    return { input: { invokeModel: { body: Buffer.from(body) } } };
  return { input: { invokeModel: { body: Buffer.from(JSON.stringify(body)) } } };
}
