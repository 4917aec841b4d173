/** What a scenario made of a recording matches: enough of the request to tell it from others, and to be edited. */
import type { Conversation } from '../../fixtures/ask.ts';
import { MODELS } from '../../fixtures/models/index.ts';
import { resolveModel } from '../../fixtures/models/resolve.ts';
import type { When } from '../../fixtures/scenario.ts';
import { promptOf, turnOf } from '../../mock-server/ask.ts';
import { converseConversation } from '../../mock-server/rendering/converse-request.ts';
import { FAMILIES } from '../../mock-server/rendering/families/index.ts';
import { jsonOf } from '../body.ts';
import type { Recording } from '../recording.ts';

export function whenOf(recording: Recording): When {
  const { operation, modelId } = recording;
  const conversation = conversationOf(recording);
  const prompt = conversation && promptOf(conversation);
  return {
    operation,
    ...(modelId !== '' && { model: modelId }),
    ...(prompt && { prompt: { equals: prompt } }),
    ...(conversation && placeIn(conversation)),
  };
}

/** A prompt stays the same through a tool's round; what tells its requests apart is where they stand. */
function placeIn(conversation: Conversation): Pick<When, 'turn' | 'toolResult'> {
  const turn = turnOf(conversation);
  const returned = (conversation.turns.at(-1)?.toolResults.length ?? 0) > 0;
  return {
    ...(turn > 1 && { turn }),
    ...(conversation.tools.length > 0 && { toolResult: returned }),
  };
}

/** Undefined for what is asked without one, or in a shape that no family reads. */
function conversationOf({ operation, modelId, request }: Recording): Conversation | undefined {
  const body = jsonOf(request.body);
  if (operation === 'Converse' || operation === 'ConverseStream') return converseConversation(body);
  if (operation !== 'InvokeModel' && operation !== 'InvokeModelWithResponseStream') return undefined;
  const resolution = resolveModel(modelId, MODELS);
  return 'model' in resolution ? FAMILIES[resolution.model.family].conversation(body) : undefined;
}
