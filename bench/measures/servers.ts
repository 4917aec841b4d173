/** The servers that are measured, as programs to start. */
import { type Asked, FRAMES, PIECE_LENGTH, promptFor, textOf } from '../support/workload.ts';
import { temporaryFile } from '../support/load.ts';
import { AIMOCK } from '../support/machine.ts';
import { PORT, program, type Program } from '../support/server.ts';

/** How many scenarios there are where a measure is not about their number. */
export const USUAL_SCENARIOS = 50;

export function touchstone(scenarios = USUAL_SCENARIOS): Program {
  return { args: ['--expose-gc', program('touchstone'), PORT, String(scenarios)], talks: true };
}

/** @param answer a file that `readyAnswer` made */
export function bare(name: 'bare-http1' | 'bare-http2' | 'sniffing', answer: string): Program {
  return { args: [program(name), PORT, answer] };
}

/** The nearest mock, as its own command runs it, with the one fixture that is asked for; its journal keeps 1,000 too. */
export function aimock(asked: Asked): Program {
  const fixtures = [{ match: { userMessage: promptFor(asked) }, response: { content: textOf(asked) } }];
  const file = temporaryFile(`aimock, ${asked}.json`, JSON.stringify({ fixtures }));
  const chunks = ['--chunk-size', String(PIECE_LENGTH)];
  return { args: [AIMOCK, '--port', PORT, '--fixtures', file, '--log-level', 'silent', ...chunks] };
}

/** @throws where a stream has not the messages it is compared by */
export function checkFrames(frames: readonly unknown[], whose: string): void {
  if (frames.length !== FRAMES) throw new Error(`${whose} streams ${frames.length} messages, not ${FRAMES}`);
}
