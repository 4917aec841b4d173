/**
 * The fast path of rendering: a scripted reply is written out once, and after that only its identifiers are new. A stream of
 * 60 events takes a tenth of the time so; where it is cut and how it is padded stays as it was drawn the first time.
 */
import type { Ids } from './ids.ts';
import { type Drawn, recordingIds } from './recording-ids.ts';

/** One JSON text of an answer: the body, or the payload of one event. */
export interface Text {
  readonly text: string;
  /** The event's type, where it has one of its own. */
  readonly type?: string;
  /** How much of the output it says, in characters, for pacing. */
  readonly length: number;
}

/** An answer's texts and their bytes, one part a text. */
export interface Written {
  readonly texts: readonly Text[];
  readonly parts: readonly Buffer[];
}

/** What is to be written, and how. */
export interface Writing {
  readonly ids: Ids;
  texts(ids: Ids): readonly Text[];
  encode(text: Text, ids: Ids): Buffer;
}

interface Remembered extends Written {
  readonly drawn: readonly Drawn[];
  /** Which texts hold an identifier. */
  readonly changing: readonly number[];
}

/** Kept for so many requests that ask for the same reply in different circumstances. */
const VARIANTS = 20;

export class RenditionMemory {
  /** By the scripted answer, which lives as long as its scenario, and then by circumstances. */
  readonly #known = new WeakMap<object, Map<string, Remembered>>();

  /** @param circumstances whatever the texts depend on besides the reply itself and identifiers. */
  write(reply: object, circumstances: string, writing: Writing): Written {
    const variants = this.#variantsOf(reply);
    const known = variants.get(circumstances);
    if (known) return withNewIds(known, writing);
    const { ids, drawn } = recordingIds(writing.ids);
    const written = writeOut({ ...writing, ids });
    const remembered = remember(written, drawn);
    if (remembered && variants.size < VARIANTS) variants.set(circumstances, remembered);
    return written;
  }

  #variantsOf(reply: object): Map<string, Remembered> {
    let variants = this.#known.get(reply);
    if (!variants) this.#known.set(reply, (variants = new Map()));
    return variants;
  }
}

export function writeOut({ ids, texts, encode }: Writing): Written {
  const written = texts(ids);
  return { texts: written, parts: written.map((text) => encode(text, ids)) };
}

/** Nothing, where an identifier does not stand in a text as it was drawn: it could not be found again. */
function remember(written: Written, drawn: readonly Drawn[]): Remembered | undefined {
  const { texts } = written;
  if (!drawn.every(({ value }) => texts.some(({ text }) => text.includes(value)))) return undefined;
  const changing = texts.flatMap(({ text }, i) => (drawn.some(({ value }) => text.includes(value)) ? [i] : []));
  return { ...written, drawn, changing };
}

function withNewIds({ texts, parts, drawn, changing }: Remembered, { ids, encode }: Writing): Written {
  if (changing.length === 0) return { texts, parts };
  const fresh = drawn.map(({ again }) => again(ids));
  const renewed = parts.slice();
  for (const i of changing) {
    const old = texts[i] as Text;
    let { text } = old;
    for (let k = 0; k < drawn.length; k++) text = text.replaceAll((drawn[k] as Drawn).value, fresh[k] as string);
    renewed[i] = encode({ ...old, text }, ids);
  }
  return { texts, parts: renewed };
}
