/**
 * msw intercepts HTTP/1.1 and `fetch`, not HTTP/2, which the AWS SDK speaks by default. The guard stands where such a
 * call leaves for AWS: `connect` of `node:http2`, a member of a module that the whole process shares. It is replaced
 * while there is a guard and put back when the last one leaves, so what is known of it lies here and nowhere else.
 */
import http2 from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import { isAwsUrl } from './hosts.ts';

/** What becomes of a call over HTTP/2 to AWS; each but `ignore` warns once. */
export type Http2Policy = 'refuse' | 'warn' | 'ignore';

type Connect = typeof http2.connect;
type Guard = Exclude<Http2Policy, 'ignore'>;

/** One for each call of `guardHttp2` that has not been undone. */
const guards = new Set<{ readonly policy: Guard }>();
let undo: (() => void) | undefined;

/** Returns what takes the guard away again; more than once does no harm. */
export function guardHttp2(policy: Http2Policy): () => void {
  if (policy === 'ignore') return () => {};
  const guard = { policy };
  guards.add(guard);
  undo ??= replaceConnect();
  return () => {
    guards.delete(guard);
    if (guards.size > 0) return;
    undo?.();
    undo = undefined;
  };
}

function replaceConnect(): () => void {
  const original = http2.connect;
  let warned = false;
  const guarded = function (this: unknown, ...given: Parameters<Connect>) {
    const url = guards.size > 0 ? String(given[0]) : '';
    if (isAwsUrl(url.endsWith('/') ? url : `${url}/`)) {
      const message = remedyFor(url);
      if (!warned) process.emitWarning(message, { type: 'TouchstoneWarning', code: 'TOUCHSTONE_HTTP2' });
      warned = true;
      if ([...guards].some(({ policy }) => policy === 'refuse')) throw refusal(message);
    }
    return Reflect.apply(original, this, given);
  } as Connect;
  setConnect(guarded);
  // Where somebody has wrapped it since, it stays, and lets everything pass.
  return () => void (http2.connect === guarded && setConnect(original));
}

function setConnect(connect: Connect): void {
  (http2 as { connect: Connect }).connect = connect;
  syncBuiltinESMExports();
}

function remedyFor(url: string): string {
  return (
    `A call to ${url} over HTTP/2, which msw cannot intercept, and which the AWS SDK for JavaScript speaks by default. ` +
    'Give the client the double itself: new BedrockRuntimeClient({ requestHandler: bedrock.requestHandler() }), ' +
    'or a handler that msw can intercept: new NodeHttpHandler() of @smithy/node-http-handler.'
  );
}

function refusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'TOUCHSTONE_HTTP2' });
}
