/** ApplyGuardrail: a guardrail without a model. What it finds is scripted; without a scenario it finds nothing. */
import type { Reply } from '../fixtures/reply.ts';
import { guardrailArn } from '../wire/arns.ts';
import type { Ask, Conversation } from './ask.ts';
import type { Caller } from './auth/index.ts';
import type { Call } from './call.ts';
import { applyGuardrailBody, type GuardrailRequest } from './rendering/apply-guardrail.ts';
import { jsonHead } from './rendering/heads.ts';
import * as read from './rendering/read.ts';
import type { Served } from './served.ts';
import { parseBody } from './validation/index.ts';

export const applyGuardrail: Served = {
  ask: ({ request }, { operation }): Ask => {
    const parsed = parseBody(request.body);
    const body = parsed.ok ? parsed.value : undefined;
    return { operation: operation.name, modelId: '', model: undefined, body, conversation: conversationOf(body) };
  },

  render: (call, { ask, route, caller }, spec) => {
    const reply: Reply = typeof spec?.reply === 'string' ? { text: spec.reply } : (spec?.reply ?? {});
    const request = requestOf(call, { guardrail: route.label, caller, ask });
    const body = Buffer.from(JSON.stringify(applyGuardrailBody(reply, request)));
    return { status: 200, headers: jsonHead(call.head, body.length), parts: [body] };
  },
};

/** What is to be judged, as the words of a user, so that a prompt condition finds it. */
function conversationOf(body: unknown): Conversation {
  const texts = read
    .asArray(read.asRecord(body)['content'])
    .map((block) => read.asRecord(read.asRecord(block)['text']));
  const said = texts.map(({ text }) => read.asString(text)).join('\n');
  return read.conversation({ turns: [read.turn('user', said)] });
}

interface Addressed {
  /** An id, or an ARN that ends in one. */
  readonly guardrail: string;
  readonly caller: Caller;
  readonly ask: Ask;
}

function requestOf({ path }: Call, { guardrail, caller, ask }: Addressed): GuardrailRequest {
  const guardrailId = guardrail.slice(guardrail.lastIndexOf('/') + 1);
  return {
    guardrailArn: guardrailArn(caller.region, caller.accountId, guardrailId),
    guardrailId,
    guardrailVersion: path.split('/')[4] ?? '',
    characters: ask.conversation.turns.reduce((sum, { text }) => sum + text.length, 0),
  };
}
