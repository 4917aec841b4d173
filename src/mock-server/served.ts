/** The operations this server serves: for each how a request is read and how an answer is rendered. */
import type { AnswerSpec } from '../fixtures/scenario.ts';
import type { OperationName } from '../wire/operations.ts';
import type { Ask } from './ask.ts';
import type { Caller } from './auth/index.ts';
import type { Call } from './call.ts';
import { controlOperation } from './control-operation.ts';
import type { Refusal, Rendition } from './exchange.ts';
import { applyGuardrail } from './guardrail-operation.ts';
import { modelOperation } from './model-operation.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import { getFoundationModel } from './operations/get-foundation-model.ts';
import { getInferenceProfile } from './operations/get-inference-profile.ts';
import { listFoundationModels } from './operations/list-foundation-models.ts';
import { listInferenceProfiles } from './operations/list-inference-profiles.ts';
import type { Route } from './operations/route.ts';
import { converseConversation } from './rendering/converse-request.ts';
import { countTokensConversation } from './rendering/count-tokens-request.ts';
import {
  converse,
  converseStream,
  countTokens,
  invokeModel,
  invokeModelWithResponseStream,
} from './rendering/model-answers.ts';

export interface Served {
  /** What the client asks, or why it may not. */
  ask(call: Call, route: Route): Ask | Refusal;
  /** The answer in the operation's shape; without a spec, what is plausible. */
  render(call: Call, asked: Asked, spec: AnswerSpec | undefined): Rendition | Refusal;
}

export interface Asked {
  readonly ask: Ask;
  readonly route: Route;
  readonly caller: Caller;
  /** Where no scenario matched: what a person should know of it, said in the answer that is made up. */
  readonly notice?: string;
}

export const SERVED: Readonly<Partial<Record<OperationName, Served>>> = {
  InvokeModel: modelOperation((body, family) => family.conversation(body), invokeModel),
  InvokeModelWithResponseStream: modelOperation(
    (body, family) => family.conversation(body),
    invokeModelWithResponseStream,
  ),
  Converse: modelOperation(converseConversation, converse),
  ConverseStream: modelOperation(converseConversation, converseStream),
  CountTokens: modelOperation(countTokensConversation, countTokens),
  ListFoundationModels: controlOperation(listFoundationModels),
  GetFoundationModel: controlOperation(getFoundationModel),
  ListInferenceProfiles: controlOperation(listInferenceProfiles),
  GetInferenceProfile: controlOperation(getInferenceProfile),
  GetCallerIdentity: controlOperation(getCallerIdentity),
  ApplyGuardrail: applyGuardrail,
};
