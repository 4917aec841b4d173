import { describe, expect, it } from 'vitest';
import type { ReplyBlock, StopReason } from '../../../../../src/fixtures/reply.ts';
import { nova } from '../../../../../src/mock-server/rendering/families/nova.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const USAGE = { inputTokens: 5, outputTokens: 10, cacheReadInputTokens: 2, cacheWriteInputTokens: 1 };
const micro = () => context('amazon.nova-micro-v1:0');

function content(blocks: readonly ReplyBlock[], modelId = 'amazon.nova-micro-v1:0'): string {
  const { output } = nova.body(reply({ content: blocks }), context(modelId)) as {
    output: { message: { content: unknown } };
  };
  return JSON.stringify(output.message.content);
}

describe('the body', () => {
  it('has the members of the service in its order', () => {
    expect(JSON.stringify(nova.body(reply({ usage: USAGE }), micro()))).toBe(
      '{"output":{"message":{"content":[{"text":"Hello there."}],"role":"assistant"}},"stopReason":"end_turn","usage":{"inputTokens":5,"outputTokens":10,"totalTokens":18,"cacheReadInputTokenCount":2,"cacheWriteInputTokenCount":1}}',
    );
  });

  it('names a tool before its id, which is a UUID', () => {
    expect(content([{ toolUse: WEATHER }])).toMatch(
      /^\[\{"toolUse":\{"name":"get_weather","toolUseId":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}","input":\{"location":"Seattle","unit":"c"\}\}\}\]$/,
    );
  });

  it('says its thoughts in tags, or in blocks since Nova 2', () => {
    expect(content([{ thinking: ' Hm. ' }])).toBe('[{"text":"<thinking> Hm. </thinking>\\n"}]');
    expect(content([{ thinking: 'Hm.' }, { redactedThinking: 'eA==' }], 'amazon.nova-2-lite-v1:0')).toBe(
      '[{"reasoningContent":{"reasoningText":{"text":"Hm."}}},{"reasoningContent":{"redactedContent":"eA=="}}]',
    );
  });

  it.each<[StopReason, string]>([
    ['max_tokens', 'max_tokens'],
    ['tool_use', 'tool_use'],
    ['stop_sequence', 'stop_sequence'],
    ['content_filtered', 'content_filtered'],
    ['guardrail_intervened', 'end_turn'],
    ['model_context_window_exceeded', 'max_tokens'],
  ])('stops for %s with %s', (stopReason, expected) => {
    expect(nova.body(reply({ stopReason }), micro())).toMatchObject({ stopReason: expected });
  });
});

describe('the stream', () => {
  it('stops after each piece of text, and leaves out an index after each tool', () => {
    const blocks: ReplyBlock[] = [
      { text: 'Well,', pieces: ['Well', ','] },
      { toolUse: { ...WEATHER, toolUseId: 'a' } },
      { toolUse: { name: 'now', input: {}, toolUseId: 'b', pieces: ['{', '}'] } },
    ];
    expect(lines(nova.chunks?.(reply({ content: blocks, usage: USAGE, stopReason: 'tool_use' }), micro()))).toEqual([
      '{"messageStart":{"role":"assistant"}}',
      '{"contentBlockDelta":{"delta":{"text":"Well"},"contentBlockIndex":0}}',
      '{"contentBlockStop":{"contentBlockIndex":0}}',
      '{"contentBlockDelta":{"delta":{"text":","},"contentBlockIndex":1}}',
      '{"contentBlockStop":{"contentBlockIndex":1}}',
      '{"contentBlockStart":{"start":{"toolUse":{"toolUseId":"a","name":"get_weather"}},"contentBlockIndex":2}}',
      '{"contentBlockDelta":{"delta":{"toolUse":{"input":"{\\"location\\":\\"Seattle\\",\\"unit\\":\\"c\\"}"}},"contentBlockIndex":2}}',
      '{"contentBlockStop":{"contentBlockIndex":2}}',
      '{"contentBlockStart":{"start":{"toolUse":{"toolUseId":"b","name":"now"}},"contentBlockIndex":4}}',
      '{"contentBlockDelta":{"delta":{"toolUse":{"input":"{"}},"contentBlockIndex":4}}',
      '{"contentBlockDelta":{"delta":{"toolUse":{"input":"}"}},"contentBlockIndex":4}}',
      '{"contentBlockStop":{"contentBlockIndex":4}}',
      '{"messageStop":{"stopReason":"tool_use"}}',
      '{"metadata":{"usage":{"inputTokens":5,"outputTokens":10,"cacheReadInputTokenCount":2,"cacheWriteInputTokenCount":1},"metrics":{},"trace":{}}}',
    ]);
  });

  it('streams a thought as the text it is', () => {
    const said = nova.chunks?.(reply({ content: [{ thinking: 'Hm.' }] }), micro()) as
      { contentBlockDelta?: { delta: { text: string } } }[] | undefined;
    expect(said?.map(({ contentBlockDelta }) => contentBlockDelta?.delta.text ?? '').join('')).toBe(
      '<thinking>Hm.</thinking>\n',
    );
  });
});

describe('the request', () => {
  it('is read as that of Converse', () => {
    expect(
      nova.conversation({
        system: [{ text: 'Be brief.' }],
        messages: [{ role: 'user', content: [{ text: 'Weather?' }, { image: {} }] }],
        inferenceConfig: { max_new_tokens: 10, stopSequences: ['|'] },
        toolConfig: {
          tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }],
          toolChoice: { any: {} },
        },
      }),
    ).toEqual({
      system: 'Be brief.',
      turns: [{ role: 'user', text: 'Weather?', toolUses: [], toolResults: [], media: ['image'] }],
      tools: [{ name: 'get_weather', inputSchema: { type: 'object' } }],
      toolChoice: 'any',
      maxTokens: 10,
      stopSequences: ['|'],
    });
  });

  it('prefers the newer name of a limit', () => {
    expect(nova.conversation({ inferenceConfig: { maxTokens: 5, max_new_tokens: 10 } }).maxTokens).toBe(5);
  });
});
