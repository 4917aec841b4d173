import { describe, expect, it } from 'vitest';
import type { ReplyBlock, StopReason } from '../../../../../src/fixtures/reply.ts';
import { claudeMessages } from '../../../../../src/mock-server/rendering/families/claude-messages.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const USAGE = { inputTokens: 8, outputTokens: 14, cacheReadInputTokens: 3, cacheWriteInputTokens: 2 };
const SHORT_ID = /"msg_bdrk_01[1-9A-HJ-NP-Za-km-z]{22}"/;
const LONG_ID = /"msg_bdrk_[a-z2-7]{52}"/;

function body(modelId: string, content: readonly ReplyBlock[] = [{ text: 'Hi.' }]): string {
  return JSON.stringify(claudeMessages.body(reply({ content, usage: USAGE }), context(modelId)));
}

describe('the body of each generation', () => {
  it.each([
    [
      'anthropic.claude-3-haiku-20240307-v1:0',
      '{"id":"ID","type":"message","role":"assistant","model":"claude-3-haiku-20240307","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":8,"output_tokens":14}}',
    ],
    [
      'anthropic.claude-3-5-sonnet-20241022-v2:0',
      '{"id":"ID","type":"message","role":"assistant","model":"claude-3-5-sonnet-20241022","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":8,"output_tokens":14}}',
    ],
    [
      'anthropic.claude-3-5-haiku-20241022-v1:0',
      '{"id":"ID","type":"message","role":"assistant","model":"claude-3-5-haiku-20241022","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":14}}',
    ],
    [
      'anthropic.claude-sonnet-4-20250514-v1:0',
      '{"model":"claude-sonnet-4-20250514","id":"ID","type":"message","role":"assistant","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":14}}',
    ],
    [
      'anthropic.claude-haiku-4-5-20251001-v1:0',
      '{"model":"claude-haiku-4-5-20251001","id":"ID","type":"message","role":"assistant","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":0},"output_tokens":14}}',
    ],
  ])('%s', (modelId, expected) => {
    expect(body(modelId)).toMatch(SHORT_ID);
    expect(body(modelId).replace(SHORT_ID, '"ID"')).toBe(expected);
  });

  it.each(['anthropic.claude-opus-4-7', 'anthropic.claude-opus-4-8', 'anthropic.claude-opus-9'])('%s', (modelId) => {
    expect(body(modelId)).toMatch(LONG_ID);
    expect(body(modelId).replace(LONG_ID, '"ID"')).toBe(
      `{"model":"${modelId.slice(10)}","id":"ID","type":"message","role":"assistant","content":[{"type":"text","text":"Hi."}],"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":0},"output_tokens":14,"output_tokens_details":{"thinking_tokens":0},"service_tier":"standard"}}`,
    );
  });

  it.each([
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'claude-opus-4-1-20250805', false],
    ['anthropic.claude-opus-4-5-20251101-v1:0', 'claude-opus-4-5-20251101', true],
    ['anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', true],
    ['anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6', true],
  ])('%s is of the 2025 generation, as %s, with stop details: %s', (modelId, name, details) => {
    expect(body(modelId).startsWith(`{"model":"${name}","id":"msg_bdrk_01`)).toBe(true);
    expect(body(modelId).includes('"stop_details":null')).toBe(details);
    expect(body(modelId).includes('service_tier')).toBe(false);
  });

  it('calls itself what the catalogue says', () => {
    const staged = context('anthropic.claude-v2', {}, { providerModelName: 'claude-2.0' });
    expect(JSON.stringify(claudeMessages.body(reply(), staged))).toContain('"model":"claude-2.0"');
  });
});

describe('content blocks', () => {
  const model = 'anthropic.claude-opus-4-8';
  const contentOf = (block: ReplyBlock) => JSON.stringify(JSON.parse(body(model, [block])).content);

  it('gives a tool use an id, or keeps the one it has', () => {
    expect(contentOf({ toolUse: WEATHER })).toMatch(
      /^\[\{"type":"tool_use","id":"toolu_bdrk_01[1-9A-HJ-NP-Za-km-z]{22}","name":"get_weather","input":\{"location":"Seattle","unit":"c"\}\}\]$/,
    );
    expect(contentOf({ toolUse: { name: 'now', input: undefined, toolUseId: 'toolu_1' } })).toBe(
      '[{"type":"tool_use","id":"toolu_1","name":"now","input":{}}]',
    );
  });

  it('signs a thought that has no signature', () => {
    expect(contentOf({ thinking: 'Hm.', signature: 'c2lnbmVk' })).toBe(
      '[{"type":"thinking","thinking":"Hm.","signature":"c2lnbmVk"}]',
    );
    expect(contentOf({ thinking: 'Hm.' })).toMatch(
      /^\[\{"type":"thinking","thinking":"Hm.","signature":"[\w]{344}"\}\]$/,
    );
    expect(contentOf({ redactedThinking: 'c2VjcmV0' })).toBe('[{"type":"redacted_thinking","data":"c2VjcmV0"}]');
  });

  it.each([
    [
      {},
      '{"type":"char_location","cited_text":"ten","document_index":0,"document_title":"Handbook","start_char_index":0,"end_char_index":3}',
    ],
    [
      { documentChar: { documentIndex: 1, start: 4, end: 7 } },
      '{"type":"char_location","cited_text":"ten","document_index":1,"document_title":"Handbook","start_char_index":4,"end_char_index":7}',
    ],
    [
      { documentPage: { documentIndex: 1, start: 4, end: 7 } },
      '{"type":"page_location","cited_text":"ten","document_index":1,"document_title":"Handbook","start_page_number":4,"end_page_number":7}',
    ],
    [
      { documentChunk: { documentIndex: 1, start: 4, end: 7 } },
      '{"type":"content_block_location","cited_text":"ten","document_index":1,"document_title":"Handbook","start_block_index":4,"end_block_index":7}',
    ],
    [
      { searchResultLocation: { searchResultIndex: 2, start: 0, end: 1 } },
      '{"type":"search_result_location","cited_text":"ten","search_result_index":2,"source":null,"start_block_index":0,"end_block_index":1,"title":"Handbook"}',
    ],
    [
      { web: { url: 'https://example.com/' } },
      '{"type":"web_search_result_location","cited_text":"ten","url":"https://example.com/","title":"Handbook","encrypted_index":""}',
    ],
  ])('cites %j', (location, expected) => {
    const citations = [{ title: 'Handbook', sourceContent: ['ten'], location }];
    expect(contentOf({ text: 'Ten.', citations })).toBe(`[{"citations":[${expected}],"type":"text","text":"Ten."}]`);
  });

  it('counts the share of thinking', () => {
    const content = [{ thinking: 'x'.repeat(500) }, { text: 'y'.repeat(500) }];
    const full = reply({ content, usage: { ...USAGE, outputTokens: 100 } });
    const { usage } = claudeMessages.body(full, context(model)) as { usage: { output_tokens_details: unknown } };
    expect(usage.output_tokens_details).toEqual({ thinking_tokens: 50 });
  });
});

describe('stop reasons', () => {
  it.each<[StopReason, string]>([
    ['end_turn', 'end_turn'],
    ['tool_use', 'tool_use'],
    ['max_tokens', 'max_tokens'],
    ['stop_sequence', 'stop_sequence'],
    ['guardrail_intervened', 'end_turn'],
    ['content_filtered', 'refusal'],
    ['malformed_model_output', 'end_turn'],
    ['malformed_tool_use', 'tool_use'],
    ['model_context_window_exceeded', 'model_context_window_exceeded'],
  ])('%s is %s', (stopReason, expected) => {
    const staged = context('anthropic.claude-3-haiku-20240307-v1:0');
    expect(claudeMessages.body(reply({ stopReason }), staged)).toMatchObject({ stop_reason: expected });
  });

  it('tells the stop sequence, and the details of a refusal', () => {
    const staged = context('anthropic.claude-opus-4-8');
    expect(claudeMessages.body(reply({ stopReason: 'stop_sequence', stopSequence: '|' }), staged)).toMatchObject({
      stop_sequence: '|',
      stop_details: null,
    });
    expect(claudeMessages.body(reply({ stopReason: 'content_filtered' }), staged)).toMatchObject({
      stop_details: { type: 'refusal', category: null, explanation: null },
    });
  });
});

describe('the stream', () => {
  it('is that of Claude 3.5 in all members', () => {
    const content: ReplyBlock[] = [
      { text: 'Let me look.', pieces: ['Let', ' me look.'] },
      { toolUse: { ...WEATHER, toolUseId: 'toolu_bdrk_01CquHF9otnnrgxxx54tVxau', pieces: ['', '{"locat', 'ion'] } },
    ];
    const [start = '', ...rest] = streamed('anthropic.claude-3-5-sonnet-20240620-v1:0', content);
    expect(start.replace(SHORT_ID, '"ID"').replace(/"output_tokens":[1-8]\}/, '"output_tokens":N}')).toBe(
      '{"type":"message_start","message":{"id":"ID","type":"message","role":"assistant","model":"claude-3-5-sonnet-20240620","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":8,"output_tokens":N}}}',
    );
    expect(rest).toEqual([
      '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Let"}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" me look."}}',
      '{"type":"content_block_stop","index":0}',
      '{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_bdrk_01CquHF9otnnrgxxx54tVxau","name":"get_weather","input":{}}}',
      '{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}',
      '{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"locat"}}',
      '{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"ion"}}',
      '{"type":"content_block_stop","index":1}',
      '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":14}}',
      '{"type":"message_stop"}',
    ]);
  });

  it('tells more in the newer generations', () => {
    const [start = '', ...rest] = streamed('anthropic.claude-opus-4-8', [{ text: '' }]);
    expect(start.replace(LONG_ID, '"ID"').replace(/"output_tokens":[1-8],/, '"output_tokens":N,')).toBe(
      '{"type":"message_start","message":{"model":"claude-opus-4-8","id":"ID","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":0},"output_tokens":N,"service_tier":"standard"}}}',
    );
    expect(rest.at(-2)).toBe(
      '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":14,"output_tokens_details":{"thinking_tokens":0}}}',
    );
    expect(streamed('anthropic.claude-haiku-4-5-20251001-v1:0', []).at(-2)).toBe(
      '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":8,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":14}}',
    );
  });

  it('thinks aloud, then signs', () => {
    const deltas = streamed('anthropic.claude-opus-4-8', [
      { thinking: 'Hm', signature: 'c2ln' },
      { redactedThinking: 'eA==' },
    ]);
    expect(deltas.slice(1, 7)).toEqual([
      '{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}',
      '{"type":"content_block_stop","index":0}',
      '{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"eA=="}}',
      '{"type":"content_block_stop","index":1}',
    ]);
  });

  it('cites before the text', () => {
    const citations = [{ sourceContent: ['ten'] }];
    expect(streamed('anthropic.claude-opus-4-8', [{ text: 'Ten', citations, pieces: ['Ten'] }]).slice(1, 4)).toEqual([
      '{"type":"content_block_start","index":0,"content_block":{"citations":[],"type":"text","text":""}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"ten","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":3}}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ten"}}',
    ]);
  });

  it('begins a tool’s input with an empty piece, and says no more where there is none', () => {
    expect(partials({})).toEqual(['']);
    const pieces = partials(WEATHER.input);
    expect(pieces[0]).toBe('');
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe('{"location": "Seattle", "unit": "c"}');
  });
});

describe('the request', () => {
  it('is read block by block', () => {
    const conversation = claudeMessages.conversation({
      system: [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      max_tokens: 100,
      stop_sequences: ['|'],
      tools: [{ name: 'get_weather', input_schema: { type: 'object' } }],
      tool_choice: { type: 'tool', name: 'get_weather' },
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'One moment.' },
            { type: 'tool_use', id: 't1', name: 'get_weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'rain' }] },
            { type: 'text', text: 'And this?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: '' } },
            { type: 'text', text: 'And that?' },
          ],
        },
      ],
    });
    expect(conversation).toEqual({
      system: 'Be brief.\nBe kind.',
      maxTokens: 100,
      stopSequences: ['|'],
      tools: [{ name: 'get_weather', inputSchema: { type: 'object' } }],
      toolChoice: { name: 'get_weather' },
      turns: [
        { role: 'user', text: 'Weather?', toolUses: [], toolResults: [], media: [] },
        {
          role: 'assistant',
          text: 'One moment.',
          toolUses: [{ toolUseId: 't1', name: 'get_weather' }],
          toolResults: [],
          media: [],
        },
        {
          role: 'user',
          text: 'And this?\nAnd that?',
          toolUses: [],
          toolResults: [{ toolUseId: 't1', text: 'rain' }],
          media: ['image'],
        },
      ],
    });
  });

  it.each(['auto', 'any', 'none'] as const)('knows tool choice %s', (type) => {
    expect(claudeMessages.conversation({ tool_choice: { type } }).toolChoice).toBe(type);
  });

  it('of nothing is silence', () => {
    expect(claudeMessages.conversation(null)).toEqual({ system: '', turns: [], tools: [], stopSequences: [] });
  });
});

function streamed(modelId: string, content: readonly ReplyBlock[]) {
  return lines(claudeMessages.chunks?.(reply({ content, usage: USAGE, stopReason: 'tool_use' }), context(modelId)));
}

function partials(input: unknown) {
  return streamed('anthropic.claude-opus-4-8', [{ toolUse: { name: 'now', input } }])
    .map((line) => JSON.parse(line).delta?.partial_json)
    .filter((piece) => piece !== undefined);
}
