/** What a run of the suite may cost, and what it has cost so far, by estimate. */

export interface Spent {
  /** US dollars, by estimate. */
  readonly usd: number;
  readonly maxUsd: number;
  /** Requests that were sent. */
  readonly requests: number;
  /** Why nothing more is sent, once the next run could have gone over the limit. */
  readonly stopped?: string;
}

export interface Budget {
  /** Undefined, or why so much more may not be spent. Once it was no, it stays so. */
  readonly refuse: (usd: number) => string | undefined;
  /** Whether so much more could be spent; asks, and stops nothing. */
  readonly allows: (usd: number) => boolean;
  readonly spend: (usd: number) => void;
  readonly spent: () => Spent;
}

export function createBudget(maxUsd: number): Budget {
  let [usd, requests] = [0, 0];
  let stopped: string | undefined;
  const allows = (more: number) => usd + more <= maxUsd;
  return {
    allows,
    refuse(more) {
      if (!allows(more)) {
        stopped ??= `not tried, for the money: ${dollars(usd)} of ${dollars(maxUsd)} are spent by estimate, and the next run could cost up to ${dollars(more)}`;
      }
      return stopped;
    },
    spend(more) {
      usd += more;
      requests += 1;
    },
    spent: () => ({ usd, maxUsd, requests, ...(stopped !== undefined && { stopped }) }),
  };
}

/** To six places, since most requests cost less than a hundredth of a cent: `$0.000213`. */
export function dollars(usd: number): string {
  return `$${usd.toFixed(6).replace(/0{1,4}$/, '')}`;
}
