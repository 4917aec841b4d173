import { describe, expect, it } from 'vitest';
import type { StopReason } from '../../../../../src/fixtures/reply.ts';
import { titanText } from '../../../../../src/mock-server/rendering/families/titan-text.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const staged = () => context('amazon.titan-text-express-v1');

describe('Titan Text', () => {
  it.each<[StopReason, string]>([
    ['end_turn', 'FINISH'],
    ['max_tokens', 'LENGTH'],
    ['stop_sequence', 'STOP_CRITERIA_MET'],
    ['content_filtered', 'CONTENT_FILTERED'],
  ])('stops for %s with %s', (stopReason, expected) => {
    expect(JSON.stringify(titanText.body(reply({ stopReason }), staged()))).toBe(
      `{"inputTextTokenCount":7,"results":[{"tokenCount":3,"outputText":"Hello there.","completionReason":"${expected}"}]}`,
    );
  });

  it('counts the input in the first chunk, the output in the last', () => {
    const content = [{ text: 'One two three', pieces: ['One', ' two', ' three'] }];
    expect(lines(titanText.chunks?.(reply({ content }), staged()))).toEqual([
      '{"outputText":"One","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":7}',
      '{"outputText":" two","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":null}',
      '{"outputText":" three","index":0,"totalOutputTextTokenCount":3,"completionReason":"FINISH","inputTextTokenCount":null}',
    ]);
  });

  it('says a short text, or none, in one chunk', () => {
    expect(lines(titanText.chunks?.(reply({ content: [{ text: 'Hello.' }] }), staged()))).toEqual([
      wholeChunk('Hello.'),
    ]);
    expect(lines(titanText.chunks?.(reply({ content: [] }), staged()))).toEqual([wholeChunk('')]);
  });

  it('writes a tool call as JSON on a line of its own, and no thoughts', () => {
    const content = [{ thinking: 'Hm.' }, { text: 'Sure.' }, { toolUse: WEATHER }];
    expect(titanText.body(reply({ content }), staged())).toMatchObject({
      results: [{ outputText: 'Sure.\n{"name": "get_weather", "parameters": {"location": "Seattle", "unit": "c"}}' }],
    });
  });

  it('reads a dialogue', () => {
    const inputText = 'Be brief.\nUser: Hi\nBot: Hello.\nUser: Why?\nBot:';
    const textGenerationConfig = { maxTokenCount: 10, stopSequences: ['|'] };
    expect(titanText.conversation({ inputText, textGenerationConfig })).toEqual({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'Hi', toolUses: [], toolResults: [], media: [] },
        { role: 'assistant', text: 'Hello.', toolUses: [], toolResults: [], media: [] },
        { role: 'user', text: 'Why?', toolUses: [], toolResults: [], media: [] },
      ],
      tools: [],
      maxTokens: 10,
      stopSequences: ['|'],
    });
  });
});

function wholeChunk(text: string) {
  return `{"outputText":"${text}","index":0,"totalOutputTextTokenCount":3,"completionReason":"FINISH","inputTextTokenCount":7}`;
}
