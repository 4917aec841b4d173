import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/mock-server/random.ts';
import { createIds } from '../../../../src/mock-server/rendering/ids.ts';
import { jsonPieces, pieces } from '../../../../src/mock-server/rendering/pieces.ts';

const ids = (seed = 1) => createIds(seededRandom(seed));
const MODELS = [
  'anthropic.claude-v2',
  'anthropic.claude-3-haiku-20240307-v1:0',
  'anthropic.claude-3-5-sonnet-20241022-v2:0',
  'anthropic.claude-sonnet-4-20250514-v1:0',
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'anthropic.claude-haiku-4-5-20251001-v1:0',
  'anthropic.claude-opus-4-8',
  'amazon.nova-micro-v1:0',
  'amazon.titan-text-express-v1',
  'meta.llama3-8b-instruct-v1:0',
];
const ENGLISH =
  "Sure, I'd be happy to explain how large language models work in plain English. They are trained on massive amounts of text, such as books and websites, which allows them to predict what comes next. ".repeat(
    20,
  );
const anyText = fc.string({ unit: 'grapheme', maxLength: 400 });

describe('pieces', () => {
  it('are the text, cut without a gap, never empty, and never tear a grapheme', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...MODELS), fc.nat(), (text, modelId, seed) => {
        const cut = pieces(text, { modelId }, ids(seed));
        expect(cut.join('')).toBe(text);
        expect(cut).not.toContain('');
        const whole = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
        const torn = cut.flatMap((piece) => [...new Intl.Segmenter().segment(piece)].map(({ segment }) => segment));
        expect(torn).toEqual(whole);
      }),
      { seed: 20_261_001, numRuns: 300 },
    );
  });

  it('of a lone surrogate are the text too', () => {
    const text = '\ud83d\ude00\ud83d x \udc00';
    expect(pieces(text, { modelId: 'anthropic.claude-v2' }, ids()).join('')).toBe(text);
  });

  it.each([
    ['anthropic.claude-3-haiku-20240307-v1:0', 4, 13],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 22, 65],
    ['anthropic.claude-sonnet-4-20250514-v1:0', 9, 21],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 9, 43],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 11, 33],
    ['anthropic.claude-opus-4-6-v1', 11, 37],
    ['amazon.nova-micro-v1:0', 9, 37],
    ['amazon.titan-text-express-v1', 200, 345],
    ['meta.llama3-8b-instruct-v1:0', 5, 14],
  ])('of %s are %i characters on average and %i at most', (modelId, mean, max) => {
    const lengths = pieces(ENGLISH, { modelId }, ids()).map(({ length }) => length);
    const average = ENGLISH.length / lengths.length;
    expect(Math.abs(average - mean) / mean).toBeLessThan(0.25);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(max);
  });

  it('end mostly with a word, but may cut inside one', () => {
    const cut = pieces(ENGLISH, { modelId: 'anthropic.claude-opus-4-8' }, ids());
    const inside = cut.filter((piece, index) => /\w$/.test(cut[index - 1] ?? '') && /^\w/.test(piece));
    expect(inside.length / cut.length).toBeGreaterThan(0.01);
    expect(inside.length / cut.length).toBeLessThan(0.15);
  });

  it('are the same for the same seed, others for another', () => {
    expect(seeded(1)).toEqual(seeded(1));
    expect(seeded(1)).not.toEqual(seeded(2));
  });

  it('of nothing are none', () => {
    expect(pieces('', { modelId: 'anthropic.claude-v2' }, ids())).toEqual([]);
  });
});

describe('pieces of JSON', () => {
  it('are 2 to 12 characters, cut anywhere', () => {
    const json = JSON.stringify({ location: 'San Francisco, California', unit: 'celsius', days: [1, 2, 3] }).repeat(10);
    const cut = jsonPieces(json, ids());
    expect(cut.join('')).toBe(json);
    expect(Math.max(...cut.map(({ length }) => length))).toBeLessThanOrEqual(12);
    expect(Math.min(...cut.slice(0, -1).map(({ length }) => length))).toBeGreaterThanOrEqual(2);
    expect(json.length / cut.length).toBeGreaterThan(4.5);
    expect(json.length / cut.length).toBeLessThan(7.5);
  });

  it('never tear a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, seed) => {
        const cut = jsonPieces(JSON.stringify(text), ids(seed));
        expect(cut.map((piece) => Buffer.from(piece).toString()).join('')).toBe(JSON.stringify(text));
      }),
      { seed: 20_261_001, numRuns: 200 },
    );
  });
});

function seeded(seed: number): string[] {
  return pieces(ENGLISH, { modelId: 'anthropic.claude-opus-4-8' }, ids(seed));
}
