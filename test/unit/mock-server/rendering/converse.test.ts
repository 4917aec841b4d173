import { describe, expect, it } from 'vitest';
import { converseBody } from '../../../../src/mock-server/rendering/converse.ts';
import { context, reply } from './families/stage.ts';

function usage(providerName: string, cacheReadInputTokens = 0): string {
  const staged = context('m', {}, { providerName, promptCaching: true });
  const said = reply({ usage: { inputTokens: 7, outputTokens: 64, cacheReadInputTokens, cacheWriteInputTokens: 0 } });
  return JSON.stringify((converseBody(said, staged) as { readonly usage: unknown }).usage);
}

describe('the usage of Converse, of models that cache prompts', () => {
  it('names the cache for Claude, used or not (recorded in openllmetry)', () => {
    expect(usage('Anthropic')).toBe(
      '{"cacheReadInputTokenCount":0,"cacheReadInputTokens":0,"cacheWriteInputTokenCount":0,"cacheWriteInputTokens":0,' +
        '"inputTokens":7,"outputTokens":64,"serverToolUsage":{},"totalTokens":71}',
    );
  });

  it('names it for Nova only where it was used (recorded in openinference)', () => {
    expect(usage('Amazon')).toBe('{"inputTokens":7,"outputTokens":64,"serverToolUsage":{},"totalTokens":71}');
    expect(usage('Amazon', 5)).toContain('"cacheReadInputTokens":5');
  });
});
