/** A fetch `Request` as if it had come over a socket. */
import type { WireRequest } from '../exchange.ts';

/** `fetch` keeps the host in the URL alone; signatures cover it as a header, so it is put back. */
export async function fromFetch(request: Request): Promise<WireRequest> {
  const url = new URL(request.url);
  const rawHeaders = [...request.headers].flat();
  if (!request.headers.has('host')) rawHeaders.push('host', url.host);
  return {
    protocol: 'in-process',
    method: request.method,
    target: url.pathname + url.search,
    rawHeaders,
    body: Buffer.from(await request.arrayBuffer()),
  };
}
