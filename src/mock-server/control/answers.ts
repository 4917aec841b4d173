/** How the control API answers: indented JSON, since as often as not a person reads it. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Env } from '../app.ts';
import { ControlError } from './control-error.ts';

export interface Failure {
  /** What is wrong, and what to do. */
  readonly message: string;
  readonly [more: string]: unknown;
}

export function answer(c: Context<Env>, value: unknown, status: ContentfulStatusCode = 200): Response {
  return c.body(`${JSON.stringify(value, writable, 2)}\n`, status, { 'Content-Type': 'application/json' });
}

/** Scenarios may hold patterns and functions; a pattern is written as files write it. */
function writable(_name: string, value: unknown): unknown {
  if (value instanceof RegExp) return { regex: value.source, ...(value.flags && { flags: value.flags }) };
  return typeof value === 'function' ? '(a function)' : value;
}

export function fail(c: Context<Env>, status: ContentfulStatusCode, error: Failure): Response {
  return answer(c, { error }, status);
}

/** An error that is no `ControlError` is a bug. */
export function failWith(c: Context<Env>, error: Error): Response {
  if (error instanceof ControlError) return fail(c, error.status, { message: error.message, ...error.more });
  return fail(c, 500, { message: `The control API itself failed: ${error.stack ?? error.message}` });
}
