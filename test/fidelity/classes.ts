/**
 * Why a recorded answer may differ from the played one: the one table of excuses. The first class that holds counts;
 * a difference without a class is a fault of the double and fails the suite, and so does a class that nothing needs.
 * The double plays the service of late 2026, and of older models the last shape they were seen in.
 */
import type { Difference } from './compare.ts';
import { dateOf, type Recording } from './recording.ts';

/** `recorder`: changed in keeping; `fixture`: never sent by the service; `era`: sent so once; `service`: two counts of its own. */
export type Whose = 'recorder' | 'fixture' | 'era' | 'service';

export interface DifferenceClass {
  readonly name: string;
  readonly whose: Whose;
  /** With the public source. */
  readonly reason: string;
  readonly holds: (difference: Difference, recording: Recording) => boolean;
}

const OPENINFERENCE = 'Arize-ai__openinference';
const JAVA = 'open-telemetry__opentelemetry-java-instrumentation';
const JS = 'open-telemetry__opentelemetry-js-contrib';
const PYTHON = 'open-telemetry__opentelemetry-python-contrib';
const NEW_RELIC = 'newrelic__newrelic-python-agent';
const OPENLLMETRY = 'traceloop__openllmetry';
const OPENLLMETRY_JS = 'traceloop__openllmetry-js';

export const CLASSES: readonly DifferenceClass[] = [
  {
    name: 'hand-made answer',
    whose: 'fixture',
    reason:
      'opentelemetry-js-contrib says "Hello! I am a computer program designed to" for every model, with `max_tokens` as everybody’s stop reason',
    holds: among(JS, [2, 3, 4, 5, 6, 7, 8]),
  },
  {
    name: 'hand-made answer under the head of another',
    whose: 'fixture',
    reason:
      'opentelemetry-java-instrumentation: five models under one request id, bodies with stray spaces and \\u0027; and an answer of claude-v2 copied to `global.anthropic.claude-v2`, which does not exist',
    holds: among(JAVA, [2, 4, 5, 6]),
  },
  {
    name: 'answer cut by hand',
    whose: 'fixture',
    reason: 'openinference took usage and metrics out, to test what happens without them',
    holds: among(OPENINFERENCE, [36, 45, 46]),
  },
  {
    name: 'invented recording',
    whose: 'fixture',
    reason: 'openllmetry-js "cached tokens": `msg_bedrock_cache_test_001`, of a model id that does not exist',
    holds: among(OPENLLMETRY_JS, [2]),
  },
  {
    name: 'body written anew by the recorder',
    whose: 'recorder',
    reason:
      'nock keeps JSON as objects (openinference, opentelemetry-js-contrib); opentelemetry-python-contrib and newrelic-python-agent print it with spaces and \\u escapes',
    holds: ({ kind, place }, { id, recorder }) =>
      place === 'body' &&
      (kind === 'spacing' || (kind === 'escapes' && from(id, PYTHON))) &&
      (recorder === 'nock' || from(id, PYTHON, NEW_RELIC)),
  },
  {
    name: 'header of the connection not kept',
    whose: 'recorder',
    reason:
      'WireMock keeps no Connection, Content-Length and Transfer-Encoding; opentelemetry-python-contrib and newrelic-python-agent take Content-Length out with the body they print anew',
    holds: ({ kind, place }, { id, recorder }) =>
      kind === 'added' &&
      ((recorder === 'wiremock' && /^headers\.(connection|content-length|transfer-encoding)$/.test(place)) ||
        (from(id, PYTHON, NEW_RELIC) && place === 'headers.content-length')),
  },
  {
    name: 'no `serverToolUsage` yet',
    whose: 'era',
    reason:
      'Converse has it in no recording up to 20 August 2025 (openinference) and in all from 9 October 2025 on (openllmetry)',
    holds: ({ kind, place }, recording) =>
      kind === 'added' && place.endsWith('usage.serverToolUsage') && before('2025-10-09', recording),
  },
  {
    name: 'no padding yet',
    whose: 'era',
    reason:
      'no event up to 11 June 2024 has the member `p` (openllmetry, openllmetry-js), all from 4 December 2024 on have it (llm-bedrock)',
    holds: ({ kind, place }, recording) =>
      kind === 'added' && /^frames\[\d+\]\.p$/.test(place) && before('2024-12-04', recording),
  },
  {
    name: 'no `type` in completions yet',
    whose: 'era',
    reason: 'Claude 2 in February 2024 (openllmetry-js); from June 2024 on `"type":"completion"` comes first',
    holds: ({ kind, place }, { id }) =>
      kind === 'added' && /^(body|frames\[\d+\]\.bytes)\.type$/.test(place) && isAmong(id, OPENLLMETRY_JS, [1, 3]),
  },
  {
    name: 'older order of Cohere Command',
    whose: 'era',
    reason: 'in February 2024 alphabetical (openllmetry-js), from October 2024 on `id` first (openllmetry)',
    holds: ({ kind, place }, { id }) =>
      kind === 'order' &&
      /^(body|frames\[0\]\.bytes)(\.generations\[0\])?$/.test(place) &&
      isAmong(id, OPENLLMETRY_JS, [7, 8]),
  },
  {
    name: 'older order, ids and name of Claude 3',
    whose: 'era',
    reason:
      'in April 2024 `content` before `model`, ids without `bdrk`, and `48k` in the name of Haiku (openllmetry); from June 2024 on as today',
    holds: ({ kind, place }, { id }) =>
      ((kind === 'order' && place === 'body') || (kind === 'value' && /^body\.(id|model)$/.test(place))) &&
      isAmong(id, OPENLLMETRY, [0, 1, 2]),
  },
  {
    name: 'no cached tokens of Nova yet',
    whose: 'era',
    reason: 'on 6 February 2025 Nova counted none, from 11 February on always (opentelemetry-python-contrib)',
    holds: ({ kind, place }, { id }) => kind === 'added' && CACHED.test(place) && isAmong(id, PYTHON, [35, 65]),
  },
  {
    name: 'no cached tokens through a profile yet',
    whose: 'era',
    reason:
      'Claude 3.5 Haiku in May and 3.7 Sonnet in August 2025 through `us.` (opentelemetry-python-contrib, openllmetry-js); under the model’s own id since March 2025 (openllmetry), and Sonnet 4 through `us.` in September (another public recording)',
    holds: ({ kind, place }, { id }) =>
      kind === 'added' && CACHED.test(place) && (isAmong(id, PYTHON, [42]) || isAmong(id, OPENLLMETRY_JS, [0])),
  },
  {
    name: 'output tokens counted twice',
    whose: 'service',
    reason:
      'where Claude uses tools, Bedrock’s own metrics count 16 to 36 tokens fewer than the message of the model (openinference, opentelemetry-java-instrumentation and -python-contrib)',
    holds: ({ kind, place, recorded, played }, { modelId }) =>
      kind === 'value' &&
      place.endsWith('amazon-bedrock-invocationMetrics.outputTokenCount') &&
      /claude/.test(modelId ?? '') &&
      Number(recorded) < Number(played),
  },
  {
    name: 'piece emptied by a guardrail',
    whose: 'service',
    reason:
      'a masked word leaves empty pieces that bear the guardrail’s mark, unlike those that Nova itself left empty: a scenario has no word for the difference (openllmetry)',
    holds: ({ kind, place }, { id }) =>
      kind === 'missing' &&
      /^frames\[\d+\]\.bytes\.amazon-bedrock-guardrailAction$/.test(place) &&
      isAmong(id, OPENLLMETRY, [48, 49, 50]),
  },
  {
    name: 'the model’s own clock',
    whose: 'service',
    reason: 'Jamba tells in its body how long it took, the header tells how long Bedrock took (openinference)',
    holds: ({ kind, place }) => kind === 'value' && place === 'body.meta.requestDurationMillis',
  },
];

/** Recorded refusals that the double cannot come to by itself, and why. */
export const SCRIPTED_REFUSALS: Readonly<Record<string, string>> = {
  [`${OPENINFERENCE}#49`]: 'which models an account has access to is the account’s; a scenario says it',
};

const CACHED =
  /(cache-(read|write)-input-token-count|cache(Read|Write)InputTokenCount|cache_(read|creation)_input_tokens)$/;

function from(id: string, ...sources: readonly string[]): boolean {
  return sources.includes(id.slice(0, id.indexOf('#')));
}

/** Any difference in these. */
function among(source: string, numbers: readonly number[]): DifferenceClass['holds'] {
  return (_, { id }) => isAmong(id, source, numbers);
}

function isAmong(id: string, source: string, numbers: readonly number[]): boolean {
  return from(id, source) && numbers.includes(Number(id.slice(id.indexOf('#') + 1)));
}

/** Where the recorder kept no date, it may be of any time. */
function before(day: string, recording: Recording): boolean {
  const date = dateOf(recording);
  return date === undefined || date < new Date(`${day}T00:00:00Z`);
}
