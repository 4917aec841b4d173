/** What a request may cost at most, and what it did cost by what its answer tells. */
import { outputLimit } from '../server/output-limit.ts';
import type { Planned } from '../server/perform.ts';
import { at, eventsOf, header, jsonOf, parse, type SeenAnswer } from '../server/seen.ts';
import { GUARDRAIL_USD_PER_THOUSAND_UNITS, type Price } from './prices.ts';
import { isThrottled } from './throttling.ts';

/** Of one request, or of all requests of a run. */
export interface Cost {
  /** Requests that a model might answer. */
  readonly calls: number;
  readonly inputBytes: number;
  readonly maxOutputTokens: number;
  readonly usd: number;
}

/** The most that the requests may cost, every one of them answered in full. */
export function mostOf(requests: readonly Planned[], price: Price): Cost {
  const costs = requests.map((request) => mostOfOne(request, price));
  const sum = (member: keyof Cost) => costs.reduce((total, cost) => total + cost[member], 0);
  return {
    calls: sum('calls'),
    inputBytes: sum('inputBytes'),
    maxOutputTokens: sum('maxOutputTokens'),
    usd: sum('usd'),
  };
}

const NOTHING: Cost = { calls: 0, inputBytes: 0, maxOutputTokens: 0, usd: 0 };

function mostOfOne({ operation, request }: Planned, price: Price): Cost {
  const inputBytes = request.body.length;
  const json = parse(request.body.toString('utf8'));
  if (json === undefined || operation === 'CountTokens') return { ...NOTHING, inputBytes };
  if (operation === 'ApplyGuardrail') return { ...NOTHING, inputBytes, usd: guardrailUsd(inputBytes) };
  const maxOutputTokens = outputLimit(json) ?? UNLIMITED;
  return { calls: 1, inputBytes, maxOutputTokens, usd: usdOf(inputBytes + PREAMBLE, maxOutputTokens, price) };
}

/** A text unit has up to a thousand characters. */
function guardrailUsd(bytes: number): number {
  return (Math.ceil(bytes / 1_000) * GUARDRAIL_USD_PER_THOUSAND_UNITS) / 1_000;
}

/** More than any model of the list writes where nobody sets a limit. */
const UNLIMITED = 128_000;

/** Tokens that a model is told before the first of the request, which tools make some hundreds of. */
const PREAMBLE = 600;

/** A token is no shorter than a byte. */
function usdOf(input: number, output: number, price: Price): number {
  return (input * price.input + output * price.output) / 1_000_000;
}

/** Statuses of requests that have gone as far as the model. */
const REACHED_MODEL = [408, 424];

/** What was refused costs nothing; what was answered costs what it says; and where it says nothing, the most. */
export function spentOn(seen: SeenAnswer, price: Price): number {
  const { status } = seen.answer;
  const refused = status >= 400 && status < 500 && !REACHED_MODEL.includes(status);
  if (refused || isThrottled(seen)) return 0;
  const usage = usageOf(seen);
  return usage ? usdOf(usage.input, usage.output, price) : mostOfOne(seen, price).usd;
}

interface Usage {
  readonly input: number;
  readonly output: number;
}

/** As Converse and Nova, as Claude, and as the headers of InvokeModel spell it. */
const SPELLINGS = [
  ['inputTokens', 'outputTokens'],
  ['input_tokens', 'output_tokens'],
] as const;

function usageOf(seen: SeenAnswer): Usage | undefined {
  const told = seen.reading ? eventsOf(seen).find(({ type }) => type === 'metadata')?.members : jsonOf(seen);
  const found = SPELLINGS.map((names) => names.map((name) => at(told, `usage.${name}`)));
  const headers = ['input', 'output'].map((side) => header(seen.answer.headers, `x-amzn-bedrock-${side}-token-count`));
  const pairs = [...found, headers.map((value) => (value === undefined ? undefined : Number(value)))];
  const [input, output] = pairs.find((pair) => pair.every(Number.isInteger)) ?? [];
  return input === undefined ? undefined : { input: input as number, output: output as number };
}
