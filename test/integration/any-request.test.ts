/** Whatever a client sends: never a 5xx, never a hang, and nothing kept of it. Hostile bytes are in the transport's tests. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MODELS } from '../../src/index.ts';
import { createBedrock } from '../../src/mock-server/index.ts';
import { OPERATIONS } from '../../src/wire/operations.ts';

const modelIds = fc.oneof(
  fc.constantFrom(...MODELS.map(({ modelId }) => modelId)),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const paths = fc
  .tuple(fc.constantFrom(...OPERATIONS), modelIds)
  .map(([{ method, path }, id]) => ({ method, path: path.replace(/\{\w+\}/g, encodeURIComponent(id)) }));

/** Shapes near to real ones, so that every stage is reached, and shapes that are none. */
const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('Hello'), fc.string({ unit: 'grapheme' }));
const bodies = fc.oneof(
  fc.json({ maxDepth: 6 }),
  texts,
  fc
    .record({ inputText: fc.anything(), prompt: texts, texts: fc.array(texts), message: texts, query: texts })
    .map(asJson),
  fc
    .record({
      anthropic_version: fc.constant('bedrock-2023-05-31'),
      max_tokens: fc.oneof(fc.integer(), fc.anything()),
      messages: fc.array(fc.record({ role: texts, content: fc.oneof(texts, fc.array(fc.object())) })),
      tools: fc.anything(),
      stop_sequences: fc.array(texts),
    })
    .map(asJson),
  fc
    .record({
      messages: fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.array(fc.object()) })),
      inferenceConfig: fc.object(),
      toolConfig: fc.object(),
      input: fc.object(),
    })
    .map(asJson),
  fc.nat(30_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc
    .nat(30_000)
    .map(
      (depth) =>
        `{"messages":[{"role":"user","content":[{"text":"x"}]}],"toolConfig":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
    ),
);

function asJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member)) ?? 'null'
  );
}

test.each([true, false])('any body to any operation, validation %s', async (validation) => {
  const bedrock = createBedrock({ auth: 'off', validation });
  await fc.assert(
    fc.asyncProperty(paths, bodies, async ({ method, path }, body) => {
      const response = await bedrock.fetch(`http://bedrock/${path.slice(1)}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'POST' && { body }),
      });
      await response.arrayBuffer();
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 2_000 },
  );
});

test('memory is back where it was', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const bedrock = createBedrock({ auth: 'off', journal: { entries: 100 } });
  const round = async (from: number) => {
    for (let i = from; i < from + 3_000; i++) {
      const body = JSON.stringify({
        messages: [{ role: 'user', content: [{ text: `Number ${i} ${'x'.repeat(500)}` }] }],
      });
      await (
        await bedrock.fetch('http://bedrock/model/amazon.nova-lite-v1:0/converse', { method: 'POST', body })
      ).text();
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await round(0);
  const after = await round(3_000);
  expect(after - before).toBeLessThan(3 * 1024 * 1024);
}, 60_000);
