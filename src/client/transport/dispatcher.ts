/**
 * Looks over the shoulder of an undici dispatcher, which `fetch` of Node takes as an option, to learn when a request
 * has a connection and when it is written. It also lifts undici's own limits of five minutes on head and body, since
 * the client keeps its own.
 */
import type { Phase } from './transport.ts';

/** What an `Agent`, `Pool` or `ProxyAgent` of the package `undici` is, as far as `fetch` cares. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

/** Where undici, in Node as in its package, keeps the dispatcher of the process (documented with `setGlobalDispatcher`). */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/** The dispatcher of the process; nothing until the first `fetch` has loaded undici. */
export function globalDispatcher(): Dispatcher | undefined {
  return (globalThis as { [GLOBAL_DISPATCHER]?: Dispatcher })[GLOBAL_DISPATCHER];
}

export function observed(dispatcher: Dispatcher, enter: (phase: Phase) => void): Dispatcher {
  return {
    dispatch: (options, handler) =>
      dispatcher.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, watched(handler, enter)),
  };
}

/** Which method of a dispatch handler tells what, in its older and its newer form. */
const MOMENTS: readonly (readonly [method: string, phase: Phase])[] = [
  ['onConnect', 'write'],
  ['onRequestStart', 'write'],
  ['onRequestSent', 'read'],
];

function watched(handler: object, enter: (phase: Phase) => void): object {
  const wrapped = Object.create(handler) as Record<string, (...values: unknown[]) => unknown>;
  for (const [method, phase] of MOMENTS) {
    const inner = (handler as Record<string, unknown>)[method];
    if (typeof inner !== 'function' && method !== 'onRequestSent') continue;
    wrapped[method] = (...values) => {
      enter(phase);
      return typeof inner === 'function' ? inner.apply(wrapped, values) : undefined;
    };
  }
  return wrapped;
}
