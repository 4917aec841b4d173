/** What entries of the service model are made of, since most of them are rows of a table. */
import { BOTH, CLIENT, type Entry, type Passage, SERVER, type Side, type Untested } from '../requirement.ts';

export const passageOf = (section: string): Passage => ({
  document: 'Service model bedrock-runtime 2023-09-30',
  section,
  url: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html',
});

/** Slugs, or why there are none. */
export type Trial = readonly string[] | Untested;
export type Trials = Readonly<Record<Side, Trial>>;

interface Sentence {
  /** Without the name of the source. */
  readonly id: string;
  readonly says: string;
}

export function entry({ id, says }: Sentence, binds: readonly Side[], trial: Trial): Entry {
  const sentence = { id: `service-model/${id}`, binds, says };
  return 'why' in trial ? { ...sentence, none: trial } : { ...sentence, cases: trial };
}

/** One entry where both sides are tried, or neither for the same reason; else one for each. */
export function forBoth({ id, says }: Sentence, { client, server }: Trials): Entry[] {
  if (client === server) return [entry({ id, says }, BOTH, client)];
  if (!('why' in client) && !('why' in server)) return [entry({ id, says }, BOTH, [...client, ...server])];
  return [entry({ id: `${id}/client`, says }, CLIENT, client), entry({ id: `${id}/server`, says }, SERVER, server)];
}
