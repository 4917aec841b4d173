/** How the real service cuts what a model says into stream events. */
import type { FoundationModel } from '../../fixtures/foundation-model.ts';
import type { Ids } from './ids.ts';

/** In UTF-16 units; `mean` is of running English text, before `max` cuts the longest. */
interface PieceSize {
  readonly models: RegExp;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** The share of cuts that may fall inside a word. */
  readonly insideWord: number;
}

/**
 * Measured in the public recordings of openinference, openllmetry, opentelemetry-python-contrib and
 * -java-instrumentation, for Claude 4 and later in further public recordings. The last row is for all others:
 * a token a piece, as Llama, Mistral, Command R and Jamba stream.
 */
const SIZES: readonly PieceSize[] = [
  { models: /claude-3-5-sonnet/, min: 1, mean: 22, max: 65, insideWord: 0.06 },
  { models: /claude-(v2|instant|3-haiku|3-sonnet|3-opus)/, min: 1, mean: 4, max: 13, insideWord: 0.1 },
  { models: /claude-sonnet-4-2025/, min: 1, mean: 9, max: 21, insideWord: 0.06 },
  { models: /claude-(sonnet-4-5|3-)/, min: 1, mean: 9, max: 43, insideWord: 0.06 },
  { models: /claude-haiku/, min: 1, mean: 11, max: 33, insideWord: 0.06 },
  { models: /claude/, min: 1, mean: 11, max: 37, insideWord: 0.06 },
  { models: /nova/, min: 1, mean: 9, max: 37, insideWord: 0.02 },
  { models: /titan-text/, min: 60, mean: 280, max: 345, insideWord: 0.5 },
  { models: /./, min: 1, mean: 4.5, max: 14, insideWord: 0.02 },
];

/** A tool's input: 2 to 12 characters, cut anywhere (Claude 3 and 3.5, 78 recorded fragments). */
const JSON_SIZE: PieceSize = { models: /./, min: 2, mean: 6, max: 12, insideWord: 1 };

/** How far a cut moves on average to reach the end of a word, in English. */
const TO_WORD_END = 2.2;

/** Cuts text into the pieces it streams in. Together they are the text; none is empty; no grapheme is torn. */
export function pieces(text: string, model: Pick<FoundationModel, 'modelId'>, ids: Ids): string[] {
  const size = SIZES.find(({ models }) => models.test(model.modelId)) as PieceSize;
  return cut(text, size, ids);
}

/** Cuts a tool's input, already JSON, into fragments that need not be JSON. */
export function jsonPieces(json: string, ids: Ids): string[] {
  return cut(json, JSON_SIZE, ids);
}

function cut(text: string, size: PieceSize, ids: Ids): string[] {
  const grapheme = graphemeEnds(text);
  const found: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = grapheme(pieceEnd(text, start, size, ids), start);
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}

function pieceEnd(text: string, start: number, size: PieceSize, ids: Ids): number {
  const anywhere = chance(ids) < size.insideWord;
  const mean = size.mean - size.min - (anywhere ? 0 : TO_WORD_END);
  const drawn = start + size.min + Math.floor(-Math.log(1 - chance(ids)) * Math.max(mean, 0.5));
  const latest = Math.min(start + size.max, text.length);
  const end = Math.min(drawn, latest);
  if (anywhere) return text.charCodeAt(end - 1) === SPACE ? Math.min(end + 1, latest) : end;
  return wordEnd(text, end, latest);
}

/** The next end of a word, or `end` itself where none comes before `latest`. */
function wordEnd(text: string, end: number, latest: number): number {
  for (let at = end; at < latest; at++) if (isWordEnd(text, at)) return at;
  return latest === text.length ? latest : end;
}

const SPACE = 32;

/** Words carry the space before them; ideographs are words of their own. */
function isWordEnd(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before !== SPACE && (!isLetter(before) || !isLetter(after) || after >= 0x2e80);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code > 127;
}

/** Between 0 and 1, without 1. */
function chance(ids: Ids): number {
  return ids.integer(1 << 20) / (1 << 20);
}

const PLAIN = /^[\t\n\x20-\x7e]*$/;

/** Made when first needed: it takes some milliseconds, which most servers never need and every start would. */
let segmenter: Intl.Segmenter | undefined;

/** Moves a cut back to the beginning of its grapheme, or past it where that is where the piece begins. */
function graphemeEnds(text: string): (end: number, start: number) => number {
  if (PLAIN.test(text)) return (end) => end;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const segments = segmenter.segment(text);
  return (end, start) => {
    const torn = segments.containing(end);
    if (torn === undefined || torn.index === end) return end;
    return torn.index > start ? torn.index : torn.index + torn.segment.length;
  };
}
