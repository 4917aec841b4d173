/** Answers that are no streams. */
import { STOP_REASONS } from '../../server/grammar.ts';
import type { ProbeCase } from '../../server/request.ts';
import { about, SERVICE_MODEL } from './parts.ts';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

export const UNARY_CASES: readonly ProbeCase[] = [
  about({
    slug: 's/converse-shape',
    level: 'MUST',
    authority: 'normative',
    statement: 'Converse answers with a message, a stop reason of the model, whole token counts and a whole latency.',
    references: [SERVICE_MODEL, 'localstack/localstack#12816'],
    axes: { auth: ['sigv4', 'bearer'] },
    live: 'tokens',
    expect: [
      { is: 'success' },
      { is: 'json', path: 'output.message.role', value: { oneOf: ['assistant'] } },
      { is: 'json', path: 'output.message.content', value: { type: 'list' } },
      { is: 'json', path: 'stopReason', value: { oneOf: STOP_REASONS } },
      { is: 'json', path: 'usage.inputTokens', value: { type: 'integer' } },
      { is: 'json', path: 'usage.outputTokens', value: { type: 'integer' } },
      { is: 'json', path: 'usage.totalTokens', value: { type: 'integer' } },
      { is: 'json', path: 'metrics.latencyMs', value: { type: 'integer' } },
    ],
  }),
  about({
    slug: 's/content-type',
    level: 'MUST',
    authority: 'observed',
    statement: 'Answers that are no streams have the content type application/json, without a charset.',
    references: ['recorded in Arize-ai/openinference', SERVICE_MODEL],
    axes: { operation: ['InvokeModel', 'Converse'] },
    live: 'tokens',
    expect: [{ is: 'success' }, { is: 'header', name: 'content-type', matches: '^application/json$' }],
  }),
  about({
    slug: 's/request-id',
    level: 'MUST',
    authority: 'observed',
    statement: 'Every answer, errors included, has an x-amzn-RequestId of its own, a UUID.',
    references: ['recorded in open-telemetry/opentelemetry-js-contrib'],
    axes: { operation: ['InvokeModel', 'Converse', 'ConverseStream'], auth: ['sigv4', 'bearer'] },
    live: 'tokens',
    requests: [{}, {}, { drop: ['messages'] }],
    expect: [
      { is: 'header', name: 'x-amzn-requestid', matches: UUID },
      { is: 'distinct', header: 'x-amzn-requestid' },
    ],
  }),
  about({
    slug: 's/invoke-passthrough',
    level: 'MUST',
    authority: 'observed',
    statement: "InvokeModel answers with the model's own body: of Claude a message, of Nova an output.",
    references: ['recorded in traceloop/openllmetry', 'CopilotKit/aimock#144'],
    operation: 'InvokeModel',
    axes: { auth: ['sigv4', 'bearer'] },
    live: 'tokens',
    expect: [{ is: 'success' }, { is: 'native-body' }],
  }),
  about({
    slug: 's/count-tokens',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'CountTokens answers with a whole number of input tokens.',
    references: [SERVICE_MODEL],
    operation: 'CountTokens',
    live: 'free',
    expect: [{ is: 'success' }, { is: 'json', path: 'inputTokens', value: { type: 'integer' } }],
  }),
  about({
    slug: 's/guardrail',
    level: 'SHOULD',
    authority: 'normative',
    statement: 'ApplyGuardrail answers with an action, outputs, assessments and usage.',
    references: [SERVICE_MODEL, 'recorded in Arize-ai/openinference'],
    operation: 'ApplyGuardrail',
    live: 'tokens',
    expect: [
      { is: 'success' },
      { is: 'json', path: 'action', value: { oneOf: ['NONE', 'GUARDRAIL_INTERVENED'] } },
      { is: 'json', path: 'outputs', value: { type: 'list' } },
      { is: 'json', path: 'assessments', value: { type: 'list' } },
      { is: 'json', path: 'usage', value: { type: 'object' } },
    ],
  }),
  about({
    slug: 's/unknown-request-field',
    level: 'INFO',
    authority: 'opinion',
    statement: 'A member of the request that the model does not have is ignored by Converse.',
    references: [SERVICE_MODEL],
    live: 'tokens',
    requests: [{ add: { notOfThisYear: true } }],
    expect: [{ is: 'success' }],
  }),
];
