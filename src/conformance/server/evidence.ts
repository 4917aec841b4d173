/** What a report shows of a run: the bytes of both sides, as they are once keys and tokens are taken out. */
import type { SeenExchange } from '../observation.ts';
import type { Evidence, TimelineEntry } from '../verdict.ts';
import { headOf } from './http1.ts';
import { errorTypeOf, excerpt, type SeenAnswer, type ServerSeen } from './seen.ts';
import type { Header } from './sigv4.ts';
import type { AnswerEnding, Prepared } from './wire-answer.ts';

/** As many bytes of a piece as a report keeps. */
const KEPT = 4_096;

export function evidenceOf({ answers, outcomes }: ServerSeen): Evidence {
  const shown = answers.slice(0, MOST);
  return {
    timeline: shown.flatMap(timelineOf).toSorted((a, b) => a.at - b.at),
    observation: {
      answers: answers.map((seen) => ({
        status: seen.answer.status,
        ending: seen.answer.ending,
        ...(errorTypeOf(seen) !== undefined && { error: errorTypeOf(seen) }),
        ...(seen.answer.status >= 400 && { body: excerpt(seen.body, 500) }),
      })),
      ...(outcomes && { behind: outcomes }),
    },
    exchanges: shown.map(exchangeOf),
  };
}

/** Exchanges whose bytes are kept; what is said of the others stands in the observation. */
const MOST = 20;

function timelineOf({ request, answer, begunAt }: SeenAnswer, exchange: number): TimelineEntry[] {
  const client = { exchange, from: 'client', at: begunAt } as const;
  const server = { exchange, from: 'server' } as const;
  return [
    { ...client, kind: 'head', text: headText(request) },
    ...(request.body.length > 0 ? [{ ...client, ...bytes(request.body) }] : []),
    ...(answer.headAt === undefined
      ? []
      : [
          {
            ...server,
            kind: 'head' as const,
            at: begunAt + answer.headAt,
            text: lines(`HTTP ${answer.status}`, answer.headers),
          },
        ]),
    ...answer.pieces.map((piece) => ({ ...server, at: begunAt + piece.at, ...bytes(piece.bytes) })),
    ...(answer.ending === 'left'
      ? [{ ...client, kind: 'gone' as const, at: begunAt + answer.endAt }]
      : [
          {
            ...server,
            kind: ENDINGS[answer.ending],
            at: begunAt + answer.endAt,
            ...(answer.problem && { text: answer.problem }),
          },
        ]),
  ];
}

const ENDINGS = { end: 'end', cut: 'cut', reset: 'reset', hung: 'stall', malformed: 'cut' } as const;

function bytes(given: Buffer) {
  return {
    kind: 'bytes',
    base64: given.subarray(0, KEPT).toString('base64'),
    length: given.length,
  } as const;
}

function headText(request: Prepared): string {
  const head = headOf(request);
  return request.http === 'http1' ? head.trimEnd() : head.trimEnd().replace(/ HTTP\/1\.1(?=\r)/, ' HTTP/2');
}

function lines(first: string, headers: readonly Header[]): string {
  return [first, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
}

function exchangeOf(seen: SeenAnswer): SeenExchange {
  const { request, answer, begunAt, operation } = seen;
  return {
    at: begunAt,
    protocol: request.http === 'http1' ? 'HTTP/1.1' : 'HTTP/2.0',
    method: request.method,
    target: request.target,
    headers: request.headers,
    body: request.body.subarray(0, KEPT).toString('base64'),
    operation,
    status: answer.status,
    responseHeaders: answer.headers,
    sent: answer.pieces.map((piece) => ({
      at: begunAt + piece.at,
      base64: bytes(piece.bytes).base64,
      length: piece.bytes.length,
    })),
    ending: endingOf(answer.ending),
    outcome: answer.ending === 'left' ? 'client-gone' : 'complete',
    finishedAt: begunAt + answer.endAt,
  };
}

function endingOf(ending: AnswerEnding): SeenExchange['ending'] {
  return ending === 'hung'
    ? 'stall'
    : ending === 'cut' || ending === 'reset'
      ? ending
      : ending === 'malformed'
        ? 'cut'
        : 'end';
}
