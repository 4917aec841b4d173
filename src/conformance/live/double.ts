/** The double, asked what a service was asked, under the host name of the service and on the loopback. */
import { type Address, type Bedrock, createBedrock, createCertificate } from '../../mock-server/index.ts';
import { SERVER_CASES } from '../cases/server/index.ts';
import { conformServer } from '../server/conform-server.ts';
import { hostOf } from '../server/http1.ts';
import type { ServerSeen } from '../server/seen.ts';
import type { ServerConformanceOptions } from '../server/settings.ts';
import type { RunResult } from '../verdict.ts';

/** Results with what was seen of them, by the name of the run. */
export interface Tried {
  readonly results: readonly RunResult[];
  readonly seen: ReadonlyMap<string, ServerSeen>;
}

/** The double's own, so that no key of an account is of any use to it. */
const SESSION = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'the-session-of-the-double',
};
const API_KEY = 'ABSKdGhlIGtleSBvZiB0aGUgZG91YmxlIQ==';

/** The same runs as `results` has; those that a live service cannot be brought to with their script. */
export async function tryDouble(results: readonly RunResult[], options: ServerConformanceOptions): Promise<Tried> {
  const scripted = results.filter((result) => isScripted(result, options));
  const plain = results.filter((result) => !scripted.includes(result));
  const seen = new Map<string, ServerSeen>();
  const own = { ...asked(options), onSeen: (run: string, what: ServerSeen) => void seen.set(run, what) };
  const tried = [
    ...(await withDouble(plain, options, (cases, reach) => conformServer({ ...own, ...reach, cases }))),
    ...(await withDouble(scripted, {}, (cases, { endpoint }) =>
      conformServer({ ...own, endpoint, cases, control: 'self' }),
    )),
  ];
  return { results: tried, seen };
}

function isScripted({ case: { slug } }: RunResult, { control }: ServerConformanceOptions): boolean {
  const one = SERVER_CASES.find((candidate) => candidate.slug === slug);
  return one?.live === 'doubles-only' || (control !== undefined && one?.stage !== undefined);
}

/** Everything that decides what is sent, and of who sends it only whether temporary keys do. */
function asked(options: ServerConformanceOptions) {
  const { region, model, arn, guardrail, without, seed, timeoutMs, maxOutputTokens, clock } = options;
  const given = { region, model, arn, guardrail, without, seed, timeoutMs, maxOutputTokens, clock };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const defined = Object.fromEntries(entries) as Partial<ServerConformanceOptions>;
  const temporary = options.credentials?.sessionToken !== undefined;
  return {
    ...defined,
    ...(temporary && { credentials: SESSION }),
    session: SESSION,
    apiKey: API_KEY,
    subject: { name: 'the double' },
  };
}

type Reach = Pick<ServerConformanceOptions, 'endpoint' | 'connectTo' | 'ca'>;
type Try = (cases: readonly string[], reach: Reach) => Promise<RunResult[]>;

/** @param options whose host name the double takes; without an endpoint, its own address. */
async function withDouble(
  results: readonly RunResult[],
  { endpoint, region = 'us-east-1' }: Partial<ServerConformanceOptions>,
  how: Try,
): Promise<RunResult[]> {
  if (results.length === 0) return [];
  const origin = endpoint === undefined ? undefined : new URL(endpoint);
  const tls = origin?.protocol === 'https:' ? await createCertificate({ hosts: [hostOf(origin)] }) : undefined;
  await using double: Bedrock = createBedrock({
    regions: [region],
    credentials: [SESSION],
    bearerKeys: [{ token: API_KEY }],
    graceMs: 0,
    ...(tls && { tls }),
  });
  const { host, port, url }: Address = await double.listen();
  const reach = origin
    ? { endpoint: origin.origin, connectTo: { host, port }, ...(tls && { ca: tls.cert }) }
    : { endpoint: url };
  return await how(
    results.map(({ run }) => run),
    reach,
  );
}
