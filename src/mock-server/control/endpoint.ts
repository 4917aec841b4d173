/** One thing the control API can be asked. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import { isSandboxName, SANDBOX_NAMES } from '../sandbox.ts';
import { ControlError } from './control-error.ts';

export interface Endpoint {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below the place where the control API is mounted. */
  readonly path: string;
  /** What it does, in a line. */
  readonly about: string;
  /** Shown as a line to paste; `data` as a shell takes it. */
  readonly example?: { readonly query?: string; readonly data?: string };
  readonly handle: (c: Context<Env>) => Response | Promise<Response>;
}

/** The sandbox a request is about; empty for the server itself. @throws ControlError where the path has no such name. */
export function sandboxOf(c: Context<Env>): string {
  const name = c.req.param('sandbox') ?? c.env?.sandbox ?? '';
  if (name === '' || isSandboxName(name)) return name;
  throw new ControlError(400, `${SANDBOX_NAMES}, not ${JSON.stringify(name)}.`);
}
