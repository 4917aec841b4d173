/** Three ways: what the model says, what the service did, what the double does; case by case, and where they differ. */
import { OPERATIONS } from '../../wire/operations.ts';
import type { CaseInfo } from '../case.ts';
import { createRedactor } from '../server/redact.ts';
import type { ServerConformanceOptions } from '../server/settings.ts';
import type { Finding, RunResult, Verdict } from '../verdict.ts';
import { type Tried, tryDouble } from './double.ts';
import { type Difference, differences, type Traits, traitsOf } from './traits.ts';

/** Of the three, who agrees with whom. */
export const AGREEMENTS = {
  all: 'all three agree',
  form: 'both are as the model says, and their answers differ in form',
  service: 'the service departs from the model, the double does not',
  double: 'the double departs from the model, the service does not',
  both: 'service and double depart from the model',
  unknown: 'not tried on both',
} as const;

export type Agreement = keyof typeof AGREEMENTS;

/** What one of the two did. */
export interface DriftSide {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly findings: readonly Finding[];
  readonly answers: readonly Traits[];
}

export interface DriftEntry {
  readonly run: string;
  readonly case: CaseInfo;
  /** Method and path of the operation in the service model, and what the case expects, in words. */
  readonly model: { readonly route: string; readonly expected: readonly string[] };
  readonly service: DriftSide;
  readonly double: DriftSide;
  readonly agreement: Agreement;
  readonly differences: readonly Difference[];
}

export interface Drift {
  readonly service: string;
  readonly endpoint: string;
  readonly region: string;
  readonly modelId: string;
  /** ISO 8601: when the first run began. */
  readonly at: string;
  readonly entries: readonly DriftEntry[];
}

/** Tries the double as the service was tried, and compares. The options are those of the service's own runs. */
export async function compareWithDouble(service: Tried, options: ServerConformanceOptions): Promise<Drift> {
  const double = await tryDouble(service.results, options);
  const { region = 'us-east-1', model = '' } = options;
  const endpoint = new URL(options.endpoint).origin;
  return {
    service: service.results[0]?.subject.name ?? endpoint,
    endpoint,
    region,
    modelId: createRedactor().text(model),
    at: service.results[0]?.startedAt ?? '',
    entries: service.results.map((result) => entryOf(result, { service, double })),
  };
}

interface Both {
  readonly service: Tried;
  readonly double: Tried;
}

function entryOf(result: RunResult, both: Both): DriftEntry {
  const service = sideOf(result, both.service);
  const double = sideOf(
    both.double.results.find(({ run }) => run === result.run),
    both.double,
  );
  const found = differences(service.answers, double.answers);
  const words = service.findings.length > 0 ? service.findings : double.findings;
  return {
    run: result.run,
    case: result.case,
    model: { route: routeOf(result.axes['operation']), expected: words.map(({ expected }) => expected) },
    service,
    double,
    agreement: agreementOf(service, double, found),
    differences: found,
  };
}

function sideOf(result: RunResult | undefined, { seen }: Tried): DriftSide {
  if (!result) return { verdict: 'UNTESTABLE', reason: 'it did not run', findings: [], answers: [] };
  const { run, verdict, reason, findings } = result;
  return { verdict, reason, findings, answers: (seen.get(run)?.answers ?? []).map(traitsOf) };
}

function routeOf(name: string | undefined): string {
  const operation = OPERATIONS.find((candidate) => candidate.name === name);
  return operation ? `${operation.method} ${operation.path}` : '';
}

const UNTRIED: readonly Verdict[] = ['SKIP', 'UNKNOWN', 'UNTESTABLE'];

function agreementOf(service: DriftSide, double: DriftSide, found: readonly Difference[]): Agreement {
  if ([service, double].some(({ verdict }) => UNTRIED.includes(verdict))) return 'unknown';
  const [serviceHolds, doubleHolds] = [service, double].map(({ findings }) => findings.every(({ holds }) => holds));
  if (serviceHolds && doubleHolds) return found.length > 0 ? 'form' : 'all';
  if (doubleHolds) return 'service';
  return serviceHolds ? 'double' : 'both';
}
