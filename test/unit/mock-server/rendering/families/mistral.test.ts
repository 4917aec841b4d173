import { describe, expect, it } from 'vitest';
import { mistralChat } from '../../../../../src/mock-server/rendering/families/mistral-chat.ts';
import { mistralText } from '../../../../../src/mock-server/rendering/families/mistral-text.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const content = [{ text: 'Hello there', pieces: ['Hello', ' there'] }];
const plain = { toolUses: [], toolResults: [], media: [] };

describe('Mistral with a prompt', () => {
  it.each([
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
  ] as const)('stops for %s with %s', (stopReason, expected) => {
    expect(JSON.stringify(mistralText.body(reply({ stopReason }), prompted()))).toBe(
      `{"outputs":[{"text":"Hello there.","stop_reason":"${expected}"}]}`,
    );
  });

  it('streams', () => {
    expect(lines(mistralText.chunks?.(reply({ content }), prompted()))).toEqual([
      '{"outputs":[{"text":"Hello","stop_reason":null}]}',
      '{"outputs":[{"text":" there","stop_reason":null}]}',
      '{"outputs":[{"text":"","stop_reason":"stop"}]}',
    ]);
    expect(lines(mistralText.chunks?.(reply({ content, stopReason: 'max_tokens' }), prompted())).at(-1)).toBe(
      '{"outputs":[{"text":" there","stop_reason":"length"}]}',
    );
  });

  it('writes a tool call as its tokenizer does', () => {
    expect(mistralText.body(reply({ content: [{ toolUse: WEATHER }] }), prompted())).toEqual({
      outputs: [
        {
          text: '[TOOL_CALLS] [{"name": "get_weather", "arguments": {"location": "Seattle", "unit": "c"}}]',
          stop_reason: 'stop',
        },
      ],
    });
  });

  it('reads its brackets', () => {
    const prompt = '<s>[INST] Hi [/INST] Hello.</s>[INST] Why? [/INST]';
    expect(mistralText.conversation({ prompt, max_tokens: 20, stop: ['|'] })).toEqual({
      system: '',
      turns: [
        { role: 'user', text: 'Hi', ...plain },
        { role: 'assistant', text: 'Hello.', ...plain },
        { role: 'user', text: 'Why?', ...plain },
      ],
      tools: [],
      maxTokens: 20,
      stopSequences: ['|'],
    });
  });

  it('takes messages too, and then answers with choices', () => {
    const body = { messages: [{ role: 'user', content: 'Hi' }] };
    expect(mistralText.conversation(body).turns).toEqual([{ role: 'user', text: 'Hi', ...plain }]);
    expect(mistralText.body(reply(), prompted(body))).toHaveProperty('choices');
    expect(mistralText.chunks?.(reply(), prompted(body))[0]).toHaveProperty('choices');
  });
});

describe('Mistral with messages', () => {
  const calling = reply({
    content: [...content, { toolUse: { ...WEATHER, toolUseId: '3NcHNntdRyaHu8zisKJAhQ' } }],
    stopReason: 'tool_use',
  });
  const CALLS =
    '"tool_calls":[{"id":"3NcHNntdRyaHu8zisKJAhQ","function":{"name":"get_weather","arguments":"{\\"location\\": \\"Seattle\\", \\"unit\\": \\"c\\"}"}}]';

  it('answers', () => {
    expect(JSON.stringify(mistralChat.body(reply(), chatting()))).toBe(
      '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello there."},"stop_reason":"stop"}]}',
    );
    expect(JSON.stringify(mistralChat.body(calling, chatting()))).toBe(
      `{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello there",${CALLS}},"stop_reason":"tool_calls"}]}`,
    );
  });

  it('streams messages, and the calls in one chunk', () => {
    expect(lines(mistralChat.chunks?.(reply({ content }), chatting())).at(-1)).toBe(
      '{"choices":[{"index":0,"message":{"role":"assistant","content":""},"stop_reason":"stop"}]}',
    );
    expect(lines(mistralChat.chunks?.(calling, chatting()))).toEqual([
      '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"stop_reason":null}]}',
      '{"choices":[{"index":0,"message":{"role":"assistant","content":" there"},"stop_reason":null}]}',
      `{"choices":[{"index":0,"message":{"role":"assistant","content":"",${CALLS}},"stop_reason":"tool_calls"}]}`,
    ]);
  });

  it('gives a call an id of 22 characters', () => {
    const { choices } = mistralChat.body(reply({ content: [{ toolUse: WEATHER }] }), chatting()) as {
      choices: { message: { tool_calls: { id: string }[] } }[];
    };
    expect(choices[0]?.message.tool_calls[0]?.id).toMatch(/^[0-9A-Za-z]{22}$/);
  });

  it('reads messages', () => {
    expect(
      mistralChat.conversation({
        messages: [
          { role: 'system', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Weather?' },
              { type: 'image_url', image_url: 'x' },
            ],
          },
          {
            role: 'assistant',
            content: '',
            tool_calls: [{ id: 'c1', function: { name: 'get_weather', arguments: '{}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'rain' },
        ],
        tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }],
        tool_choice: 'any',
        max_tokens: 10,
      }),
    ).toEqual({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'Weather?', ...plain, media: ['image'] },
        { role: 'assistant', text: '', ...plain, toolUses: [{ toolUseId: 'c1', name: 'get_weather' }] },
        { role: 'user', text: '', ...plain, toolResults: [{ toolUseId: 'c1', text: 'rain' }] },
      ],
      tools: [{ name: 'get_weather', inputSchema: { type: 'object' } }],
      toolChoice: 'any',
      maxTokens: 10,
      stopSequences: [],
    });
  });

  it.each([
    ['required', 'any'],
    ['none', 'none'],
    [{ type: 'function', function: { name: 'f' } }, { name: 'f' }],
    ['constructor', undefined],
  ])('takes tool choice %j for %j', (choice, expected) => {
    expect(mistralChat.conversation({ tool_choice: choice }).toolChoice).toEqual(expected);
  });
});

function prompted(body: unknown = { prompt: '' }) {
  return context('mistral.mistral-7b-instruct-v0:2', body);
}

function chatting() {
  return context('mistral.mistral-large-2407-v1:0');
}
