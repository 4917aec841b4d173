/** The headers of InvokeModel: the content type it takes, and those that are members of the request. */
import type { RawHeaders } from '../exchange.ts';
import { INVOKE_HEADERS } from './request-shapes.ts';
import { check, type Shape } from './shape.ts';

/** From the tests of AiPromptEvaluator against the real service; botocore's documentation has the text too. */
const BAD_CONTENT_TYPE = 'The provided Content Type is invalid or not supported for this model';

/** No content type (boto3) and `application/octet-stream` (AWS SDK for JavaScript) count as JSON. */
const JSON_TYPES = ['application/json', 'application/octet-stream', 'binary/octet-stream', '*/*', ''];

export function checkContentType(headers: RawHeaders): string | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length !== 12 || name.toLowerCase() !== 'content-type') continue;
    if (!JSON_TYPES.includes((headers[i + 1] as string).toLowerCase())) return BAD_CONTENT_TYPE;
  }
  return undefined;
}

/** Adds the violations of headers that are members. */
export function checkHeaderMembers(headers: RawHeaders, found: string[]): void {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    if (!name.startsWith('x-amzn-bedrock-')) continue;
    const known = (INVOKE_HEADERS as Readonly<Record<string, { member: string; shape: Shape }>>)[name];
    if (known) check(headers[i + 1], known.shape, known.member, found);
  }
}
