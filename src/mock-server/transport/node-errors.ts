/**
 * The errors that Node's HTTP client and, on top of it, Smithy's `NodeHttpHandler` raise: codes, messages and names as
 * they come out of Node 20 and @smithy/node-http-handler 4.
 */

/** A connection that breaks while the body is read, however it breaks. */
export function aborted(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

/** Before the head `NodeHttpHandler` calls both a TimeoutError, for which the SDK tries again. */
export const BREAKS_BEFORE_HEAD = {
  cut: () => timedOut('socket hang up', 'ECONNRESET'),
  reset: () => timedOut('read ECONNRESET', 'ECONNRESET'),
};

export function timedOut(message: string, code = 'ETIMEDOUT'): Error {
  return Object.assign(new Error(message), { name: 'TimeoutError', code });
}

/** A signal's reason, if it is an error, becomes the cause; otherwise it is the message. */
export function abortedBy(reason: unknown): Error {
  if (reason instanceof Error) return aborting('Request aborted', { cause: reason });
  return aborting(typeof reason === 'string' && reason !== '' ? reason : 'Request aborted');
}

function aborting(message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { name: 'AbortError' });
}
