/** In what the generations of Claude differ on the wire: which members a message has, and in which order. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';

export type MessageMember =
  'id' | 'type' | 'role' | 'model' | 'content' | 'stop_reason' | 'stop_sequence' | 'stop_details' | 'usage';

export type UsageMember =
  | 'input_tokens'
  | 'cache_creation_input_tokens'
  | 'cache_read_input_tokens'
  | 'cache_creation'
  | 'output_tokens'
  | 'output_tokens_details'
  | 'service_tier';

interface Generation {
  /** Of the Bedrock model id; the first row that fits counts. */
  readonly models: RegExp;
  /** Members of a message, also of the one in `message_start`. */
  readonly message: readonly MessageMember[];
  readonly usage: readonly UsageMember[];
  /** Usage in `message_start`, where it is not `usage`. */
  readonly startUsage?: readonly UsageMember[];
  readonly delta: readonly MessageMember[];
  readonly deltaUsage: readonly UsageMember[];
  /** `msg_bdrk_01` and 22 of base 58, or `msg_bdrk_` and 52 of base 32. */
  readonly id: 'short' | 'long';
}

const TYPE_FIRST: readonly MessageMember[] = [
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'stop_sequence',
  'usage',
];
const MODEL_FIRST: readonly MessageMember[] = [
  'model',
  'id',
  'type',
  'role',
  'content',
  'stop_reason',
  'stop_sequence',
  'usage',
];
const STOP_DETAILS: readonly MessageMember[] = MODEL_FIRST.toSpliced(-1, 0, 'stop_details');
const CACHED: readonly UsageMember[] = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'];

/**
 * The shapes of today's service, or the last ones seen of models it no longer serves.
 * The last row stands for every newer model.
 */
const GENERATIONS: readonly Generation[] = [
  {
    // June 2024 to September 2025: openinference, lmnr-python, opentelemetry-python-contrib and -java-instrumentation.
    // In March and April 2024 Claude 3 wrote `content` before `model` (openllmetry).
    models: /claude-(v2|instant|3-haiku|3-sonnet|3-opus|3-5-sonnet)/,
    message: TYPE_FIRST,
    usage: ['input_tokens', 'output_tokens'],
    delta: ['stop_reason', 'stop_sequence'],
    deltaUsage: ['output_tokens'],
    id: 'short',
  },
  {
    // 2025: openllmetry, openllmetry-js.
    models: /claude-3-/,
    message: TYPE_FIRST,
    usage: [...CACHED, 'output_tokens'],
    delta: ['stop_reason', 'stop_sequence'],
    deltaUsage: ['output_tokens'],
    id: 'short',
  },
  {
    // Sonnet 4 in 2026, as quoted in a public runbook; Opus 4 and 4.1 are taken to be the same.
    models: /claude-(sonnet|opus)-4-(1-)?2025/,
    message: MODEL_FIRST,
    usage: [...CACHED, 'output_tokens'],
    delta: ['stop_reason', 'stop_sequence'],
    deltaUsage: [...CACHED, 'output_tokens'],
    id: 'short',
  },
  {
    // July 2026 on; the same without `stop_details` from October 2025.
    models: /claude-((haiku|sonnet|opus)-4-5|(sonnet|opus)-4-6)/,
    message: STOP_DETAILS,
    usage: [...CACHED, 'cache_creation', 'output_tokens'],
    delta: ['stop_reason', 'stop_sequence', 'stop_details'],
    deltaUsage: [...CACHED, 'output_tokens'],
    id: 'short',
  },
  {
    // One body of Opus 4.8, quoted in a public test; the usage inside a stream is that of Anthropic's own service.
    models: /./,
    message: STOP_DETAILS,
    usage: [...CACHED, 'cache_creation', 'output_tokens', 'output_tokens_details', 'service_tier'],
    startUsage: [...CACHED, 'cache_creation', 'output_tokens', 'service_tier'],
    delta: ['stop_reason', 'stop_sequence', 'stop_details'],
    deltaUsage: [...CACHED, 'output_tokens', 'output_tokens_details'],
    id: 'long',
  },
];

/** Each model's, once it was asked for. */
const known = new WeakMap<FoundationModel, Generation>();

export function generationOf(model: FoundationModel): Generation {
  let generation = known.get(model);
  if (generation === undefined) {
    generation = GENERATIONS.find(({ models }) => models.test(model.modelId)) as Generation;
    known.set(model, generation);
  }
  return generation;
}
