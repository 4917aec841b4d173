/** The bytes of a timeline, made readable: messages of event streams decoded, everything else as text. */
import { type ReadFrame, readFrames } from '../server/read-frames.ts';
import type { RunResult, TimelineEntry } from '../verdict.ts';

/** A message of an event stream as one line: `contentBlockDelta {"delta":…}`. */
export function frameLine({ headers, payload, faults, length }: ReadFrame): string {
  const value = (name: string) => headers.find((header) => header.name === name)?.value;
  const type = value(':event-type') ?? value(':exception-type') ?? value(':error-code') ?? '(no type)';
  const kind = value(':message-type') ?? '(no :message-type)';
  const wrong = faults.length > 0 ? ` ! ${faults.join('; ')}` : '';
  return `${kind === 'event' ? '' : `${kind} `}${type} ${shortened(payload.toString('utf8'))} (${length} bytes)${wrong}`;
}

export interface DecodedPiece {
  readonly entry: TimelineEntry;
  /** Messages that end in this piece; with the bytes of pieces before, where they began there. */
  readonly frames: readonly ReadFrame[];
}

/** Puts the pieces of each exchange together as far as they were kept, and gives each the messages that it completes. */
export function decodeTimeline(timeline: readonly TimelineEntry[]): DecodedPiece[] {
  const pending = new Map<number, Buffer>();
  return timeline.map((entry) => {
    if (entry.kind !== 'bytes' || entry.from !== 'server' || !isStream(timeline, entry.exchange))
      return { entry, frames: [] };
    const bytes = Buffer.concat([pending.get(entry.exchange) ?? Buffer.alloc(0), bytesOf(entry)]);
    const { frames } = readFrames(bytes);
    const used = frames.reduce((sum, { length }) => sum + length, 0);
    pending.set(entry.exchange, bytes.subarray(used));
    return { entry, frames };
  });
}

export function bytesOf({ base64 = '' }: TimelineEntry): Buffer {
  return Buffer.from(base64, 'base64');
}

function isStream(timeline: readonly TimelineEntry[], exchange: number): boolean {
  const heads = timeline.filter(({ kind, from }) => kind === 'head' && from === 'server');
  const head = heads.find((entry) => entry.exchange === exchange);
  return head?.text?.includes('vnd.amazon.eventstream') ?? false;
}

export function printable(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
}

/** A timeline in lines: time, who, what. */
export function timelineLines({ evidence }: RunResult, most = 40): string[] {
  const lines = decodeTimeline(evidence.timeline).flatMap(linesOf);
  return lines.length <= most ? lines : [...lines.slice(0, most), `… ${lines.length - most} more lines`];
}

const ARROWS = { client: '→', server: '←' } as const;

function linesOf({ entry, frames }: DecodedPiece): string[] {
  const lead = `${entry.at.toFixed(0).padStart(6)} ms ${ARROWS[entry.from]} `;
  if (entry.kind === 'head')
    return (entry.text ?? '').split(/\r?\n/).map((line, i) => (i === 0 ? lead : ' '.repeat(12)) + line);
  if (entry.kind !== 'bytes')
    return [`${lead}${KINDS[entry.kind]}${entry.text === undefined ? '' : ` (${entry.text})`}`];
  if (frames.length > 0) return frames.map((frame) => lead + frameLine(frame));
  return [`${lead}${entry.length} bytes: ${shortened(printable(bytesOf(entry)))}`];
}

export const KINDS: Readonly<Record<Exclude<TimelineEntry['kind'], 'head' | 'bytes'>, string>> = {
  end: 'the end, as the protocol has it',
  cut: 'the connection closes before the end',
  reset: 'reset',
  stall: 'nothing more',
  gone: 'went away',
};

export function shortened(text: string, most = 160): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
