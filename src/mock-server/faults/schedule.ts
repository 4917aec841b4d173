/** When each part of an answer is due: time to first token, tokens per second, jitter. */
import type { Timing } from '../../fixtures/scenario.ts';
import type { Answer, Rendition } from '../exchange.ts';
import type { Random } from '../random.ts';

/** Without timing everything is due at once. A body that is no stream is due when its last token would be. */
export function schedule(rendition: Rendition, timing: Timing | undefined, random: Random): Answer {
  const { status, headers, parts } = rendition;
  const headAt = timing?.timeToFirstToken ?? 0;
  const due = rendition.due ?? (timing?.tokensPerSecond ? paced(rendition, timing, random) : parts.map(() => 0));
  const unary = rendition.lengths === undefined;
  return {
    status,
    headers,
    headAt: unary ? headAt + (due.at(-1) ?? 0) : headAt,
    writes: parts.map((bytes, i) => ({ at: headAt + (due[i] ?? 0), bytes })),
    ending: 'end',
    endAt: headAt + (due.at(-1) ?? 0),
  };
}

/** For each part the milliseconds after the first token at which its tokens have been spoken. */
function paced(rendition: Rendition, timing: Timing, random: Random): number[] {
  const { outputTokens = 0 } = rendition;
  const lengths = rendition.lengths?.() ?? [outputTokens];
  const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const perUnit = (outputTokens / total / (timing.tokensPerSecond ?? 1)) * 1000;
  let at = 0;
  return lengths.map((length) => {
    const swing = 1 + (random() * 2 - 1) * Math.min(1, timing.jitter ?? 0);
    at += length * perUnit * swing;
    return at;
  });
}
