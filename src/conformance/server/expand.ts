/** From cases to runs: one for each place on the axes that the server can be asked at. */
import type { HttpVersion } from '../case.ts';
import { names } from '../known-failures.ts';
import type { ServerCapability } from './capability.ts';
import type { ProbeCase, ServerOperation } from './request.ts';
import type { Settings } from './settings.ts';

export interface ServerRun {
  /** `slug@operation,http` */
  readonly name: string;
  readonly case: ProbeCase;
  readonly operation: ServerOperation;
  readonly http: HttpVersion;
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
}

/** HTTP versions that are not declared are no places; a case that is about one says so by its needs. */
function places({ axes = {}, operation = 'Converse', needs = [] }: ProbeCase, settings: Settings): RunPlace[] {
  const declared = (['http1', 'http2'] as const).filter((http) => settings.capabilities.has(http));
  const wanted = axes.http ?? (['http1', 'http2'] as const);
  const versions = wanted.filter(
    (http) => settings.http.includes(http) && (declared.includes(http) || needs.includes(http)),
  );
  return (axes.operation ?? [operation]).flatMap((name) => versions.map((http) => ({ operation: name, http })));
}

function runOf(one: ProbeCase, { operation, http }: RunPlace, { capabilities }: Settings): ServerRun {
  const operations = one.requests.map((request) => request.operation ?? operation);
  const needs = [...new Set<ServerCapability>([...(one.needs ?? []), ...operations])];
  const lacks = needs.filter((need) => !capabilities.has(need));
  return { name: `${one.slug}@${operation},${http}`, case: one, operation, http, lacks };
}
