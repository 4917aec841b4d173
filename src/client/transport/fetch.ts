/** HTTP/1.1 by `fetch`, and whatever a dispatcher makes of it. */
import type { Dispatcher } from './dispatcher.ts';
import { globalDispatcher, observed } from './dispatcher.ts';
import type { Transport } from './transport.ts';

export interface FetchOptions {
  readonly fetch?: typeof fetch | undefined;
  /** Left out: that of the process. */
  readonly dispatcher?: Dispatcher | undefined;
}

export function fetchTransport(options: FetchOptions): Transport {
  const { fetch: replaced, dispatcher } = options;
  return {
    hostHeader: 'host',
    async send({ url, method, headers, body, signal }, enter) {
      const inner = dispatcher ?? (replaced ? undefined : globalDispatcher());
      enter(inner ? 'connect' : 'answer');
      // A signature holds for one host, so a redirection could only leak the session token: it is answered, not followed.
      const init: RequestInit = { method, headers: { ...headers }, signal, redirect: 'manual' };
      if (body) init.body = body;
      if (inner) Object.assign(init, { dispatcher: observed(inner, enter) });
      return await (replaced ?? fetch)(url, init);
    },
    close: async () => {},
  };
}
