/** From what was expected and what was seen to a verdict. Pure. */
import type { CaseInfo, ClientVariant } from '../case.ts';
import type {
  CallerExpectation,
  ClientExpectation,
  ConnectionExpectation,
  RequestExpectation,
} from '../expectation.ts';
import type { DriverAnswer, SeenExchange } from '../observation.ts';
import type { Finding, Verdict } from '../verdict.ts';
import { type Caller, CALLER_RULES, callerOf } from './caller-rules.ts';
import { CONNECTION_RULES, type Course } from './connection-rules.ts';
import { REQUEST_RULES, type Requests } from './request-rules.ts';
import type { Rule } from './rule.ts';

/** All that a judge looks at. */
export interface SeenRun {
  readonly answer: DriverAnswer;
  readonly exchanges: readonly SeenExchange[];
  readonly prefix: string;
  readonly answeredAt: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

export function judgeClient(info: CaseInfo, { expect }: ClientVariant, seen: SeenRun): Judgement {
  const { answer } = seen;
  if (answer.type === 'skipped') return without('SKIP', `the driver skips it: ${answer.reason}`);
  if (answer.type === 'errored') return without('UNTESTABLE', `the driver failed: ${answer.message}`);
  const findings = answer.type === 'hung' ? hung(expect, seen, answer.afterMs) : find(expect, seen);
  const wrong = findings.filter(({ holds }) => !holds);
  return { verdict: verdictOf(info, wrong.length), reason: reasonOf(wrong), findings };
}

function without(verdict: Verdict, reason: string): Judgement {
  return { verdict, reason, findings: [] };
}

/** Opinions fail nobody, whatever level they claim. */
function verdictOf({ level, authority }: CaseInfo, wrong: number): Verdict {
  if (level === 'INFO' || authority === 'opinion') return 'INFO';
  if (wrong === 0) return 'PASS';
  return level === 'MUST' ? 'FAIL' : 'WARN';
}

function reasonOf([first, ...others]: readonly Finding[]): string {
  if (!first) return 'all that was expected was seen';
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  return `expected that ${first.expected}; seen: ${first.seen}${more}`;
}

function find(expect: readonly ClientExpectation[], seen: SeenRun): Finding[] {
  const observation = seen.answer.type === 'observation' ? seen.answer.observation : {};
  const caller = callerOf(observation);
  return expect.map((expected) => finding(expected, seen, caller));
}

/** A call that never ends has failed nobody's expectation but the one that it should end. */
function hung(expect: readonly ClientExpectation[], seen: SeenRun, afterMs: number): Finding[] {
  const ended: Finding = { holds: false, expected: 'the call ends', seen: `it had not ended after ${afterMs} ms` };
  const caller = callerOf({});
  return [ended, ...expect.filter(({ is }) => is in REQUEST_RULES).map((expected) => finding(expected, seen, caller))];
}

function finding(expected: ClientExpectation, seen: SeenRun, caller: Caller): Finding {
  const { is } = expected;
  if (is in CALLER_RULES) return apply(CALLER_RULES[is as CallerExpectation['is']], expected, caller);
  if (is in REQUEST_RULES)
    return apply(REQUEST_RULES[is as RequestExpectation['is']], expected, seen satisfies Requests);
  return apply(CONNECTION_RULES[is as ConnectionExpectation['is']], expected, seen satisfies Course);
}

/** The table's key is the expectation's own name, which the compiler cannot follow through a union. */
function apply(rule: unknown, expected: ClientExpectation, seen: unknown): Finding {
  const { says, check } = rule as Rule<ClientExpectation, unknown>;
  const [holds, what] = check(expected, seen);
  return { holds, expected: says(expected), seen: what };
}
