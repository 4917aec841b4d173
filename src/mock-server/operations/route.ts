/**
 * Which operation a request is for, told from its raw target as the real front door tells it: a label is one
 * segment, so an ARN whose slash is not percent-encoded names no operation (amplify-flutter#5675).
 */
import { OPERATIONS, type Operation } from '../../wire/operations.ts';
import type { WireRequest } from '../exchange.ts';

export interface Route {
  readonly operation: Operation;
  /** The first label of the path, percent-escapes decoded: a model id, a profile id; empty where there is none. */
  readonly label: string;
  /** The query as sent, without its question mark. */
  readonly query: string;
}

interface Template {
  readonly operation: Operation;
  readonly pattern: RegExp;
}

const TEMPLATES: ReadonlyMap<string, readonly Template[]> = templatesByMethod();

/** Undefined where no operation has this method and path. `path` is the target without sandbox prefix and query. */
export function resolveRoute(request: WireRequest, path: string, query: string): Route | undefined {
  for (const { operation, pattern } of TEMPLATES.get(request.method) ?? []) {
    const found = pattern.exec(path);
    if (found) return { operation, label: decode(found[1] ?? ''), query };
  }
  return isStsPath(request, path) ? stsRoute(request, query) : undefined;
}

function templatesByMethod(): Map<string, Template[]> {
  const byMethod = new Map<string, Template[]>();
  for (const operation of OPERATIONS) {
    if (operation.service === 'sts') continue;
    const source = operation.path.replace(/\{\w+\}/g, '([^/]+)');
    const templates = byMethod.get(operation.method) ?? [];
    templates.push({ operation, pattern: new RegExp(`^${source}$`) });
    byMethod.set(operation.method, templates);
  }
  return byMethod;
}

/** STS knows one path for all and is asked by a form: `Action=GetCallerIdentity&Version=2011-06-15`. */
function isStsPath(request: WireRequest, path: string): boolean {
  return path === '/' && (request.method === 'POST' || request.method === 'GET');
}

function stsRoute(request: WireRequest, query: string): Route | undefined {
  const form = new URLSearchParams(request.method === 'POST' ? request.body.toString('utf8') : query);
  const operation = OPERATIONS.find(({ service, name }) => service === 'sts' && name === form.get('Action'));
  return operation && { operation, label: '', query };
}

/** An escape that is none stands for itself; what it spells is then no valid id, and validation says so. */
function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
