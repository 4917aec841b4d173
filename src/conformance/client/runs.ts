/** From cases to runs: each variant at each place on the axes that the client can take. */
import {
  type AuthKind,
  type ClientCase,
  type ClientSettings,
  type ClientVariant,
  type HttpVersion,
  type Need,
  WORDS,
  type Word,
} from '../case.ts';
import { KEYS } from '../cases/client/keys.ts';
import type { DriverInfo, RunRequest } from '../drivers/driver.ts';
import { inWordsOf } from './words.ts';

export const REGION = 'us-west-2';

export interface ClientRun {
  /** `slug@operation,variant,http` and `,bearer` where an API key is used. */
  readonly name: string;
  readonly case: ClientCase;
  readonly variant: ClientVariant;
  readonly http: HttpVersion;
  readonly auth: AuthKind;
  /** Whether the client is tried over TLS: many send API keys over nothing else, and agree on HTTP/2 only there. */
  readonly secure: boolean;
  /** What the client would have to be able to do, and does not declare. */
  readonly missing: readonly Need[];
}

/** A variant that the client cannot try at all stays in the list once, with what is missing. */
export function runsOf(cases: readonly ClientCase[], { capabilities, without = [] }: Able): ClientRun[] {
  const words = (Object.keys(WORDS) as Word[]).filter((word) => !without.includes(word));
  const can = new Set<Need>([...capabilities, ...words]);
  return cases.flatMap((one) => {
    const meant = one.variants.filter(({ unless }) => unless === undefined || !can.has(unless));
    return meant.flatMap((variant) => placesOf(one, inWordsOf(variant, without), can));
  });
}

/** What a driver says that its client can do. */
type Able = Pick<DriverInfo, 'capabilities' | 'without'>;

function placesOf(one: ClientCase, variant: ClientVariant, can: ReadonlySet<Need>): ClientRun[] {
  const { http = ['http1', 'http2'], auth = ['sigv4'] } = one.axes ?? {};
  const spoken = http.filter((version) => can.has(version));
  const versions = spoken.length > 0 ? spoken : http.slice(0, 1);
  return versions.flatMap((version) =>
    auth.map((kind) => runOf({ case: one, variant, http: version, auth: kind }, can)),
  );
}

type Place = Pick<ClientRun, 'case' | 'variant' | 'http' | 'auth'>;

function runOf(place: Place, can: ReadonlySet<Need>): ClientRun {
  const { case: one, variant, http, auth } = place;
  const needs = new Set<Need>([variant.operation, http, auth, ...(one.needs ?? []), ...(variant.needs ?? [])]);
  const parts = [variant.operation, variant.name, http, auth === 'bearer' ? auth : undefined].filter(Boolean);
  return {
    ...place,
    name: `${one.slug}@${parts.join(',')}`,
    secure: can.has('tls') && (needs.has('http2') || needs.has('bearer')),
    missing: [...needs].filter((need) => !can.has(need)),
  };
}

export function axesOf({ variant, http, auth }: ClientRun): Record<string, string> {
  return { operation: variant.operation, ...(variant.name !== undefined && { variant: variant.name }), http, auth };
}

/** What the driver is told. */
export function requestOf(run: ClientRun, endpoint: string, ca?: string): RunRequest {
  const settings: ClientSettings = { ...run.case.settings, ...run.variant.settings };
  const { ambient = false, credentials = KEYS.plain, environment, maxAttempts } = settings;
  const { readTimeoutMs, cancel, headers, query } = settings;
  const attempts = maxAttempts ?? (run.missing.includes('max-attempts') ? undefined : 1);
  const who = run.auth === 'bearer' ? { apiKey: KEYS.apiKey } : { credentials };
  return {
    run: run.name,
    operation: run.variant.operation,
    input: run.variant.input,
    endpoint,
    region: REGION,
    http: run.http,
    ...(ca !== undefined && { ca }),
    ...(!ambient && who),
    options: {
      ...(attempts !== undefined && { maxAttempts: attempts }),
      ...(readTimeoutMs !== undefined && { readTimeoutMs }),
      ...(cancel && { cancel }),
      ...(headers && { headers }),
      ...(query && { query }),
    },
    ...(environment && { environment }),
  };
}
