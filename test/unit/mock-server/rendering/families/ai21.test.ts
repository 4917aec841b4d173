import { describe, expect, it } from 'vitest';
import { ai21J2 } from '../../../../../src/mock-server/rendering/families/ai21-j2.ts';
import { ai21Jamba } from '../../../../../src/mock-server/rendering/families/ai21-jamba.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

interface J2Token {
  readonly generatedToken: { readonly token: string };
  readonly textRange: { readonly start: number; readonly end: number };
}

interface J2Body {
  prompt: { tokens: J2Token[] };
  completions: [{ data: { tokens: J2Token[] }; finishReason: unknown }];
}

describe('Jurassic-2', () => {
  it('has the members of the service in its order', () => {
    const body = JSON.stringify(said('\nHello')).replaceAll(/-\d+\.?\d*(e-\d+)?/g, 'N');
    expect(body.startsWith('{"id":1234,"prompt":{"text":"Hi there","tokens":[{"generatedToken":{"token":"')).toBe(true);
    expect(body).toContain('"completions":[{"data":{"text":"\\nHello","tokens":[');
    expect(body.endsWith(`${tokenJson('<|endoftext|>', 6, 6)}]},"finishReason":{"reason":"endoftext"}}]}`)).toBe(true);
  });

  it('covers the text with its tokens', () => {
    const { tokens } = said('\nHello there, friend.').completions[0].data;
    const words = tokens.slice(0, -1);
    expect(
      words
        .map(({ generatedToken }) => generatedToken.token.replaceAll('▁', ' ').replaceAll('<|newline|>', '\n'))
        .join(''),
    ).toBe('\nHello there, friend.');
    expect(words[0]?.textRange.start).toBe(0);
    expect(words.slice(1).map(({ textRange }) => textRange.start)).toEqual(
      words.slice(0, -1).map(({ textRange }) => textRange.end),
    );
    expect(words.at(-1)?.textRange.end).toBe(21);
  });

  it('tells the length where it was stopped for it', () => {
    const [{ data, finishReason }] = said('Hello', 'max_tokens').completions;
    expect(finishReason).toEqual({ reason: 'length', length: 3 });
    expect(JSON.stringify(data)).not.toContain('endoftext');
  });

  it('reads the prompt, and does not stream', () => {
    expect(ai21J2.conversation({ prompt: 'Hi', maxTokens: 9, stopSequences: ['|'] })).toMatchObject({
      turns: [{ role: 'user', text: 'Hi' }],
      maxTokens: 9,
      stopSequences: ['|'],
    });
    expect(ai21J2).not.toHaveProperty('chunks');
  });
});

describe('Jamba', () => {
  it('answers', () => {
    expect(named(JSON.stringify(ai21Jamba.body(reply(), jamba())))).toBe(
      '{"id":"ID","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there.","tool_calls":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10},"meta":{"requestDurationMillis":250},"model":"jamba-1.5-mini"}',
    );
  });

  it('calls tools', () => {
    const calling = reply({ content: [{ toolUse: WEATHER }], stopReason: 'tool_use' });
    expect(named(JSON.stringify(ai21Jamba.body(calling, jamba())))).toContain(
      '"message":{"role":"assistant","content":"","tool_calls":[{"id":"CALL","type":"function","function":{"name":"get_weather","arguments":"{\\"location\\":\\"Seattle\\",\\"unit\\":\\"c\\"}"}}]},"finish_reason":"tool_calls"',
    );
    expect(named(lines(ai21Jamba.chunks?.(calling, jamba()))[1] ?? '')).toContain(
      '"delta":{"tool_calls":[{"index":0,"id":"CALL","type":"function","function":{',
    );
  });

  it('streams, and leaves a chunk for the metrics alone', () => {
    expect(lines(ai21Jamba.chunks?.(reply({ stopReason: 'max_tokens' }), jamba())).map(named)).toEqual([
      '{"id":"ID","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}',
      '{"id":"ID","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}',
      '{"id":"ID","choices":[{"index":0,"delta":{"content":" there."},"finish_reason":null}]}',
      '{"id":"ID","choices":[{"index":0,"delta":{"content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10},"model":"jamba-1.5-mini"}',
      '{}',
    ]);
  });
});

function jurassic() {
  return context('ai21.j2-mid-v1', { prompt: 'Hi there' });
}

function tokenJson(text: string, start: number, end: number) {
  return `{"generatedToken":{"token":"${text}","logprob":N,"raw_logprob":N},"topTokens":null,"textRange":{"start":${start},"end":${end}}}`;
}

function jamba() {
  return context('ai21.jamba-1-5-mini-v1:0');
}

function named(line: string) {
  return line.replace(/chatcmpl-[0-9a-f-]{36}/, 'ID').replace(/chatcmpl-tool-[0-9a-f]{32}/, 'CALL');
}

function said(text: string, stopReason: 'end_turn' | 'max_tokens' = 'end_turn'): J2Body {
  return ai21J2.body(reply({ content: [{ text }], stopReason }), jurassic()) as J2Body;
}
