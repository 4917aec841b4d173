import { describe, expect, it } from 'vitest';
import { mismatch, SHAPES } from '../../../src/client/shape.ts';

const CONVERSE = {
  output: { message: { role: 'assistant', content: [{ text: 'x' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};

describe('the shape of an answer', () => {
  it('holds with members that nobody knows', () => {
    expect(mismatch({ ...CONVERSE, more: 1 }, SHAPES.converse)).toBeUndefined();
  });

  it.each([
    [{ completion: 'x', stop_reason: null }, undefined],
    [{ completion: 'x' }, 'the answer.stop_reason is no string or null'],
    [{ completion: 7, stop_reason: null }, 'the answer.completion is no string'],
    ['text', 'the answer is no object'],
    [null, 'the answer is no object'],
    [[], 'the answer is no object'],
  ])('of a completion: %j', (value, complaint) => {
    expect(mismatch(value, SHAPES.completion)).toBe(complaint);
  });

  it.each([
    [
      { ...CONVERSE, output: { message: { role: 'assistant', content: 'x' } } },
      'the answer.output.message.content is no list',
    ],
    [
      { ...CONVERSE, output: { message: { role: 'assistant', content: [1] } } },
      'the answer.output.message.content[0] is no object',
    ],
    [{ ...CONVERSE, usage: { ...CONVERSE.usage, inputTokens: '1' } }, 'the answer.usage.inputTokens is no number'],
  ])('of Converse says where it does not hold', (value, complaint) => {
    expect(mismatch(value, SHAPES.converse)).toBe(complaint);
  });

  it('lets an optional member be absent, and not be wrong', () => {
    const shape = { members: { a: { optional: 'number' } } } as const;
    expect([mismatch({}, shape), mismatch({ a: 1 }, shape), mismatch({ a: 'x' }, shape)]).toEqual([
      undefined,
      undefined,
      'the answer.a is no number',
    ]);
  });
});
