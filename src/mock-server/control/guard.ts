/**
 * Who may use the control API. With a token: whoever bears it. Without one: programs of this machine, but no web page
 * that a browser of this machine shows, neither by a request to another origin nor by a name made to point here (DNS
 * rebinding).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { Bindings, Env } from '../app.ts';
import { fail } from './answers.ts';

type Incoming = NonNullable<Bindings['incoming']>;

export function createGuard(token: string | undefined): MiddlewareHandler<Env> {
  return async (c, next) => {
    const objection = token === undefined ? strangeness(c) : tokenMissing(c, token);
    if (objection) return objection;
    return next();
  };
}

function tokenMissing(c: Context<Env>, token: string): Response | undefined {
  const given = /^Bearer\s+(.*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return undefined;
  c.header('WWW-Authenticate', 'Bearer');
  const wrong = given === undefined ? 'is missing' : 'is not the one the server was given';
  return fail(c, 401, {
    message: `The control token ${wrong}. Send it as "Authorization: Bearer <token>"; it is what --control-token or the option controlToken says.`,
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** In-process there is no stranger: whoever calls has the server in hand. */
function strangeness(c: Context<Env>): Response | undefined {
  const incoming = c.env?.incoming;
  const message = incoming && (fromElsewhere(incoming) ?? foreignHost(incoming) ?? otherOrigin(incoming));
  return message ? fail(c, 403, { message }) : undefined;
}

function fromElsewhere({ socket }: Incoming): string | undefined {
  const remote = plainAddress(socket.remoteAddress);
  if (isLoopback(remote) || remote === plainAddress(socket.localAddress)) return undefined;
  return `Without a token the control API obeys only programs on the machine it runs on, and this comes from ${remote}. Start the server with --control-token (or the option controlToken) and send "Authorization: Bearer <token>".`;
}

function foreignHost(incoming: Incoming): string | undefined {
  const host = hostOf(incoming);
  const name = hostName(host);
  if (host === '' || name === 'localhost' || isLoopback(name)) return undefined;
  if (name !== '' && name === plainAddress(incoming.socket.localAddress)) return undefined;
  return `The Host header says ${JSON.stringify(host)}, which is no name of this machine. Use localhost or 127.0.0.1, or start the server with --control-token and send "Authorization: Bearer <token>".`;
}

/** Browsers say so in `Sec-Fetch-Site`, older ones in `Origin` alone. */
function otherOrigin(incoming: Incoming): string | undefined {
  const { origin } = incoming.headers;
  const site = incoming.headers['sec-fetch-site'];
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  const sameOrigin = origin === undefined || origin.replace(/^https?:\/\//, '') === hostOf(incoming);
  if (sameSite && sameOrigin) return undefined;
  return `A web page of another origin (${origin ?? 'unknown'}) may not use the control API. Call it from a program, or start the server with --control-token and send "Authorization: Bearer <token>".`;
}

function hostOf({ headers }: Incoming): string {
  return String(headers[':authority'] ?? headers.host ?? '').toLowerCase();
}

/** Without port and brackets. */
function hostName(host: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '');
}

/** IPv4 addresses come as `::ffff:127.0.0.1` where a socket listens on IPv6. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/i, '');
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address);
}
