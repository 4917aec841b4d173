import { Refusal, type WireRequest } from '../../../../src/mock-server/exchange.ts';
import { type AuthOptions, type Caller, createAuthenticator } from '../../../../src/mock-server/auth/index.ts';

export const AKIDEXAMPLE = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
} as const;
export const AKIAIOSFODNN7EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** The moment of the published vectors. */
export const NOW = Date.UTC(2015, 7, 30, 12, 36, 0);

export function authenticatorOf(options: Partial<AuthOptions> = {}) {
  return createAuthenticator({ mode: 'enforce', credentials: [AKIDEXAMPLE], bearerKeys: [], ...options });
}

export function authenticate(
  request: WireRequest,
  options: Partial<AuthOptions> & { signingName?: string; nowMs?: number } = {},
): Caller | Refusal {
  const { signingName = 'bedrock', nowMs = NOW, ...rest } = options;
  return authenticatorOf(rest).authenticate(request, { signingName }, nowMs);
}

/** The refusal, or a failed test that says who was let in. */
export function refused(outcome: Caller | Refusal): Refusal {
  if (outcome instanceof Refusal) return outcome;
  throw new Error(`expected a refusal, but ${JSON.stringify(outcome)} was let in`);
}

/** The caller, or a failed test that says why it was refused. */
export function accepted(outcome: Caller | Refusal): Caller {
  if (outcome instanceof Refusal) throw new Error(`refused: ${outcome.type}: ${outcome.message}\n${outcome.reason}`);
  return outcome;
}

/** What a client sees of a refusal. */
export function seen({ status, type, message, messageKey, origin, closes }: Refusal) {
  return { status, type, message, messageKey, origin, closes };
}

/** A request of latin1 text, as the wire has it: start line, header lines, empty line, body. */
export function wireRequest(text: string, protocol = 'HTTP/1.1'): WireRequest {
  const end = text.indexOf('\n\n');
  const [start = '', ...lines] = (end < 0 ? text.trimEnd() : text.slice(0, end)).split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*?)(?: HTTP\/1\.1)?$/.exec(start) ?? [];
  return {
    protocol,
    method,
    target,
    rawHeaders: lines.flatMap((line) => {
      const [, name = '', value = ''] = /^(:?[^:]+): ?(.*)$/s.exec(line) ?? [];
      return [name, value];
    }),
    body: Buffer.from(end < 0 ? '' : text.slice(end + 2), 'latin1'),
  };
}
