import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import { MUST, violation } from '../../wire/constraints.ts';
import { brokenConstraints, notFound } from './control-errors.ts';
import { foundationModelSummary } from './foundation-model-summary.ts';

export interface GetFoundationModelInput {
  /** The modelIdentifier: an id or the ARN of a foundation model. */
  readonly label: string;
  readonly region: string;
  readonly models: readonly FoundationModel[];
}

/** The shape `GetFoundationModelIdentifier` of the service model `bedrock`. */
const PATTERN =
  '(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/[a-z0-9-]{1,63}[.]{1}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2})|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2})';
const WHOLE = new RegExp(`^(?:${PATTERN})$`);

/** The body of a 200, or the refusal of an identifier that is none or names no model. */
export function getFoundationModel({ label, region, models }: GetFoundationModelInput): unknown {
  const bad = WHOLE.test(label) ? undefined : violation('modelIdentifier', label, MUST.match(PATTERN));
  const modelId = label.replace(/^arn:.*\//, '');
  const model = models.find((candidate) => candidate.modelId === modelId);
  const refusal = brokenConstraints([bad]) ?? (model ? undefined : notFound(`no foundation model ${modelId}`));
  return refusal ?? (model && { modelDetails: foundationModelSummary(model, region) });
}
