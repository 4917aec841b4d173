/** Messages out of reads, keeping in mind where the reads ended. */
import { Failure, type Frame, type Memory, type Organs } from './organs.ts';

const NEVER = new Promise<never>(() => {});
type Step = { readonly frame: Frame } | 'skip' | 'end' | undefined;

export async function* readFrames(bytes: AsyncIterable<Buffer>, organs: Organs, memory: Memory): AsyncGenerator<Frame> {
  let chunks: Buffer[] = organs.begin(memory);
  for await (const chunk of bytes) {
    chunks = organs.beforeRead(chunks, chunk);
    for (let taken = 0; taken < organs.framesARead; taken++) {
      const step = await next(chunks, organs);
      if (step === undefined) break;
      if (step === 'end') return;
      if (step !== 'skip') yield step.frame;
    }
  }
  organs.leftover(Buffer.concat(chunks), memory);
}

async function next(chunks: Buffer[], organs: Organs): Promise<Step> {
  const available = chunks.reduce((sum, { length }) => sum + length, 0);
  if (available < 12) return undefined;
  const prelude = front(chunks, 12);
  const [total, headersLength] = [prelude.readUInt32BE(0), prelude.readUInt32BE(4)];
  if (!organs.preludeIsSound(prelude)) return unsound(chunks, { total, available, organs });
  if (!organs.lengthsAreSound(total, headersLength))
    throw new Failure({ type: 'BadLength', message: 'lengths contradict' });
  if (total > organs.longest) throw new Failure({ type: 'TooLong', message: `a message of ${total} bytes` });
  if (total < 16 || available < total) return undefined;
  const pieces = take(chunks, total);
  const message = Buffer.concat(pieces);
  if (!organs.messageIsSound(message)) return unsound([], { total: 0, available: 0, organs });
  const headers = readHeaders(message.subarray(12, 12 + headersLength), organs);
  return { frame: { headers, payload: cut(pieces, 12 + headersLength, total - 4) } };
}

async function unsound(
  chunks: Buffer[],
  { total, available, organs }: { total: number; available: number; organs: Organs },
): Promise<Step> {
  if (organs.unsound === 'fail')
    throw new Failure({ type: 'BadChecksum', message: 'a checksum is wrong', retryable: true });
  if (organs.unsound === 'hang') return NEVER;
  if (total > 0 && available >= total) take(chunks, total);
  return organs.unsound;
}

/** The first bytes, left where they are. */
function front(chunks: readonly Buffer[], count: number): Buffer {
  const few: Buffer[] = [];
  for (let i = 0, have = 0; have < count; i++) have += few[few.push(chunks[i] as Buffer) - 1]!.length;
  return Buffer.concat(few).subarray(0, count);
}

/** Takes bytes off the front, in the pieces in which they came. */
function take(chunks: Buffer[], count: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let left = count; left > 0;) {
    const first = chunks.shift() as Buffer;
    pieces.push(first.subarray(0, left));
    if (first.length > left) chunks.unshift(first.subarray(left));
    left -= Math.min(left, first.length);
  }
  return pieces;
}

function cut(pieces: readonly Buffer[], from: number, to: number): Buffer[] {
  let at = 0;
  return pieces.map((piece) => {
    const part = piece.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += piece.length;
    return part;
  });
}

function readHeaders(block: Buffer, organs: Organs): Frame['headers'] {
  const headers = new Map<string, { type: number; value: Buffer }>();
  for (let at = 0; at < block.length;) {
    const nameEnd = at + 1 + (block[at] as number);
    const name = block.toString('utf8', at + 1, nameEnd);
    const type = block[nameEnd] as number;
    const width = organs.widths[type];
    if (width === undefined) throw new Failure({ type: 'BadHeader', message: `header type ${type}` });
    const start = nameEnd + (width < 0 ? 3 : 1);
    const end = start + (width < 0 ? block.readUInt16BE(nameEnd + 1) : width);
    if (!organs.headerFits(end, block.length))
      throw new Failure({ type: 'BadHeader', message: 'a header is too long' });
    if (headers.has(name) && !organs.duplicatesAllowed)
      throw new Failure({ type: 'BadHeader', message: `${name} twice` });
    headers.set(name, { type, value: block.subarray(start, end) });
    at = end;
  }
  return headers;
}
