/** What each expectation about connections and time means. */
import type { ConnectionExpectation } from '../expectation.ts';
import type { SeenExchange } from '../observation.ts';
import type { Rule } from './rule.ts';

export interface Course {
  readonly exchanges: readonly SeenExchange[];
  /** Milliseconds from the beginning of the run to the answer of the driver. */
  readonly answeredAt: number;
}

type Rules = { readonly [Is in ConnectionExpectation['is']]: Rule<Extract<ConnectionExpectation, { is: Is }>, Course> };

export const CONNECTION_RULES: Rules = {
  'closed-by-client': {
    says: ({ withinMs }) => `the client closes the connection or the stream within ${withinMs} ms`,
    check({ withinMs }, { exchanges, answeredAt }) {
      const open = exchanges.find(({ outcome }) => outcome !== 'client-gone');
      if (exchanges.length === 0) return [false, 'no request at all'];
      if (open) return [false, open.outcome === 'pending' ? 'it stays open' : `the answer was ${open.outcome}`];
      const late = Math.max(...exchanges.map(({ finishedAt = 0 }) => finishedAt - answeredAt));
      return [late <= withinMs, `closed ${Math.max(0, Math.round(late))} ms after the call ended`];
    },
  },
  waited: {
    says: ({ atLeastMs }) => `the next attempt comes no sooner than ${atLeastMs} ms after the answer`,
    check({ atLeastMs }, { exchanges }) {
      const pauses = exchanges.slice(1).map(({ at }, index) => at - (exchanges[index]?.finishedAt ?? at));
      if (pauses.length === 0) return [true, 'no second attempt'];
      const shortest = Math.min(...pauses);
      return [shortest >= atLeastMs, `after ${Math.round(shortest)} ms`];
    },
  },
  'took-at-most': {
    says: ({ ms }) => `the call ends within ${ms} ms`,
    check: ({ ms }, { answeredAt }) => [answeredAt <= ms, `after ${Math.round(answeredAt)} ms`],
  },
};
