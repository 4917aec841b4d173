/** Requests that nobody would write, drawn from a seed: the same seed, the same requests. */
import { createHash } from 'node:crypto';
import type { JsonValue } from '../json.ts';
import type { ServerOperation, ServerRequest } from './request.ts';

export type Draw = (below: number) => number;

/** Numbers from a seed, by hashing a counter: slow, and independent of everything else. */
export function drawFrom(seed: number, name: string): Draw {
  let count = 0;
  return (below) => {
    const hash = createHash('sha256').update(`${seed} ${name} ${count++}`).digest();
    return hash.readUIntBE(0, 6) % below;
  };
}

const OPERATIONS: readonly ServerOperation[] = [
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
];
const METHODS = ['POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH'];
const TYPES = [
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/cbor',
  '',
];
const NAMES = [
  'messages',
  'content',
  'text',
  'role',
  'system',
  'toolConfig',
  'inferenceConfig',
  'maxTokens',
  '',
  '__proto__',
  'a.b',
  'ü',
];
const TEXTS = ['', 'user', 'hello', '\u0000', '💎', 'x'.repeat(300), '../..', '%00', '{"a":1}', '\ud800'];
const NUMBERS = [0, -1, 1.5, 2 ** 53, -(2 ** 31), 1e308];

export function anyRequest(draw: Draw): ServerRequest {
  const form = draw(5);
  const operation = one(draw, OPERATIONS);
  return {
    operation,
    method: form === 0 ? one(draw, METHODS) : 'POST',
    headers: form === 1 ? { 'Content-Type': one(draw, TYPES) } : {},
    ...(form === 2 && { model: { id: one(draw, TEXTS.slice(0, -1)) + one(draw, NAMES) || '-' } }),
    ...(form === 3
      ? { body: { base64: anyBytes(draw) } }
      : form === 4
        ? { add: members(draw, 3) }
        : { body: { json: anyJson(draw, 4) } }),
  };
}

function anyBytes(draw: Draw): string {
  return Buffer.from(Array.from({ length: draw(200) }, () => draw(256))).toString('base64');
}

export function anyJson(draw: Draw, depth: number): JsonValue {
  const kind = draw(depth > 0 ? 7 : 4);
  if (kind === 0) return one(draw, TEXTS);
  if (kind === 1) return one(draw, NUMBERS);
  if (kind === 2) return draw(2) === 0;
  if (kind === 3) return null;
  if (kind === 4) return Array.from({ length: draw(4) }, () => anyJson(draw, depth - 1));
  return members(draw, depth);
}

function members(draw: Draw, depth: number): Record<string, JsonValue> {
  return Object.fromEntries(Array.from({ length: 1 + draw(4) }, () => [one(draw, NAMES), anyJson(draw, depth - 1)]));
}

function one<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}
