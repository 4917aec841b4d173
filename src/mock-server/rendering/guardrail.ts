/**
 * What a guardrail leaves in an answer: a trace of its own on Converse, and on InvokeModel two members beside whatever
 * the model answered. Recorded in openllmetry, of Titan Text and Nova, from February to August 2025.
 */
import type { Guardrail } from '../../fixtures/reply.ts';
import type { Family, FullReply } from './family.ts';

type Members = Readonly<Record<string, unknown>>;

/** The member `trace` of Converse, in which keys are alphabetical at every level as everywhere there; or nothing. */
export function converseTrace({ guardrail }: FullReply): { readonly trace?: unknown } {
  if (!guardrail) return {};
  const { action: _, ...trace } = guardrail;
  return Object.keys(trace).length === 0 ? {} : { trace: { guardrail: sorted(trace) } };
}

/** Keys in alphabetical order, at every level. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}

/** The text of a body of InvokeModel, changed by the guardrail. */
export function guardedBody(body: unknown, guardrail: Guardrail, family: Family): string {
  return withMembers(writer(family)(body), { ...traceOf(guardrail), ...actionOf(guardrail) });
}

export interface GuardedStream {
  readonly guardrail: Guardrail;
  readonly family: Family;
  /** The invocation metrics, as a member. */
  readonly metrics: Members;
}

/** The texts of a stream's chunks. Trace and metrics are in the last; the metrics stand by what is the model's. */
export function guardedChunks(chunks: readonly Members[], { guardrail, family, metrics }: GuardedStream): string[] {
  const { sees = () => true } = family;
  const measured = isBlocked(guardrail) ? {} : metrics;
  const marks = { ...actionOf(guardrail), ...traceOf(guardrail) };
  return chunks.map((chunk, i) => {
    const text = writer(family)(chunk);
    if (i < chunks.length - 1) return withMembers(text, sees(chunk) ? actionOf(guardrail) : {});
    return withMembers(text, sees(chunk) ? { ...marks, ...measured } : { ...measured, ...marks });
  });
}

/** Whether the request never came to the model: then nothing is measured, and the model has not stopped. */
export function isBlocked({ action, modelOutput, outputAssessments }: Guardrail): boolean {
  return action !== 'NONE' && modelOutput === undefined && outputAssessments === undefined;
}

function writer({ guarded }: Family): (members: unknown) => string {
  return guarded ?? JSON.stringify;
}

function actionOf({ action = 'INTERVENED' }: Guardrail): Members {
  return { 'amazon-bedrock-guardrailAction': action };
}

/** The same findings under other names than on Converse, in the order they were given in. */
function traceOf({ modelOutput, inputAssessment, outputAssessments, actionReason }: Guardrail): Members {
  const trace = {
    ...(modelOutput && { modelOutput }),
    ...(inputAssessment && { input: inputAssessment }),
    ...(outputAssessments && { outputs: oneByOne(outputAssessments) }),
    ...(actionReason !== undefined && { actionReason }),
  };
  return Object.keys(trace).length === 0 ? {} : { 'amazon-bedrock-trace': { guardrail: trace } };
}

function oneByOne(assessments: NonNullable<Guardrail['outputAssessments']>): Members[] {
  return Object.entries(assessments).flatMap(([id, found]) => found.map((assessment) => ({ [id]: assessment })));
}

function withMembers(text: string, members: Members): string {
  const more = withDoubles(JSON.stringify(members)).slice(1, -1);
  return more === '' ? text : `${text.slice(0, -1)}${text === '{}' ? '' : ','}${more}}`;
}

/** What the service has as doubles, which JavaScript would write as `1`. No text can hold an unescaped quote, so only members are met. */
export function withDoubles(json: string): string {
  return json.replace(/"(score|threshold)":(-?\d+)(?=[,}])/g, '"$1":$2.0');
}

/** As a guardrail writes Titan's answers anew: every number with decimals, and nothing that is null. */
export function rewritten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(rewritten).join(',')}]`;
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${rewritten(member)}`).join(',')}}`;
}
