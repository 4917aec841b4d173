/** What does not belong in a report: account ids, keys and tokens. AWS's documented examples may stay. */
import type { Header } from './sigv4.ts';

const LEFT_OUT = '(left out)';

export function redactHeaders(headers: readonly Header[]): Header[] {
  return headers.map(([name, value]) => {
    if (/^x-amz-security-token$/i.test(name)) return [name, LEFT_OUT];
    return [name, /^authorization$/i.test(name) ? redactAuthorization(value) : redactText(value)];
  });
}

function redactAuthorization(value: string): string {
  if (/^bearer/i.test(value)) return `Bearer ${LEFT_OUT}`;
  return value
    .replace(/Credential=(?!AKIDEXAMPLE\/)[^/]*/, `Credential=${LEFT_OUT}`)
    .replace(/Signature=\w+/, `Signature=${LEFT_OUT}`);
}

const ACCOUNT = /(arn(?::|%3A)aws[a-z-]*(?::|%3A)[a-z0-9-]+(?::|%3A)[a-z0-9-]*(?::|%3A))(?!123456789012)\d{12}/gi;

/** Account ids in ARNs become zeros, which keeps every length. */
export function redactText(text: string): string {
  return text.replace(ACCOUNT, '$1000000000000');
}

export function redactBytes(bytes: Buffer): Buffer {
  return bytes.includes('arn') ? Buffer.from(redactText(bytes.toString('latin1')), 'latin1') : bytes;
}
