import { describe, expect, it } from 'vitest';
import { cohereCommandR } from '../../../../../src/mock-server/rendering/families/cohere-command-r.ts';
import { cohereCommand } from '../../../../../src/mock-server/rendering/families/cohere-command.ts';
import { context, lines, reply, WEATHER } from './stage.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const plain = { toolUses: [], toolResults: [], media: [] };

describe('Command', () => {
  it.each([
    ['end_turn', 'COMPLETE'],
    ['max_tokens', 'MAX_TOKENS'],
    ['content_filtered', 'ERROR_TOXIC'],
  ] as const)('stops for %s with %s', (stopReason, expected) => {
    const body = JSON.stringify(cohereCommand.body(reply({ stopReason }), commanded()));
    expect(body.replaceAll(UUID, 'ID')).toBe(generations(expected));
  });

  it('streams only where the body says so', () => {
    expect(lines(cohereCommand.chunks?.(reply(), commanded())).map((line) => line.replaceAll(UUID, 'ID'))).toEqual([
      generations('COMPLETE'),
    ]);
    expect(lines(cohereCommand.chunks?.(reply(), commanded({ stream: true })))).toEqual([
      '{"is_finished":false,"text":"Hello"}',
      '{"is_finished":false,"text":" there."}',
      '{"finish_reason":"COMPLETE","is_finished":true}',
    ]);
  });

  it('reads the prompt', () => {
    expect(cohereCommand.conversation({ prompt: ' Hi ', max_tokens: 9, stop_sequences: ['|'] })).toEqual({
      system: '',
      turns: [{ role: 'user', text: 'Hi', ...plain }],
      tools: [],
      maxTokens: 9,
      stopSequences: ['|'],
    });
  });
});

describe('Command R', () => {
  const history = [{ role: 'CHATBOT', message: 'Hello.' }];
  const staged = () => context('cohere.command-r-v1:0', { message: 'Hi', chat_history: history });
  const tooled = reply({ content: [{ text: 'One moment.', pieces: ['One moment.'] }, { toolUse: WEATHER }] });
  const CALLS = '"tool_calls":[{"name":"get_weather","parameters":{"location":"Seattle","unit":"c"}}]';

  it.each([
    ['end_turn', 'COMPLETE'],
    ['max_tokens', 'MAX_TOKENS'],
    ['stop_sequence', 'STOP_SEQUENCE'],
  ] as const)('stops for %s with %s', (stopReason, expected) => {
    const body = JSON.stringify(cohereCommandR.body(reply({ stopReason }), staged()));
    expect(body.replaceAll(UUID, 'ID')).toBe(
      `{"response_id":"379ed018/ID","text":"Hello there.","generation_id":"ID","chat_history":[{"role":"CHATBOT","message":"Hello."},{"role":"USER","message":"Hi"},{"role":"CHATBOT","message":"Hello there."}],"finish_reason":"${expected}"}`,
    );
  });

  it('calls tools', () => {
    const body = JSON.stringify(cohereCommandR.body(tooled, staged()));
    expect(body).toContain(`{"role":"CHATBOT","message":"One moment.",${CALLS}}]`);
    expect(body).toMatch(/"finish_reason":"COMPLETE","tool_calls":\[.*\]\}$/);
    expect(lines(cohereCommandR.chunks?.(tooled, staged()))[1]).toBe(
      `{"is_finished":false,"event_type":"tool-calls-generation",${CALLS}}`,
    );
  });

  it('streams, and ends with the whole', () => {
    const chunks = lines(cohereCommandR.chunks?.(reply(), staged())).map((line) => line.replaceAll(UUID, 'ID'));
    expect(chunks).toEqual([
      '{"is_finished":false,"event_type":"text-generation","text":"Hello"}',
      '{"is_finished":false,"event_type":"text-generation","text":" there."}',
      '{"is_finished":true,"event_type":"stream-end","response":{"response_id":"379ed018/ID","text":"Hello there.","generation_id":"ID","chat_history":[{"role":"CHATBOT","message":"Hello."},{"role":"USER","message":"Hi"},{"role":"CHATBOT","message":"Hello there."}],"finish_reason":"COMPLETE","meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":7,"output_tokens":3},"tokens":{"input_tokens":73,"output_tokens":3}}},"finish_reason":"COMPLETE"}',
    ]);
  });

  it('reads history, tools and their results', () => {
    expect(
      cohereCommandR.conversation({
        preamble: 'Be brief.',
        message: 'Weather?',
        chat_history: [
          { role: 'USER', message: 'Hi' },
          { role: 'CHATBOT', message: 'Hello.', tool_calls: [{ name: 'get_weather', parameters: {} }] },
        ],
        tools: [{ name: 'get_weather', parameter_definitions: { location: { type: 'str' } } }],
        tool_results: [{ call: { name: 'get_weather' }, outputs: [{ sky: 'rain' }] }],
        max_tokens: 9,
      }),
    ).toEqual({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'Hi', ...plain },
        { role: 'assistant', text: 'Hello.', ...plain, toolUses: [{ toolUseId: 'get_weather', name: 'get_weather' }] },
        {
          role: 'user',
          text: 'Weather?',
          ...plain,
          toolResults: [{ toolUseId: 'get_weather', text: '[{"sky":"rain"}]' }],
        },
      ],
      tools: [{ name: 'get_weather', inputSchema: { location: { type: 'str' } } }],
      maxTokens: 9,
      stopSequences: [],
    });
  });
});

function commanded(more = {}) {
  return context('cohere.command-text-v14', { prompt: 'Hi', ...more });
}

function generations(reason: string) {
  return `{"id":"ID","generations":[{"id":"ID","text":"Hello there.","finish_reason":"${reason}"}],"prompt":"Hi"}`;
}
