import { describe, expect, it } from 'vitest';
import type { LogOptions } from '../../../src/client/logging.ts';
import { redacted, resolveLog } from '../../../src/client/logging.ts';

function linesOf(options: Omit<LogOptions, 'logger'>, env: Record<string, string> = {}): string[] {
  const lines: string[] = [];
  const write = (message: string): void => void lines.push(message);
  const log = resolveLog({ ...options, logger: { debug: write, info: write, warn: write, error: write } }, env);
  log.debug('fine', () => ({}));
  log.info('coarse', () => ({}));
  return lines;
}

describe('the log', () => {
  it.each([
    ['all to a logger without a level', {}, {}, ['bedrock: fine', 'bedrock: coarse']],
    ['by option', { logLevel: 'info' as const }, { ANTHROPIC_BEDROCK_LOG: 'debug' }, ['bedrock: coarse']],
    ['by ANTHROPIC_BEDROCK_LOG=info', {}, { ANTHROPIC_BEDROCK_LOG: 'info' }, ['bedrock: coarse']],
    ['by ANTHROPIC_BEDROCK_LOG=debug', {}, { ANTHROPIC_BEDROCK_LOG: 'debug' }, ['bedrock: fine', 'bedrock: coarse']],
    ['nothing above', { logLevel: 'warn' as const }, {}, []],
    ['nothing where it is off', { logLevel: 'off' as const }, {}, []],
  ])('has %s', (_what, options, env, lines) => {
    expect(linesOf(options, env)).toEqual(lines);
  });

  it('does not make fields that nobody reads', () => {
    const log = resolveLog({}, {});
    log.debug('fine', () => expect.unreachable());
  });

  it('has no secret in it', () => {
    const headers = {
      accept: 'application/json',
      authorization: 'AWS4…',
      'x-amz-security-token': 'T',
      'x-api-key': 'K',
      'proxy-authorization': 'P',
      cookie: 'C',
    };
    expect(redacted(headers)).toEqual({
      accept: 'application/json',
      authorization: '[redacted]',
      'x-amz-security-token': '[redacted]',
      'x-api-key': '[redacted]',
      'proxy-authorization': '[redacted]',
      cookie: '[redacted]',
    });
  });
});
