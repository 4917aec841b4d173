import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RecordMode } from '../../../src/recordings/index.ts';
import { CLAUDE, setStage } from './stage.ts';

const OPEN = { double: { auth: 'off' as const } };

interface Answered {
  /** The status of each answer, and whether the real service was asked. */
  readonly asked: readonly (readonly [status: number, upstream: boolean])[];
  readonly recordings: number;
}

/** What becomes of one request known from before, twice, and of one that is not, where there are recordings and where not. */
const MODES: Readonly<Record<RecordMode, { readonly empty: Answered; readonly filled: Answered }>> = {
  once: {
    empty: {
      asked: [
        [200, true],
        [200, true],
        [200, true],
      ],
      recordings: 3,
    },
    filled: {
      asked: [
        [200, false],
        [200, false],
        [400, false],
      ],
      recordings: 1,
    },
  },
  none: {
    empty: {
      asked: [
        [400, false],
        [400, false],
        [400, false],
      ],
      recordings: 0,
    },
    filled: {
      asked: [
        [200, false],
        [200, false],
        [400, false],
      ],
      recordings: 1,
    },
  },
  new: {
    empty: {
      asked: [
        [200, true],
        [200, true],
        [200, true],
      ],
      recordings: 3,
    },
    filled: {
      asked: [
        [200, false],
        [200, true],
        [200, true],
      ],
      recordings: 3,
    },
  },
  all: {
    empty: {
      asked: [
        [200, true],
        [200, true],
        [200, true],
      ],
      recordings: 3,
    },
    filled: {
      asked: [
        [200, true],
        [200, true],
        [200, true],
      ],
      recordings: 4,
    },
  },
};

const CASES = Object.entries(MODES).flatMap(([mode, { empty, filled }]) => [
  [mode as RecordMode, 'an empty directory', false, empty] as const,
  [mode as RecordMode, 'a recording', true, filled] as const,
]);

async function ask(url: string, text: string): Promise<number> {
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] });
  const response = await fetch(`${url}/model/${encodeURIComponent(CLAUDE)}/converse`, { method: 'POST', body });
  await response.text();
  return response.status;
}

test.each(CASES)('mode %s with %s', async (mode, _, filled, expected) => {
  await using stage = await setStage();
  if (filled) {
    await ask(await stage.record({ ...OPEN, mode: 'all' }), 'known');
    await stage.finish();
  }
  const url = await stage.record({ ...OPEN, mode });
  const asked: [number, boolean][] = [];
  for (const text of ['known', 'known', 'unknown']) {
    const before = stage.service.journal.total;
    const status = await ask(url, text);
    asked.push([status, stage.service.journal.total > before]);
  }
  await stage.finish();
  expect({ asked, recordings: readdirSync(stage.directory).length }).toEqual(expected);
});

test('only replaying needs neither an upstream nor credentials', async () => {
  await using stage = await setStage();
  const url = await stage.record({ ...OPEN, mode: 'none', upstream: undefined, upstreamIdentity: undefined } as object);
  expect(await ask(url, 'x')).toBe(400);
});

test.each([
  [undefined, 'there is nothing to record from: give the address of the service'],
  ['bedrock-runtime.us-east-1.amazonaws.com', 'is no address; it wants https://host, or http://host:port'],
  ['https://gateway.example', 'the host gateway.example names no region to sign for: give one, or set AWS_REGION'],
])('upstream %s cannot be used', async (upstream, message) => {
  await using stage = await setStage();
  await expect(stage.record({ upstream } as object)).rejects.toThrow(message);
});
