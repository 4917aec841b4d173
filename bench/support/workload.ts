/** What is asked and answered in every measure: one model, one request, its scenarios. */
import type { Reply } from '../../src/fixtures/reply.ts';
import type { Scenario } from '../../src/fixtures/scenario.ts';

export const MODEL_ID = 'anthropic.claude-3-5-sonnet-20241022-v2:0';

/** Messages in a stream, with the five around the text of a Claude stream. */
export const FRAMES = 60;
const FRAMES_AROUND_TEXT = 5;

/** Characters in one piece of a stream's text; a stream of 60 messages is then 15 kB. */
export const PIECE_LENGTH = 8;
const PIECES = Array.from({ length: FRAMES - FRAMES_AROUND_TEXT }, (_, i) => ` word${String(i).padStart(3, '0')}`);

/** How long a slow stream takes, in milliseconds: ten messages a second. */
export const SLOW_STREAM_MS = 6_000;

/** An answer of the server, and the words that ask for it. */
export type Asked = 'body' | 'stream, one write each' | 'stream, shared writes' | 'slow stream';

const STREAMED: Reply = { content: [{ text: PIECES.join(''), pieces: PIECES }], usage: { outputTokens: FRAMES } };

const ANSWERS: Readonly<Record<Asked, Omit<Scenario, 'name' | 'when'>>> = {
  body: { answer: 'Hello, world! '.repeat(9).trim() },
  'stream, one write each': { answer: { reply: STREAMED, faults: [{ coalesce: 1 }] } },
  'stream, shared writes': { answer: { reply: STREAMED } },
  'slow stream': { answer: { reply: STREAMED, timing: { tokensPerSecond: FRAMES / (SLOW_STREAM_MS / 1_000) } } },
};

export function textOf(asked: Asked): string {
  return asked === 'body' ? (ANSWERS.body.answer as string) : PIECES.join('');
}

export function promptFor(asked: Asked): string {
  return `Say hello to the whole world, and do so in a friendly way, please. What I should like to see is this: ${asked}.`;
}

/** So many scenarios in all, found by words of the prompt; those that answer come last. */
export function scenarios(count: number): readonly Scenario[] {
  const answering = Object.entries(ANSWERS).map(([asked, answer]) => ({
    name: asked,
    when: { model: '*claude*', prompt: promptFor(asked as Asked) },
    ...answer,
  }));
  const others = Array.from({ length: count - answering.length }, (_, i) => ({
    name: `question ${i}`,
    when: { model: '*claude*', prompt: `What is the answer to question ${i} of all the questions?` },
    answer: `That of question ${i}.`,
  }));
  return [...others, ...answering];
}
