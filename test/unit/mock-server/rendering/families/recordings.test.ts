import { describe, expect, it } from 'vitest';
import { promptOf } from '../../../../../src/mock-server/ask.ts';
import { seededRandom } from '../../../../../src/mock-server/random.ts';
import type { RenderContext } from '../../../../../src/mock-server/rendering/family.ts';
import { FAMILIES } from '../../../../../src/mock-server/rendering/families/index.ts';
import { createIds } from '../../../../../src/mock-server/rendering/ids.ts';
import { pieces } from '../../../../../src/mock-server/rendering/pieces.ts';
import { spacedJson } from '../../../../../src/mock-server/rendering/plain-text.ts';
import { hasShared, type Recording, recordings, WITHOUT_SHARED } from '../../../../support/shared.ts';
import {
  bodyOf,
  brokenOff,
  chunksOf,
  comparable,
  metricsOf,
  modelOf,
  requestOf,
  scriptOfBody,
  scriptOfChunks,
} from './recorded.ts';

interface Exceptions {
  readonly reason: string;
  readonly ids: readonly string[];
}

/** What differs, and why it may. An exception that matches after all is a failure. */
const EXCEPTIONS: readonly Exceptions[] = [
  {
    reason: 'made by hand for the test that uses it: no model answers so',
    ids: [
      'Arize-ai__openinference#45',
      'open-telemetry__opentelemetry-java-instrumentation#6',
      ...[2, 3, 4, 5, 6, 7, 8].map((n) => `open-telemetry__opentelemetry-js-contrib#${n}`),
      'traceloop__openllmetry-js#2',
    ],
  },
  {
    reason: 'Nova on 6 February 2025, five days before it counted cached tokens',
    ids: ['open-telemetry__opentelemetry-python-contrib#35', 'open-telemetry__opentelemetry-python-contrib#65'],
  },
  {
    reason: 'Claude 3.5 Haiku through a profile in May 2025, when only the model’s own id counted cached tokens',
    ids: ['open-telemetry__opentelemetry-python-contrib#42'],
  },
  {
    reason: 'Claude 2 and Cohere Command in February 2024, before the order of today',
    ids: [1, 3, 7, 8].map((n) => `traceloop__openllmetry-js#${n}`),
  },
  {
    reason: 'Claude 3 Haiku in April 2024: `content` before `model`, ids without `bdrk`',
    ids: [0, 1, 2].map((n) => `traceloop__openllmetry#${n}`),
  },
  {
    reason: 'a guardrail rewrote the answer and added its trace, which no family does',
    ids: [30, 31, 32, 36, 37, 38, 48, 49, 50, 80, 81, 84, 85].map((n) => `traceloop__openllmetry#${n}`),
  },
];

const answered = recordings().filter(
  (recording) => recording.operation.startsWith('InvokeModel') && recording.response.status === 200,
);
/** Three recordings go to an endpoint of SageMaker, whose model is no model of Bedrock. */
const ofModels = answered.filter((recording) => modelOf(recording) !== undefined);
const excused = new Set(EXCEPTIONS.flatMap(({ ids }) => ids));

describe.skipIf(!hasShared)(`recorded answers, scripted and rendered again${WITHOUT_SHARED}`, () => {
  it.each(ofModels.filter(({ id }) => !excused.has(id)).map(named))('%s', (_, recording) => {
    expect(rendered(recording)).toEqual(recorded(recording));
  });

  it.each(EXCEPTIONS.map(({ reason, ids }) => [reason, ids] as const))('excused: %s', (_, ids) => {
    const kept = ofModels.filter((recording) => ids.includes(recording.id));
    expect(kept).toHaveLength(ids.length);
    for (const recording of kept) expect(rendered(recording)).not.toEqual(recorded(recording));
  });

  it('leaves out nothing but the endpoints of SageMaker', () => {
    const left = answered.filter((recording) => modelOf(recording) === undefined).map(({ modelId }) => modelId);
    expect(left).toHaveLength(3);
    expect(new Set(left)).toEqual(
      new Set(['arn:aws:sagemaker:us-east-1:767398002385:endpoint/endpoint-quick-start-idr7y']),
    );
    expect(ofModels.length).toBeGreaterThan(200);
  });
});

describe.skipIf(!hasShared)(`recorded streams and how they are cut${WITHOUT_SHARED}`, () => {
  const streams = ofModels.filter(({ operation, id }) => operation !== 'InvokeModel' && !excused.has(id));

  it.each(streams.filter((recording) => inputsOf(recording).length > 0).map(named))('%s', (_, recording) => {
    const write = modelOf(recording)?.providerName === 'Anthropic' ? spacedJson : JSON.stringify;
    for (const input of inputsOf(recording)) expect(write(JSON.parse(input))).toBe(input);
  });

  it.each(['claude-3-5-sonnet', 'claude-3-sonnet', 'claude-v2', 'nova-micro', 'titan-text', 'llama', 'mistral'])(
    'cuts the recorded text of %s into pieces of about the recorded size',
    (name) => {
      const same = streams.filter(({ modelId, response }) => modelId?.includes(name) && response.frames);
      const real = same.flatMap(piecesOf);
      const ours = same.flatMap((recording) => {
        const { model, ids } = staged(recording);
        return pieces(piecesOf(recording).join(''), model, ids);
      });
      expect(mean(ours) / mean(real)).toBeGreaterThan(0.7);
      expect(mean(ours) / mean(real)).toBeLessThan(1.4);
    },
  );
});

/** The texts of a stream as they were cut, without the empty ones. */
function piecesOf(recording: Recording): string[] {
  const { content } = scriptOfChunks(chunksOf(recording), metricsOf(recording));
  return content.flatMap((block) => ('pieces' in block ? (block.pieces ?? []) : [])).filter(Boolean);
}

/** The inputs of a stream's tools, put together again. */
function inputsOf(recording: Recording): string[] {
  const { content } = scriptOfChunks(chunksOf(recording), metricsOf(recording));
  return content.flatMap((block) => ('toolUse' in block ? [(block.toolUse.pieces ?? []).join('')] : []));
}

function mean(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
}

describe.skipIf(!hasShared)(`recorded requests, read${WITHOUT_SHARED}`, () => {
  /** Nova Pro was asked in the shape of Titan, and answered by hand. */
  const readable = ofModels.filter(({ id }) => id !== 'open-telemetry__opentelemetry-js-contrib#2');

  it.each(readable.map(named))('%s', (_, recording) => {
    const { conversation, body } = staged(recording);
    const last = conversation.turns.at(-1);
    expect(last?.role).toBe(lastRole(body));
    const said = promptOf(conversation) || (last?.toolResults[0]?.text ?? '');
    expect(said).not.toBe('');
    expect(JSON.stringify(body)).toContain(JSON.stringify(said.split('\n')[0]).slice(1, -1));
  });
});

/** A request may end with the words the model is to go on with. */
function lastRole(body: unknown): string {
  const { messages } = body as { readonly messages?: readonly { readonly role: string }[] };
  return messages?.at(-1)?.role ?? 'user';
}

function named(recording: Recording): [string, Recording] {
  return [`${recording.id} ${recording.operation} ${recording.modelId}`, recording];
}

function staged(recording: Recording): RenderContext {
  const model = modelOf(recording);
  if (!model) throw new Error(`${recording.modelId} is not in the catalogue`);
  const body = requestOf(recording);
  const conversation = FAMILIES[model.family].conversation(body);
  return { model, ids: createIds(seededRandom(1, recording.id)), body, conversation };
}

function recorded(recording: Recording): string[] {
  const answer = recording.operation === 'InvokeModel' ? [bodyOf(recording)] : chunksOf(recording);
  return answer.map(comparable);
}

function rendered(recording: Recording): string[] {
  const context = staged(recording);
  const family = FAMILIES[context.model.family];
  if (recording.operation === 'InvokeModel') {
    return [comparable(family.body(scriptOfBody(bodyOf(recording)), context))];
  }
  const chunks = chunksOf(recording);
  const again = family.chunks?.(scriptOfChunks(chunks, metricsOf(recording)), context) ?? [];
  return again.slice(0, brokenOff(recording) ? chunks.length : undefined).map(comparable);
}
