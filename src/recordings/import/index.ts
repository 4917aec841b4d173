/** What people already have, as recordings. */
import type { Recording } from '../recording.ts';
import { toRecording } from './convert.ts';
import { readHar } from './har.ts';
import { readNock } from './nock.ts';
import { ImportError, type TakenExchange } from './taken.ts';
import { readVcrpy } from './vcrpy.ts';

export { ImportError } from './taken.ts';

/** Formats by the tool that made them famous. */
export const IMPORT_FORMATS = ['vcrpy', 'har', 'nock'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const READERS: Readonly<Record<ImportFormat, (text: string) => TakenExchange[]>> = {
  vcrpy: readVcrpy,
  har: readHar,
  nock: readNock,
};

export interface ImportOptions {
  /** Default: told from the text. */
  readonly format?: ImportFormat | undefined;
  /** For what has no time of its own. Default: now. */
  readonly now?: Date;
}

export interface Imported {
  /** In the order of the file; nothing is redacted yet. */
  readonly recordings: readonly Recording[];
  /** How many exchanges were with other services, or without an answer. */
  readonly passedOver: number;
}

/**
 * Reads a cassette of vcrpy, an HTTP archive or a fixture of nock.
 *
 * @throws ImportError that says what is wrong with the text.
 */
export function importRecordings(text: string, { format, now = new Date() }: ImportOptions = {}): Imported {
  const taken = READERS[format ?? formatOf(text)](text);
  const recordings = taken.map((one) => toRecording(one, now)).filter((one) => one !== undefined);
  return { recordings, passedOver: taken.length - recordings.length };
}

/** Each has a beginning of its own; JSON may be YAML too, so vcrpy's comes last. */
const BEGINNINGS: readonly (readonly [ImportFormat, RegExp])[] = [
  ['nock', /^\s*\[/],
  ['har', /^\s*\{\s*"log"\s*:/],
  ['vcrpy', /^\s*\{\s*"(?:interactions|version)"\s*:|^(?:interactions|version):/m],
];

function formatOf(text: string): ImportFormat {
  const found = BEGINNINGS.find(([, beginning]) => beginning.test(text));
  if (found) return found[0];
  throw new ImportError(
    'it is neither a cassette of vcrpy (interactions: …) nor an HTTP archive ({"log": …}) nor a fixture of nock ([…])',
  );
}
