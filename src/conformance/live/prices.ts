/**
 * What models cost on demand, in US dollars for a million tokens: https://aws.amazon.com/bedrock/pricing/ for
 * us-east-1, as public repositories quoted that page by 2026-11-21. Estimates, to stop in time; no bill.
 */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** The first whose beginning is in the id of the model, whatever profile stands before it. */
const PRICES: readonly (readonly [id: string, input: number, output: number])[] = [
  ['anthropic.claude-3-haiku', 0.25, 1.25],
  ['anthropic.claude-3-5-haiku', 0.8, 4],
  ['anthropic.claude-haiku-4-5', 1, 5],
  ['anthropic.claude-3-sonnet', 3, 15],
  ['anthropic.claude-3-5-sonnet', 3, 15],
  ['anthropic.claude-3-7-sonnet', 3, 15],
  ['anthropic.claude-sonnet-4', 3, 15],
  ['anthropic.claude-3-opus', 15, 75],
  ['anthropic.claude-opus-4-2025', 15, 75],
  ['anthropic.claude-opus-4-1', 15, 75],
  ['anthropic.claude-opus-4-5', 5, 25],
  ['anthropic.claude-opus-4-6', 5, 25],
  ['anthropic.claude-opus-4-7', 5, 25],
  ['anthropic.claude-instant', 0.8, 2.4],
  ['anthropic.claude-v2', 8, 24],
  ['amazon.nova-micro', 0.035, 0.14],
  ['amazon.nova-lite', 0.06, 0.24],
  ['amazon.nova-pro', 0.8, 3.2],
  ['amazon.nova-premier', 2.5, 12.5],
  ['amazon.nova-2-lite', 0.3, 2.5],
];

/** Twice the dearest of the list. */
const UNKNOWN: Price = { input: 30, output: 150 };

/** Profiles of a geography cost a tenth more than the list says, and some regions are dearer still. */
const MARGIN = 1.25;

/** Of ApplyGuardrail: all its policies together, for a thousand text units of a thousand characters. */
export const GUARDRAIL_USD_PER_THOUSAND_UNITS = 1;

/** On the safe side: with a margin, and for a model that is not in the list twice what the dearest costs. */
export function priceOf(model: string): Price {
  const [, input, output] = PRICES.find(([id]) => model.includes(id)) ?? ['', UNKNOWN.input, UNKNOWN.output];
  return { input: input * MARGIN, output: output * MARGIN };
}
