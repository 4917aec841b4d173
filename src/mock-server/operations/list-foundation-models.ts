import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { MUST, violation } from '../../wire/constraints.ts';
import type { Refusal } from '../exchange.ts';
import { brokenConstraints } from './control-errors.ts';
import { foundationModelSummary } from './foundation-model-summary.ts';

export interface ListFoundationModelsInput {
  readonly query: URLSearchParams;
  readonly region: string;
  /** What is listed, in this order. */
  readonly models: readonly FoundationModel[];
}

interface Filter {
  readonly values: readonly string[];
  readonly keeps: (model: FoundationModel, value: string) => boolean;
}

/** The enums of the service model; the answers hold more values than it lets one ask for. */
const FILTERS: Readonly<Record<string, Filter>> = {
  byCustomizationType: {
    values: ['FINE_TUNING', 'CONTINUED_PRE_TRAINING', 'DISTILLATION'],
    keeps: (model, value) => model.customizationsSupported.some((type) => type === value),
  },
  byOutputModality: {
    values: ['TEXT', 'IMAGE', 'EMBEDDING'],
    keeps: (model, value) => model.outputModalities.some((modality) => modality === value),
  },
  byInferenceType: {
    values: ['ON_DEMAND', 'PROVISIONED'],
    keeps: (model, value) => model.inferenceTypesSupported.some((type) => type === value),
  },
};

const PROVIDER = '[A-Za-z0-9- ]{1,63}';
const WHOLE_PROVIDER = new RegExp(`^${PROVIDER}$`);

/** The body of a 200, all models on one page. Of a repeated parameter the first counts; unknown ones do not. */
export function listFoundationModels({ query, region, models }: ListFoundationModelsInput): unknown {
  const refusal = validate(query);
  if (refusal) return refusal;
  const listed = models.filter((model) => isFrom(model, query.get('byProvider')) && passes(model, query));
  return {
    enableAccessToAllModelsByDefault: true,
    modelSummaries: listed.map((model) => foundationModelSummary(model, region)),
  };
}

function validate(query: URLSearchParams): Refusal | undefined {
  const provider = query.get('byProvider');
  const wrongProvider = provider !== null && !WHOLE_PROVIDER.test(provider);
  return brokenConstraints([
    wrongProvider ? violation('byProvider', provider, MUST.match(PROVIDER)) : undefined,
    ...Object.entries(FILTERS).map(([name, { values }]) => {
      const value = query.get(name);
      return value === null || values.includes(value) ? undefined : violation(name, value, MUST.beOneOf(values));
    }),
  ]);
}

/** Case does not count: Anthropic's own guide to Claude on Bedrock asks for `anthropic`. */
function isFrom(model: FoundationModel, provider: string | null): boolean {
  return provider === null || model.providerName.toLowerCase() === provider.toLowerCase();
}

function passes(model: FoundationModel, query: URLSearchParams): boolean {
  return Object.entries(FILTERS).every(([name, { keeps }]) => {
    const value = query.get(name);
    return value === null || keeps(model, value);
  });
}
