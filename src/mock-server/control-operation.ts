/** The operations of the control plane and of STS: answered from the catalogue and the caller, without a model. */
import type { FoundationModel } from '../fixtures/foundation-model.ts';
import { hasEnded } from '../fixtures/models/lifecycle.ts';
import { type Ask, SILENCE } from './ask.ts';
import type { Caller } from './auth/index.ts';
import type { Call } from './call.ts';
import { Refusal, type Rendition } from './exchange.ts';
import { jsonHead, xmlHead } from './rendering/heads.ts';
import type { Route } from './operations/route.ts';
import type { Served } from './served.ts';

/** What such an operation is computed from. */
export interface ControlInput {
  /** The label of the path, decoded: a model or profile identifier. */
  readonly label: string;
  readonly query: URLSearchParams;
  readonly region: string;
  readonly models: readonly FoundationModel[];
  /** Application profiles and the like, with the model each stands for. */
  readonly arns: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly requestId: string;
}

/** A JSON value, or text that is XML. */
export function controlOperation(compute: (input: ControlInput) => unknown): Served {
  return {
    ask: (_call, route) => silentAsk(route),
    render: (call, { route, caller }) => {
      const result = compute(inputOf(call, route, caller));
      return result instanceof Refusal ? result : rendition(call, result);
    },
  };
}

function silentAsk({ operation, label: modelId, query }: Route): Ask {
  return { operation: operation.name, modelId, model: undefined, query, body: undefined, conversation: SILENCE };
}

function inputOf({ world, head }: Call, { label, query }: Route, caller: Caller): ControlInput {
  const { arns, lifecycle } = world;
  const now = new Date(world.clock());
  const models = lifecycle === 'real' ? world.models.filter((model) => !hasEnded(model, now)) : world.models;
  return {
    label,
    query: new URLSearchParams(query),
    region: caller.region,
    models,
    arns,
    caller,
    requestId: head.requestId,
  };
}

function rendition({ head }: Call, result: unknown): Rendition {
  const isXml = typeof result === 'string';
  const body = Buffer.from(isXml ? result : JSON.stringify(result));
  return { status: 200, headers: isXml ? xmlHead(head, body.length) : jsonHead(head, body.length), parts: [body] };
}
