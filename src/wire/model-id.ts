/**
 * The identifiers a request may name a model by, and what each of them is.
 *
 * Source: the shapes `InvokeModelIdentifier` and `ConversationalModelId` of the service model `bedrock-runtime`
 * 2023-09-30 as published with botocore.
 */

/** What an identifier names; for an ARN its resource type. */
export type ModelIdKind =
  | 'foundation-model'
  | 'inference-profile'
  | 'application-inference-profile'
  | 'provisioned-model'
  | 'custom-model'
  | 'custom-model-deployment'
  | 'imported-model'
  | 'prompt'
  | 'prompt-router'
  | 'sagemaker-endpoint';

export interface ModelId {
  readonly kind: ModelIdKind;
  /**
   * Of a foundation model its id; of a cross-region inference profile the id of its model, without the geography;
   * of everything else what stands behind the resource type.
   */
  readonly id: string;
  /** Of a cross-region inference profile: `us`, `eu`, `global` … */
  readonly geography?: string;
  readonly region?: string;
  /** Twelve digits; a foundation model has none. */
  readonly accountId?: string;
  /** The identifier itself, where it is an ARN. */
  readonly arn?: string;
}

/** The longest identifier the service model allows, in characters. */
export const MODEL_ID_MAX_LENGTH = 2048;

/** What `modelId` must match on InvokeModel and InvokeModelWithResponseStream, for the text of the validation error. */
export const MODEL_ID_PATTERN =
  '(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)$|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)';

/** The same for Converse and ConverseStream; they differ by one `$`. */
export const CONVERSATIONAL_MODEL_ID_PATTERN =
  '(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)';

/** The service matches a pattern against the whole value. */
const WHOLE = new RegExp(`^(?:${MODEL_ID_PATTERN})$`);

/** Whether the service model allows `text` as a modelId. It may still name nothing. */
export function isModelId(text: string): boolean {
  return text.length >= 1 && text.length <= MODEL_ID_MAX_LENGTH && WHOLE.test(text);
}

const GEOGRAPHIES = ['us', 'us-gov', 'eu', 'apac', 'jp', 'au', 'ca', 'in', 'global'];
const PROFILE_ID = new RegExp(`^(${GEOGRAPHIES.join('|')})\\.(.+)$`);
const ARN = /^arn:aws(?:-[^:]+)?:(bedrock|sagemaker):([a-z0-9-]+):(\d{12})?:([a-z-]+)\/(.+)$/;

const KINDS: Readonly<Record<string, ModelIdKind>> = {
  'foundation-model': 'foundation-model',
  'inference-profile': 'inference-profile',
  'application-inference-profile': 'application-inference-profile',
  'provisioned-model': 'provisioned-model',
  'custom-model': 'custom-model',
  'custom-model-deployment': 'custom-model-deployment',
  'imported-model': 'imported-model',
  prompt: 'prompt',
  'prompt-router': 'prompt-router',
  'default-prompt-router': 'prompt-router',
  endpoint: 'sagemaker-endpoint',
};

/** Takes an identifier apart. Undefined where the service model does not allow it. */
export function parseModelId(text: string): ModelId | undefined {
  if (!isModelId(text)) return undefined;
  return text.startsWith('arn:') ? parseArn(text) : parsePlainId(text);
}

function parsePlainId(text: string): ModelId {
  const [, geography, id] = PROFILE_ID.exec(text) ?? [];
  if (geography === undefined || id === undefined) return { kind: 'foundation-model', id: text };
  return { kind: 'inference-profile', id, geography };
}

function parseArn(arn: string): ModelId | undefined {
  const [, , region, accountId, type, resource] = ARN.exec(arn) ?? [];
  const kind = KINDS[type ?? ''];
  if (kind === undefined || region === undefined || resource === undefined) return undefined;
  const profile = kind === 'inference-profile' ? parsePlainId(resource) : undefined;
  return {
    kind,
    id: profile?.id ?? resource,
    ...(profile?.geography !== undefined && { geography: profile.geography }),
    region,
    ...(accountId !== undefined && { accountId }),
    arn,
  };
}
