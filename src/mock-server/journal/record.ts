/**
 * One exchange as it is kept: references to the bytes and to what the stages found, nothing copied or formatted. What a
 * person reads is made when it is asked for (`view.ts`), since most exchanges are never looked at.
 */
import type { Operation } from '../../wire/operations.ts';
import type { Caller } from '../auth/index.ts';
import type { Answer, Progress, Refusal, WireRequest } from '../exchange.ts';
import type { Input, Outcome as MatchOutcome, ScenarioSet, why } from '../matching/index.ts';

/** How an exchange stands: still being answered, or how the carrier ended it. */
export type Outcome = 'pending' | Parameters<Progress['finished']>[0];

/** What matching found, kept so that its reasons can be told when somebody asks. */
export interface Matching {
  readonly set: ScenarioSet;
  readonly outcome: MatchOutcome;
  /** What was matched, read from the request once more: kept for each exchange, it would cost more than all the rest. */
  readonly input: () => Input | undefined;
  /** Matching's own explanation, handed over because no stage may import another. */
  readonly why: typeof why;
}

export class Exchange implements Progress {
  readonly sandbox: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly request: WireRequest;
  readonly requestId: string;
  operation: Operation | undefined;
  modelId: string | undefined;
  caller: Caller | undefined;
  matching: Matching | undefined;
  /** What a person should know of an answer that is no refusal. */
  note: string | undefined;
  refusal: Refusal | undefined;
  answer: Answer | undefined;
  /** For each write of the answer, epoch milliseconds at which it was handed to the socket. */
  readonly sentAt: number[] = [];
  outcome: Outcome = 'pending';
  finishedAt: number | undefined;
  readonly #clock: () => number;
  readonly #finished: (exchange: Exchange) => void;

  constructor(init: ExchangeInit) {
    this.sandbox = init.sandbox;
    this.request = init.request;
    this.requestId = init.requestId;
    this.#clock = init.clock;
    this.#finished = init.finished;
    this.receivedAt = init.clock();
  }

  wrote(index: number): void {
    this.sentAt[index] = this.#clock();
  }

  finished(how: Exclude<Outcome, 'pending'>): void {
    this.outcome = how;
    this.finishedAt = this.#clock();
    this.#finished(this);
  }

  /** What was or is to be sent; every exchange leaves the pipeline with an answer. */
  get answered(): Answer {
    if (!this.answer) throw new TypeError('this exchange has not been answered');
    return this.answer;
  }

  /** Bytes held because of this exchange, near enough. */
  get weight(): number {
    const sent = this.answer?.writes.reduce((sum, { bytes }) => sum + bytes.length, 0) ?? 0;
    return this.request.body.length + sent + 1_024;
  }
}

export interface ExchangeInit {
  readonly sandbox: string;
  readonly request: WireRequest;
  readonly requestId: string;
  readonly clock: () => number;
  readonly finished: (exchange: Exchange) => void;
}
