/** The journal, read and cleared. */
import type { Context } from 'hono';
import type { Env } from '../app.ts';
import type { Exchange } from '../journal/record.ts';
import { answer } from './answers.ts';
import { ControlError } from './control-error.ts';
import type { ControlOptions } from './control-options.ts';
import { type Endpoint, sandboxOf } from './endpoint.ts';
import { readSelection, select } from './selection.ts';

export function journalEndpoints({ face, summarize, view }: ControlOptions): readonly Endpoint[] {
  const journal = (c: Context<Env>) => face(sandboxOf(c)).journal;
  return [
    {
      method: 'GET',
      path: '/journal',
      about: 'the exchanges, oldest first: ?operation= ?model= ?scenario= ?since=<request id> ?limit= ?full=true',
      example: { query: '?limit=1&full=true' },
      handle: (c) => {
        const selection = readSelection(c.req.query());
        const kept = journal(c);
        const exchanges = select(kept.raw(), selection).map((one) => (selection.full ? view(one) : summarize(one)));
        return answer(c, { exchanges, total: kept.total });
      },
    },
    {
      method: 'GET',
      path: '/journal/:requestId',
      about: 'one exchange with everything that is known of it',
      handle: (c) => answer(c, view(find(journal(c).raw(), c.req.param('requestId') ?? ''))),
    },
    {
      method: 'DELETE',
      path: '/journal',
      about: 'forgets the exchanges',
      handle: (c) => {
        const kept = journal(c);
        const cleared = kept.length;
        kept.clear();
        return answer(c, { cleared });
      },
    },
  ];
}

function find(exchanges: readonly Exchange[], requestId: string): Exchange {
  const found = exchanges.find((exchange) => exchange.requestId === requestId);
  if (found) return found;
  throw new ControlError(
    404,
    `No exchange ${JSON.stringify(requestId)} is in the journal: it was dropped, cleared, or is in another sandbox. GET /journal lists those that are.`,
  );
}
