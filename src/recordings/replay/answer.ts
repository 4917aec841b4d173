/** From a recording to the answer that plays it: the bytes as they were, when they were due, and how they ended. */
import type { AnswerSpec, Fault, Position, RawHeader, RawSpec, RawWrite } from '../../fixtures/scenario.ts';
import { bodyBytes } from '../body.ts';
import { frameBytes } from '../frame.ts';
import type { Body, HeaderPair, RecordedEnding, RecordedFrame, RecordedResponse } from '../recording.ts';

/** @param pace what each recorded time is multiplied by; 0: no delay. */
export function replayAnswer(response: RecordedResponse, pace: number): AnswerSpec {
  const { atMs = response.endedAtMs, ending } = response;
  const raw = rawOf(response, pace);
  const fault = FAULTS[ending]?.(endOf(response, raw));
  return {
    raw,
    ...(atMs * pace > 0 && { timing: { timeToFirstToken: atMs * pace } }),
    ...(fault && { faults: fault }),
  };
}

/** What was not recorded to its end is silent from there on. */
const FAULTS: Readonly<Record<RecordedEnding, ((at: Position) => Fault) | undefined>> = {
  complete: undefined,
  truncated: (cut) => ({ cut }),
  reset: (reset) => ({ reset }),
  stalled: (stall) => ({ stall }),
  abandoned: (stall) => ({ stall }),
};

function endOf({ status, body }: RecordedResponse, { writes }: RawSpec): Position {
  if (status === undefined) return 'head';
  return writes ? { event: writes.length } : { byte: bodyBytes(body).length };
}

function rawOf(response: RecordedResponse, pace: number): RawSpec {
  const { status, body, frames } = response;
  if (status === undefined) return {};
  const headers = headOf(response);
  return frames ? { status, headers, writes: writesOf(response, pace) } : { status, headers, ...bodyOf(body) };
}

function bodyOf(body: Body | undefined): Pick<RawSpec, 'body'> {
  if (body === undefined) return {};
  return { body: 'base64' in body ? body : bodyBytes(body).toString() };
}

/** The last of them may be empty: it tells when an answer broke off. */
function writesOf({ frames = [], trailing, atMs = 0, ending, endedAtMs }: RecordedResponse, pace: number): RawWrite[] {
  const writes = [...frames, ...(trailing ? [trailing] : [])].map((frame) => write(frame, (frame.atMs - atMs) * pace));
  const end = (endedAtMs - atMs) * pace;
  if (ending !== 'complete' && end > (writes.at(-1)?.at ?? 0)) writes.push({ at: end, body: '' });
  return writes;
}

function write(frame: RecordedFrame, at: number): RawWrite {
  return { ...(at > 0 && { at }), body: { base64: frameBytes(frame).toString('base64') } };
}

/**
 * As recorded, but for the time and the request id: clients set their clock by the one, and a second request has an id
 * of its own. How the body is delimited is said where it was not, as over HTTP/2.
 */
function headOf({ headers, frames, ending }: RecordedResponse): RawHeader[] {
  const complete = ending === 'complete' && !frames;
  const head = headers.map(([name, value]): RawHeader => (isFresh(name, complete) ? [name] : [name, value]));
  if (has(headers, 'content-length') || has(headers, 'transfer-encoding')) return head;
  return [...head, complete ? ['Content-Length'] : ['Transfer-Encoding', 'chunked']];
}

/** A recorder may have kept a body in other bytes than those whose length was told. */
function isFresh(name: string, complete: boolean): boolean {
  const lower = name.toLowerCase();
  return lower === 'date' || lower === 'x-amzn-requestid' || (complete && lower === 'content-length');
}

function has(headers: readonly HeaderPair[], lower: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === lower);
}
