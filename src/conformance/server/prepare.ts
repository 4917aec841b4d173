/** From a request as data to its bytes, signed as it says. */
import { OPERATIONS, type OperationName } from '../../wire/operations.ts';
import type { AuthKind, HttpVersion } from '../case.ts';
import { BODIES } from './bodies.ts';
import { limited } from './output-limit.ts';
import type { AuthSpec, ServerOperation, ServerRequest } from './request.ts';
import type { ServerKey, Settings } from './settings.ts';
import { escape, type Header, sign, timestampOf } from './sigv4.ts';
import type { Prepared } from './wire-answer.ts';

export interface Place {
  readonly settings: Settings;
  /** Where the run stands on the axes. */
  readonly http: HttpVersion;
  readonly operation: ServerOperation;
  readonly auth?: AuthKind | undefined;
  /** Stands before each path: the endpoint's own, and a sandbox. */
  readonly prefix: string;
}

export function prepare(request: ServerRequest, place: Place): Prepared {
  const { settings, prefix } = place;
  const operation = request.operation ?? place.operation;
  const method = request.method ?? entry(operation).method;
  const target = prefix + (request.path ?? pathOf(operation, request, settings));
  const body = bodyOf(operation, request, settings);
  const http = request.http ?? place.http;
  const headers = headersOf(request, { http, settings, bodyLength: body.length });
  const signed = authenticate(
    { method, target, headers, body, http },
    request.auth ?? { by: place.auth ?? 'sigv4' },
    settings,
  );
  const { leaveAfterFrames } = request;
  return { ...signed, http, method, ...(leaveAfterFrames !== undefined && { leaveAfterFrames }) };
}

function entry(name: OperationName) {
  return OPERATIONS.find((operation) => operation.name === name)!;
}

function pathOf(operation: ServerOperation, request: ServerRequest, settings: Settings): string {
  const { model = 'model', unescaped = '' } = request;
  const id = typeof model === 'object' ? model.id : settings[model];
  const spared = [...id].map((char) => (unescaped.includes(char) ? char : escape(char))).join('');
  return entry(operation)
    .path.replace('{modelId}', spared)
    .replace('{guardrailIdentifier}', escape(settings.guardrail.id))
    .replace('{guardrailVersion}', escape(settings.guardrail.version));
}

const GREETING = 'Say hello.';

function bodyOf(operation: ServerOperation, request: ServerRequest, { model, maxOutputTokens }: Settings): Buffer {
  const { body, add = {}, drop = [], prompt = GREETING, maxTokens = 16, fill } = request;
  if (body && 'base64' in body) return Buffer.from(body.base64, 'base64');
  if (body && 'text' in body) return Buffer.from(body.text);
  const usual = BODIES[operation]({ model, prompt, maxTokens });
  const kept = Object.fromEntries(Object.entries(usual).filter(([name]) => !drop.includes(name)));
  const json = JSON.stringify(limited(body ? body.json : { ...kept, ...add }, maxOutputTokens));
  return Buffer.from(fill === undefined ? json : json.replace('…', 'x'.repeat(fill)));
}

interface HeaderContext {
  readonly http: HttpVersion;
  readonly settings: Settings;
  readonly bodyLength: number;
}

function headersOf(request: ServerRequest, { http, settings, bodyLength }: HeaderContext): Header[] {
  const usual: Header[] = [
    ...(http === 'http1' ? ([['Host', settings.base.host]] as const) : []),
    ['Content-Type', 'application/json'],
    ...(http === 'http1' ? ([['Content-Length', String(bodyLength)]] as const) : []),
  ];
  const given = Object.entries(request.headers ?? {});
  const replaced = new Set(given.map(([name]) => name.toLowerCase()));
  const kept = usual.filter(([name]) => !replaced.has(name.toLowerCase()));
  return [...kept, ...given.filter((pair): pair is [string, string] => pair[1] !== null)];
}

interface Unsigned {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
  readonly http: HttpVersion;
}

type Sendable = Pick<Prepared, 'target' | 'headers' | 'body'>;

function authenticate(request: Unsigned, auth: AuthSpec, settings: Settings): Sendable {
  const { by = 'sigv4' } = auth;
  const { target, body } = request;
  if (by === 'none') return { target, body, headers: request.headers };
  if (by === 'bearer') {
    const token = auth.token ?? settings.apiKey ?? '';
    return { target, body, headers: [...request.headers, ['Authorization', `Bearer ${token}`]] };
  }
  return tampered(signedRequest(request, auth, settings), auth.afterwards);
}

/** What hops and proxies change is not signed. */
const UNSIGNED = ['content-length', 'connection', 'host'];

function signedRequest(request: Unsigned, auth: AuthSpec, settings: Settings): Sendable {
  const key: ServerKey = (auth.by === 'session' ? settings.session : undefined) ?? settings.credentials;
  const timestamp = timestampOf(settings.clock() + (auth.skewMinutes ?? 0) * 60_000);
  const dated: Header[] = [
    ...request.headers,
    ['X-Amz-Date', timestamp],
    ...(key.sessionToken ? ([['X-Amz-Security-Token', key.sessionToken]] as const) : []),
  ];
  const [path = '', query = ''] = request.target.split('?');
  const covered = dated.filter(([name]) => !UNSIGNED.includes(name.toLowerCase()));
  const headers: Header[] = [...covered, [auth.hostAs ?? 'host', settings.base.host]];
  const { authorization } = sign(
    { method: request.method, path, query, headers, body: request.body },
    {
      accessKeyId: auth.accessKeyId ?? key.accessKeyId,
      secretAccessKey: auth.secretAccessKey ?? key.secretAccessKey,
      region: auth.region ?? settings.region,
      service: auth.service ?? 'bedrock',
      timestamp,
    },
  );
  return { target: request.target, body: request.body, headers: [...dated, ['Authorization', authorization]] };
}

function tampered(request: Sendable, how: AuthSpec['afterwards']): Sendable {
  if (how === 'body') return { ...request, body: Buffer.from(request.body.toString().replace('hello', 'hallo')) };
  if (how === 'path') return { ...request, target: request.target.replace(/\/([a-z-]+)$/, '%20/$1') };
  if (how === 'query') return { ...request, target: `${request.target}?added=afterwards` };
  if (how === 'signed-header') return { ...request, headers: request.headers.map(withCharset) };
  if (how === 'header') return { ...request, headers: [...request.headers, ['X-Forwarded-For', '192.0.2.1']] };
  return request;
}

function withCharset([name, value]: Header): Header {
  return [name, name === 'Content-Type' ? `${value}; charset=utf-8` : value];
}
