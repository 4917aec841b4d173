import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A request that cannot be done: thrown by an endpoint, answered by `failWith`. */
export class ControlError extends Error {
  readonly status: ContentfulStatusCode;
  /** Further members of the answered error. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: ContentfulStatusCode, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}
