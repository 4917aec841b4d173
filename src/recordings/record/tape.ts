/** Takes down an answer as it comes. */
import { toBody } from '../body.ts';
import { toFrame } from '../frame.ts';
import type { HeaderPair, RecordedEnding, RecordedFrame, RecordedResponse } from '../recording.ts';
import { FrameSplitter } from './frame-splitter.ts';

export class Tape {
  readonly #elapsed: () => number;
  #head: Pick<RecordedResponse, 'atMs' | 'status'> = {};
  #headers: readonly HeaderPair[] = [];
  #splitter: FrameSplitter | undefined;
  readonly #frames: RecordedFrame[] = [];
  readonly #chunks: Uint8Array[] = [];
  #lastMs = 0;

  /** @param elapsed milliseconds since the request was sent. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  get hasHead(): boolean {
    return this.#head.status !== undefined;
  }

  get frames(): number {
    return this.#frames.length;
  }

  /** For how many milliseconds nothing has come. */
  get silentMs(): number {
    return this.#elapsed() - this.#lastMs;
  }

  head(status: number, headers: readonly HeaderPair[]): void {
    this.#head = { atMs: this.#now(), status };
    this.#headers = headers;
    if (isEventStream(headers)) this.#splitter = new FrameSplitter();
  }

  chunk(bytes: Uint8Array): void {
    const at = this.#now();
    if (!this.#splitter) this.#chunks.push(bytes);
    for (const frame of this.#splitter?.push(bytes) ?? []) this.#frames.push(toFrame(frame, at));
  }

  end(ending: RecordedEnding): RecordedResponse {
    const body = toBody(Buffer.concat(this.#chunks));
    const rest = this.#splitter?.rest ?? Buffer.alloc(0);
    return {
      ...this.#head,
      headers: this.#headers,
      ...(body && { body }),
      ...(this.#splitter && { frames: this.#frames }),
      ...(rest.length > 0 && { trailing: { atMs: Math.round(this.#lastMs), raw: rest.toString('base64') } }),
      ending,
      endedAtMs: Math.round(this.#elapsed()),
    };
  }

  #now(): number {
    this.#lastMs = this.#elapsed();
    return Math.round(this.#lastMs);
  }
}

/** One that is compressed is kept as the bytes it is. */
function isEventStream(headers: readonly HeaderPair[]): boolean {
  const value = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  return value('content-type').startsWith('application/vnd.amazon.eventstream') && value('content-encoding') === '';
}
