/** All cases for clients, in the order in which they are told. */
import type { ClientCase } from '../../case.ts';
import { CS } from './cs.ts';
import { END } from './end.ts';
import { ERR } from './err.ts';
import { ES } from './es.ts';
import { EXC } from './exc.ts';
import { IS } from './is.ts';
import { type Draft, orInvoking } from './parts.ts';
import { REQ } from './req.ts';
import { RETRY } from './retry.ts';
import { SIG } from './sig.ts';
import { TIME } from './time.ts';
import { UN } from './un.ts';

/** Their variants are of all four operations already. */
const COVERS_ALL: ReadonlySet<string> = new Set(['sig/valid', 'sig/bearer', 'err/type-header']);

const DRAFTS: readonly Draft<ClientCase>[] = [
  ...UN,
  ...SIG.map((draft) => (COVERS_ALL.has(draft.slug) ? draft : orInvoking(draft))),
  ...[REQ, ES, CS, IS].flat(),
  ...ERR.map((draft) => (COVERS_ALL.has(draft.slug) ? draft : orInvoking(draft))),
  ...[EXC, END].flat(),
  ...RETRY.map(orInvoking),
  ...TIME.map(orInvoking),
];

export const CLIENT_CASES: readonly ClientCase[] = DRAFTS.map((draft) => ({
  revision: 1,
  ...draft,
  subject: 'client',
}));

/**
 * Tried before all others, of each list the first that the client can try: an answer, a stream, an error. Who fails at
 * all three has a broken driver, or cannot reach the stage.
 */
export const SMOKE: readonly (readonly string[])[] = [
  ['un/converse', 'sig/valid', 'sig/bearer'],
  ['cs/text', 'is/base64'],
  ['err/type-header', 'err/text-500'],
];

/** Candidates that were not built, and why. Their slugs are not free for others. */
export const STRUCK: readonly { readonly slug: string; readonly reason: string }[] = [
  {
    slug: 'sig/suite',
    reason:
      'A signer alone cannot be driven through a client: no client under test takes a date and a host of its own. The wire proves the same: sig/valid and the property of signatures let the double verify what was sent.',
  },
  {
    slug: 'req/no-blank-text',
    reason:
      'Only a framework that keeps a conversation of its own can leave a block out of it; what a client of the operations is told to send, it must send. No driver can express such a conversation.',
  },
  {
    slug: 'es/partition-property',
    reason:
      'Built as the property of the same name, over random partitions; two fixed ones are es/split-every-byte and es/coalesced.',
  },
];
