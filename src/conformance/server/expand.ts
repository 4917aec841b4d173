/** From cases to runs: one for each place on the axes that the server can be asked at. */
import type { AuthKind, HttpVersion } from '../case.ts';
import { names } from '../known-failures.ts';
import type { ServerCapability } from './capability.ts';
import type { ProbeCase, ServerOperation } from './request.ts';
import type { Settings } from './settings.ts';

export interface ServerRun {
  /** `slug@operation,http`, and `,bearer` where the API key is used. */
  readonly name: string;
  readonly case: ProbeCase;
  readonly operation: ServerOperation;
  readonly http: HttpVersion;
  /** Default: `sigv4`. */
  readonly auth?: AuthKind;
  /** What the server does not declare. */
  readonly lacks: readonly ServerCapability[];
}

export function expand(cases: readonly ProbeCase[], settings: Settings): ServerRun[] {
  const runs = cases.flatMap((one) => places(one, settings).map((place) => runOf(one, place, settings)));
  const { cases: globs, shard } = settings;
  const chosen = !globs
    ? runs
    : runs.filter((run) => globs.some((glob) => names(glob, run.name, [run.case.slug, ...(run.case.aliases ?? [])])));
  return shard ? chosen.filter((_, number) => number % shard.count === shard.index - 1) : chosen;
}

interface RunPlace {
  readonly operation: ServerOperation;
  readonly http: HttpVersion;
  readonly auth: AuthKind;
}

/** HTTP versions that are not declared are no places, nor is an API key that is not given; a case that is about one says so by its needs. */
function places({ axes = {}, operation = 'Converse', needs = [] }: ProbeCase, settings: Settings): RunPlace[] {
  const declared = (['http1', 'http2'] as const).filter((http) => settings.capabilities.has(http));
  const wanted = axes.http ?? (['http1', 'http2'] as const);
  const versions = wanted.filter(
    (http) => settings.http.includes(http) && (declared.includes(http) || needs.includes(http)),
  );
  const kinds = (axes.auth ?? ['sigv4']).filter((auth) => auth === 'sigv4' || settings.capabilities.has(auth));
  return (axes.operation ?? [operation]).flatMap((name) =>
    versions.flatMap((http) => kinds.map((auth) => ({ operation: name, http, auth }))),
  );
}

function runOf(one: ProbeCase, { operation, http, auth }: RunPlace, { capabilities }: Settings): ServerRun {
  const operations = one.requests.map((request) => request.operation ?? operation);
  const needs = [...new Set<ServerCapability>([...(one.needs ?? []), ...operations])];
  const lacks = needs.filter((need) => !capabilities.has(need));
  const name = `${one.slug}@${operation},${http}${auth === 'bearer' ? ',bearer' : ''}`;
  return { name, case: one, operation, http, auth, lacks };
}
