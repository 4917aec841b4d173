import { describe, expect, it } from 'vitest';
import { promptOf } from '../../../../../src/mock-server/ask.ts';
import { unscripted } from '../../../../../src/mock-server/rendering/families/unscripted.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const staged = () => context('qwen.qwen3-32b-v1:0');
const named = (line: string) =>
  line.replace(/chatcmpl-[0-9a-f-]{36}/, 'ID').replace(/chatcmpl-tool-[0-9a-f]{32}/, 'CALL');
const FRAME = '"created":1767225600,"id":"ID","model":"qwen.qwen3-32b-v1:0"';

describe('a model whose own shape is not played', () => {
  it('answers as chat completions', () => {
    expect(named(JSON.stringify(unscripted.body(reply(), staged())))).toBe(
      `{"choices":[{"finish_reason":"stop","index":0,"message":{"content":"Hello there.","role":"assistant"}}],${FRAME},"object":"chat.completion","usage":{"completion_tokens":3,"prompt_tokens":7,"total_tokens":10}}`,
    );
  });

  it('streams and calls tools', () => {
    const calling = reply({ content: [{ text: 'Hm', pieces: ['Hm'] }, { toolUse: WEATHER }], stopReason: 'tool_use' });
    const end = `${FRAME},"object":"chat.completion.chunk"}`;
    expect(lines(unscripted.chunks?.(calling, staged())).map(named)).toEqual([
      `{"choices":[{"delta":{"content":"","role":"assistant"},"finish_reason":null,"index":0}],${end}`,
      `{"choices":[{"delta":{"content":"Hm"},"finish_reason":null,"index":0}],${end}`,
      `{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"{\\"location\\":\\"Seattle\\",\\"unit\\":\\"c\\"}","name":"get_weather"},"id":"CALL","index":0,"type":"function"}]},"finish_reason":null,"index":0}],${end}`,
      `{"choices":[{"delta":{},"finish_reason":"tool_calls","index":0}],${end}`,
    ]);
  });

  it.each([
    [{ messages: [{ role: 'user', content: 'Hi' }] }],
    [{ prompt: 'Hi' }],
    [{ inputText: 'Hi' }],
    [{ message: 'Hi' }],
    [{ query: 'Hi' }],
  ])('reads %j', (body) => {
    expect(promptOf(unscripted.conversation(body))).toBe('Hi');
  });
});
