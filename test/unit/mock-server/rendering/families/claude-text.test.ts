import { describe, expect, it } from 'vitest';
import type { StopReason } from '../../../../../src/fixtures/reply.ts';
import { promptOf } from '../../../../../src/mock-server/ask.ts';
import { claudeText } from '../../../../../src/mock-server/rendering/families/claude-text.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const staged = () => context('anthropic.claude-v2', { prompt: '\n\nHuman: Hi\n\nAssistant:' });

describe('the completion', () => {
  it.each<[StopReason, string | undefined, string]>([
    ['end_turn', undefined, '"stop_reason":"stop_sequence","stop":"\\n\\nHuman:"'],
    ['stop_sequence', '|', '"stop_reason":"stop_sequence","stop":"|"'],
    ['max_tokens', undefined, '"stop_reason":"max_tokens","stop":null'],
  ])('ends with %s', (stopReason, stopSequence, ending) => {
    expect(JSON.stringify(claudeText.body(reply({ stopReason, stopSequence }), staged()))).toBe(
      `{"type":"completion","completion":" Hello there.",${ending}}`,
    );
  });

  it('streams with its type first, and ends with an empty piece', () => {
    expect(lines(claudeText.chunks?.(reply({ content: [{ text: 'Hey', pieces: [' H', 'ey'] }] }), staged()))).toEqual([
      '{"type":"completion","completion":" H","stop_reason":null,"stop":null}',
      '{"type":"completion","completion":"ey","stop_reason":null,"stop":null}',
      '{"type":"completion","completion":"","stop_reason":"stop_sequence","stop":"\\n\\nHuman:"}',
    ]);
  });

  it('begins with a space, unless pieces say otherwise', () => {
    expect(saidIn([{ text: 'Hello, you.' }])).toBe(' Hello, you.');
    expect(saidIn([{ text: '\nHello' }])).toBe('\nHello');
    expect(saidIn([{ text: 'Hello', pieces: ['He', 'llo'] }])).toBe('Hello');
  });

  it('writes a function call as Claude 2 was taught', () => {
    expect(claudeText.body(reply({ content: [{ text: 'Sure.' }, { toolUse: WEATHER }] }), staged())).toMatchObject({
      completion:
        ' Sure.\n<function_calls>\n<invoke>\n<tool_name>get_weather</tool_name>\n<parameters>\n<location>Seattle</location>\n<unit>c</unit>\n</parameters>\n</invoke>\n</function_calls>',
    });
  });

  it('answers messages with a message', () => {
    const messages = context('anthropic.claude-v2', { messages: [] }, { providerModelName: 'claude-2.0' });
    expect(claudeText.body(reply(), messages)).toMatchObject({ type: 'message', model: 'claude-2.0' });
    expect(claudeText.chunks?.(reply(), messages).at(-1)).toEqual({ type: 'message_stop' });
  });
});

describe('the prompt', () => {
  it('is told apart by its turns', () => {
    const prompt = 'Be brief.\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman: Why?\nReally? \n\nAssistant:';
    expect(claudeText.conversation({ prompt, max_tokens_to_sample: 300, stop_sequences: ['|'] })).toEqual({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'Hi', toolUses: [], toolResults: [], media: [] },
        { role: 'assistant', text: 'Hello.', toolUses: [], toolResults: [], media: [] },
        { role: 'user', text: 'Why?\nReally?', toolUses: [], toolResults: [], media: [] },
      ],
      tools: [],
      maxTokens: 300,
      stopSequences: ['|'],
    });
  });

  it.each([
    ['\n\nHuman:What are the 4 cardinal directions?\n\nAssistant:', 'What are the 4 cardinal directions?'],
    ['Human: story of two dogs\n\nAssistant:', 'story of two dogs'],
    ['Human: Tell me a joke Assistant:', 'Tell me a joke'],
    ['\n\nHuman: Count\n\nAssistant: One, two,', 'Count'],
    ['Just go on', 'Just go on'],
    ['', ''],
  ])('%j asks %j', (prompt, asked) => {
    expect(promptOf(claudeText.conversation({ prompt }))).toBe(asked);
  });

  it('may be messages', () => {
    expect(promptOf(claudeText.conversation({ messages: [{ role: 'user', content: 'Hi' }] }))).toBe('Hi');
  });
});

function saidIn(content: { text: string; pieces?: string[] }[]) {
  return claudeText
    .chunks?.(reply({ content }), staged())
    .map(({ completion }) => completion)
    .join('');
}
