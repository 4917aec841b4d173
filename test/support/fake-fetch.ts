/** A `fetch` that answers from a list and keeps what it was asked. */

export interface Asked {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** One answer: a response, what makes one, or an error to throw. */
export type Canned = Response | Error | ((asked: Asked, signal: AbortSignal) => Response | Promise<Response>);

export function fakeFetch(...answers: Canned[]): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const fake: typeof fetch = async (input, init = {}) => {
    const body = init.body ? Buffer.from(init.body as Uint8Array).toString() : '';
    const request = {
      url: new URL(input instanceof Request ? input.url : input),
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      body,
    };
    asked.push(request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function') return await answer(request, init.signal as AbortSignal);
    return (answer ?? new Response('{}')).clone();
  };
  return { fetch: fake, asked };
}

export function json(value: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(value), {
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as object) },
  });
}

/** A body of exactly these writes; what is an error breaks it off. */
export function streamOf(...pieces: (Uint8Array | Error)[]): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(piece);
    },
  });
}

export function eventStream(...pieces: (Uint8Array | Error)[]): Response {
  const headers = {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-requestid': 'f3e3b3f0-0000-4000-8000-000000000001',
  };
  return new Response(streamOf(...pieces), { headers });
}

/** AWS's documented example keys, and nothing of the machine's environment. */
export const KEYS = {
  env: {},
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
};
