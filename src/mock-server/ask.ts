/** What a client asked: the types of `fixtures/ask.ts`, and what every stage reads out of them. */
import type { Conversation, Turn } from '../fixtures/ask.ts';

export type * from '../fixtures/ask.ts';

export const SILENCE: Conversation = { system: '', turns: [], tools: [], stopSequences: [] };

/**
 * What a prompt condition reads: the user's last words, that is the text of the last user turn that has any. A tool
 * result without words, or a prefilled answer, leaves it as it was, so that a scenario holds through a tool's round.
 * Where nobody spoke, the texts to embed, one a line.
 */
export function promptOf(conversation: Conversation): string {
  const { turns, inputs } = conversation;
  for (let i = turns.length - 1; i >= 0; i--) {
    const turn = turns[i] as Turn;
    if (turn.role === 'user' && turn.text !== '') return turn.text;
  }
  return inputs?.join('\n') ?? '';
}

/** Which turn of the model this is, counted from 1; an answer begun for it at the end (a prefill) is this turn's. */
export function turnOf(conversation: Conversation): number {
  const { turns } = conversation;
  let turn = 1;
  for (let i = 0; i < turns.length - 1; i++) if (turns[i]?.role === 'assistant') turn++;
  return turn;
}
