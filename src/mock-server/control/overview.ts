/** The page that says what the control API can be asked. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import type { Endpoint } from './endpoint.ts';

/** All endpoints, a line each, and how to ask them. */
export function overview(c: Context<Env>, endpoints: readonly Endpoint[]): string {
  const url = new URL(c.req.url);
  const base = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const lines = endpoints.map(({ method, path, about }) => `  ${method.padEnd(6)} ${path.padEnd(20)} ${about}`);
  const examples = endpoints.filter(({ example }) => example !== undefined).map((one) => `  ${curlLine(base, one)}`);
  return ['The control API of Touchstone, below', `  ${base}`, '', ...lines, '', 'Examples', ...examples, ''].join(
    '\n',
  );
}

function curlLine(base: string, { method, path, example = {} }: Endpoint): string {
  const parts = ['curl', method !== 'GET' && `-X ${method}`, example.data && `--data-binary ${example.data}`];
  return [...parts, `'${base}${path}${example.query ?? ''}'`].filter(Boolean).join(' ');
}
