/** Signature Version 4, as short as it can be. */
import { createHash, createHmac } from 'node:crypto';
import type { RunRequest } from '../../../src/conformance/drivers/driver.ts';
import type { Organs } from './organs.ts';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

export function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export interface ToSign {
  readonly request: RunRequest;
  readonly base: URL;
  readonly path: string;
  readonly body: Buffer;
  readonly date: Date;
}

/** The headers to send. */
export function authorise(toSign: ToSign, organs: Organs): Record<string, string> {
  const { request, date } = toSign;
  const type = organs.contentType();
  const plain: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const key = organs.bearer(request);
  if (key !== undefined) return { ...plain, authorization: `Bearer ${key}`, ...organs.besideBearer() };
  const keys = organs.credentials(request);
  const amzDate = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const token = organs.token(request);
  const host = request.http === 'http2' ? ':authority' : 'host';
  const headers: Record<string, string> = {
    ...plain,
    ...organs.moreHeaders(request),
    [host]: toSign.base.host,
    'x-amz-date': amzDate,
    ...(token !== undefined && { 'x-amz-security-token': token }),
  };
  const names = organs.signed(Object.keys(headers)).sort();
  const canonical = [
    'POST',
    organs.canonicalPath(toSign.path.split('?')[0] as string),
    organs.canonicalQuery(toSign.path.split('?')[1] ?? ''),
    ...names.map((name) => `${name}:${organs.canonicalValue(headers[name] as string)}`),
    '',
    names.join(';'),
    organs.hash(toSign.body),
  ].join('\n');
  const scope = `${amzDate.slice(0, 8)}/${organs.region(request)}/bedrock/aws4_request`;
  const key4 = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key4, ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return organs.toSend({ ...headers, authorization });
}
