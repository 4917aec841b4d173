/** Where a server listens, as a person names it. */

export interface Where {
  readonly host: string;
  readonly port: number;
}

type Explain = (where: Where) => string;

const CAUSES: Readonly<Record<string, Explain>> = {
  EADDRINUSE: ({ host, port }) =>
    `port ${port} on ${host} is in use: end what runs there, or take another with --port ${port === 65_535 ? 0 : port + 1}, or any free one with --port 0`,
  EACCES: ({ port }) => `port ${port} is not allowed to this user: take one above 1023 with --port N`,
  EADDRNOTAVAIL: ({ host }) => `${host} is no address of this machine: --host wants one that is, or 0.0.0.0 for all`,
  ENOTFOUND: ({ host }) => `the name ${host} is not known: --host wants an address of this machine`,
};

/** One line for an address that could not be had. */
export function whyNotBound({ code = '', message }: NodeJS.ErrnoException, where: Where): string {
  return CAUSES[code]?.(where) ?? `cannot listen on ${where.host}, port ${where.port}: ${message}`;
}

/** Whether other machines may reach it. */
export function isOpen(host: string): boolean {
  return host !== 'localhost' && host !== '::1' && !host.startsWith('127.');
}

/** An address that clients of this machine can use, where the server listens on all there are. */
export function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
