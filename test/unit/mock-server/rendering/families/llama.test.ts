import { describe, expect, it } from 'vitest';
import { llama } from '../../../../../src/mock-server/rendering/families/llama.ts';
import { context, lines, reply } from './stage.ts';

const staged = () => context('meta.llama3-8b-instruct-v1:0');
const content = [{ text: 'Hello there', pieces: ['Hello', ' there'] }];
const plain = { toolUses: [], toolResults: [], media: [] };

describe('Llama', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
  ] as const)('stops for %s with %s', (stopReason, expected) => {
    expect(JSON.stringify(llama.body(reply({ stopReason }), staged()))).toBe(
      `{"generation":"Hello there.","prompt_token_count":7,"generation_token_count":3,"stop_reason":"${expected}"}`,
    );
  });

  it('streams a token a chunk and ends with an empty one', () => {
    expect(lines(llama.chunks?.(reply({ content }), staged()))).toEqual([
      '{"generation":"Hello","prompt_token_count":7,"generation_token_count":1,"stop_reason":null}',
      '{"generation":" there","prompt_token_count":null,"generation_token_count":2,"stop_reason":null}',
      '{"generation":"","prompt_token_count":null,"generation_token_count":3,"stop_reason":"stop"}',
    ]);
  });

  it('ends with the last token where it was stopped for length', () => {
    expect(lines(llama.chunks?.(reply({ content, stopReason: 'max_tokens' }), staged()))).toEqual([
      '{"generation":"Hello","prompt_token_count":7,"generation_token_count":1,"stop_reason":null}',
      '{"generation":" there","prompt_token_count":null,"generation_token_count":3,"stop_reason":"length"}',
    ]);
  });

  it.each([
    [
      'Llama 3',
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    ],
    [
      'Llama 4',
      '<|begin_of_text|><|header_start|>system<|header_end|>\n\nBe brief.<|eot|><|header_start|>user<|header_end|>\n\nHi<|eot|><|header_start|>assistant<|header_end|>\n\nHello.<|eot|><|header_start|>user<|header_end|>\n\nWhy?<|eot|><|header_start|>assistant<|header_end|>\n\n',
    ],
    ['Llama 2', '<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Hello. </s><s>[INST] Why? [/INST]'],
  ])('reads the prompt of %s', (_, prompt) => {
    expect(llama.conversation({ prompt, max_gen_len: 128 })).toEqual({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'Hi', ...plain },
        { role: 'assistant', text: 'Hello.', ...plain },
        { role: 'user', text: 'Why?', ...plain },
      ],
      tools: [],
      stopSequences: [],
      maxTokens: 128,
    });
  });

  it('reads a prompt without marks, images, and what a tool returned', () => {
    expect(llama.conversation({ prompt: 'Hi', images: ['aGk='] }).turns).toEqual([
      { role: 'user', text: 'Hi', ...plain, media: ['image'] },
    ]);
    const prompt = '<|start_header_id|>ipython<|end_header_id|>\n\nrain<|eot_id|>';
    expect(llama.conversation({ prompt }).turns).toEqual([
      { role: 'user', text: '', ...plain, toolResults: [{ toolUseId: '', text: 'rain' }] },
    ]);
  });
});
