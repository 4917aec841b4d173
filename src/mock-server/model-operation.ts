/** The operations that run a model: read by its family, answered by a scenario or plausibly. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import type { Reply } from '../fixtures/reply.ts';
import type { AnswerSpec } from '../fixtures/scenario.ts';
import type { Ask, Conversation } from './ask.ts';
import type { Call } from './call.ts';
import { Refusal, type Rendition } from './exchange.ts';
import { selectModel } from './model-selection.ts';
import type { Route } from './operations/route.ts';
import { completeReply } from './rendering/complete.ts';
import { FAMILIES } from './rendering/families/index.ts';
import type { Family } from './rendering/family.ts';
import { type ModelAnswer, renderAnswer } from './rendering/model-answers.ts';
import { unscriptedReply } from './rendering/unscripted.ts';
import type { Served } from './served.ts';
import { parseBody, validateModelId, validateRequest } from './validation/index.ts';

type ReadConversation = (body: unknown, family: Family) => Conversation;

export function modelOperation(conversation: ReadConversation, render: ModelAnswer): Served {
  return {
    ask: (call, route) => readAsk(call, route, conversation),
    render: (call, { ask, notice }, spec) => answer(call, ask, { spec, render, notice }),
  };
}

/** Model first, body second: so the real service refuses. */
function readAsk({ request, world, exchange }: Call, route: Route, conversation: ReadConversation): Ask | Refusal {
  const { label: modelId } = route;
  const operation = route.operation.name;
  const malformed = world.validation ? validateModelId(operation, modelId) : undefined;
  if (malformed) return malformed;
  const today = world.lifecycle === 'real' ? new Date(exchange.receivedAt) : undefined;
  const model = selectModel(world.resolve(modelId), { operation, modelId, today });
  if (model instanceof Refusal) return model;
  const { body, rawHeaders } = request;
  const parsed = parseBody(body);
  const refused = world.validation
    ? validateRequest({ operation, modelId, model, body, rawHeaders, parsed })
    : undefined;
  if (refused) return refused;
  const value = parsed.ok ? parsed.value : undefined;
  return { operation, modelId, model, body: value, conversation: conversation(value, FAMILIES[model.family]) };
}

interface How {
  readonly spec: AnswerSpec | undefined;
  readonly render: ModelAnswer;
  readonly notice: string | undefined;
}

function answer({ world, sandbox, head }: Call, ask: Ask, { spec, render, notice }: How): Rendition {
  const { conversation, body } = ask;
  const model = ask.model as FoundationModel;
  const scripted = replyOf(spec);
  const reply = scripted ?? unscriptedReply(conversation, { model, tokens: world.tokens, notice });
  const timing = spec?.timing ?? world.timing;
  const full = completeReply(reply, { conversation, model, tokens: world.tokens, timing });
  const family = FAMILIES[model.family];
  const { date, requestId } = head;
  const context = { date, requestId, model, family, conversation, body, ids: sandbox.ids };
  return renderAnswer(render, full, { context, script: scripted && spec, memory: sandbox.memory });
}

function replyOf(spec: AnswerSpec | undefined): Reply | undefined {
  return typeof spec?.reply === 'string' ? { text: spec.reply } : spec?.reply;
}
