/** What goes wrong on the way, over every carrier: each is an error of the family that keeps what had arrived. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as sdk from '../../../src/client/index.ts';
import type { Fault } from '../../../src/fixtures/scenario.ts';
import { CARRIERS, stage } from './carriers.ts';
import type { Stage } from './carriers.ts';

const CLAUDE = 'anthropic.claude-3-haiku-20240307-v1:0';
const MESSAGE = { model: CLAUDE, max_tokens: 200, messages: [{ role: 'user' as const, content: 'Hi' }] };
const CONVERSE = { modelId: CLAUDE, messages: [{ role: 'user' as const, content: [{ text: 'Hi' }] }] };
const PIECES = ['One ', 'two ', 'three ', 'four.'];

/** message_start and content_block_start, messageStart; so event 4 is the third piece of one and the fourth of the other. */
const AT = 4;

describe.each(CARRIERS)('over $name', (carrier) => {
  let there: Stage;
  beforeAll(async () => void (there = await stage(carrier)));
  afterAll(() => there.close());
  beforeEach(() => there.double.reset());

  function play(...faults: Fault[]): void {
    there.double.scenarios.replace([
      { name: 'fault', answer: { reply: { content: [{ text: PIECES.join(''), pieces: PIECES }] }, faults } },
    ]);
  }

  const message = (options?: sdk.AnthropicBedrockOptions) =>
    there
      .client({ maxRetries: 0, ...options })
      .messages.stream(MESSAGE)
      .finalMessage();
  const converse = async (options?: sdk.AnthropicBedrockOptions) =>
    await (await there.client({ maxRetries: 0, ...options }).bedrock.converseStream(CONVERSE)).result();

  describe.each([
    ['a message', message, 'partial.content.0.text', 'One two '],
    ['a conversation', converse, 'partial.output.message.content.0.text', 'One two three '],
  ] as const)('%s', (_what, call, where, arrived) => {
    it.each<[string, Fault, object]>([
      ['cut', { cut: { event: AT } }, { name: 'APIConnectionError' }],
      ['reset', { reset: { event: AT } }, { name: 'APIConnectionError' }],
      [
        'ended as if all had been said',
        { end: { event: AT } },
        { name: 'EventStreamError', fault: 'no-terminal-event' },
      ],
      [
        'with a wrong checksum',
        { corrupt: 'message-crc', event: AT },
        { name: 'EventStreamError', fault: 'message-checksum' },
      ],
      [
        'with a wrong checksum of its prelude',
        { corrupt: 'prelude-crc', event: AT },
        { name: 'EventStreamError', fault: 'prelude-checksum' },
      ],
      [
        'with an exception',
        { exception: 'throttlingException', event: AT, message: 'slow' },
        { name: 'RateLimitError', message: 'slow', status: 429 },
      ],
      [
        'with an error message',
        { error: 'InternalServerException', event: AT, message: 'oops' },
        { name: 'InternalServerError', message: 'oops' },
      ],
    ])('%s in the middle', async (_how, fault, expected) => {
      play(fault);
      const failure = call();
      await expect(failure).rejects.toMatchObject(expected);
      await expect(failure).rejects.toHaveProperty(where, arrived);
    });

    it('that stalls times out by its read timeout', async () => {
      play({ stall: { event: AT } });
      const failure = call({ timeout: { read: 150 } });
      await expect(failure).rejects.toBeInstanceOf(sdk.APITimeoutError);
      await expect(failure).rejects.toHaveProperty(where, arrived);
    });

    it.each<[string, Fault]>([
      ['split at every byte', { split: 1 }],
      ['with all events in one write', { coalesce: 1000 }],
    ])('%s is whole', async (_how, fault) => {
      play(fault);
      expect(JSON.stringify(await call())).toContain(PIECES.join(''));
    });

    it.each([
      'internalServerException',
      'modelStreamErrorException',
      'validationException',
      'throttlingException',
      'serviceUnavailableException',
      'tomorrowException',
    ])('whose first event is the exception %s', async (exception) => {
      play({ exception, event: 0, message: 'words' });
      await expect(call()).rejects.toMatchObject({
        message: 'words',
        type: exception.charAt(0).toUpperCase() + exception.slice(1),
      });
    });
  });

  it.each([
    ['frame', 100, 'truncated-frame'],
    ['prelude', 5, 'truncated-prelude'],
  ])('a truncated %s is an error', async (_what, byte, fault) => {
    play({ end: { byte } });
    await expect(message()).rejects.toMatchObject({ name: 'EventStreamError', fault });
  });

  it('an empty body is an error', async () => {
    play({ end: { byte: 0 } });
    await expect(message()).rejects.toMatchObject({ fault: 'no-terminal-event' });
  });

  it('an answer that is not a stream and breaks off is a connection error', async () => {
    play({ cut: { byte: 10 } });
    await expect(there.client({ maxRetries: 0 }).messages.create(MESSAGE)).rejects.toBeInstanceOf(
      sdk.APIConnectionError,
    );
  });

  it('a slow answer that keeps coming does not time out', async () => {
    there.double.scenarios.replace([
      {
        name: 'slow',
        answer: {
          reply: { content: [{ text: PIECES.join(''), pieces: PIECES }] },
          timing: { timeToFirstToken: 100, tokensPerSecond: 20 },
        },
      },
    ]);
    expect((await message({ timeout: { read: 900 } })).content).toEqual([{ type: 'text', text: PIECES.join('') }]);
  });

  it('an abort in the middle closes the connection, which the double sees', async () => {
    play({ stall: { event: AT } });
    const stream = there.client().messages.stream(MESSAGE);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const piece of stream.text()) if (seen.push(piece) === 2) stream.abort();
    })();
    await expect(reading).rejects.toBeInstanceOf(sdk.APIUserAbortError);
    expect(seen).toEqual(['One ', 'two ']);
    await expect.poll(() => there.double.journal.last?.outcome).toBe('client-gone');
  });

  it('leaving early closes the connection, which the double sees', async () => {
    play({ stall: { event: AT } });
    for await (const piece of there.client().messages.stream(MESSAGE).text()) {
      expect(piece).toBe('One ');
      break;
    }
    await expect.poll(() => there.double.journal.last?.outcome).toBe('client-gone');
  });
});
