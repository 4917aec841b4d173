/** One request on its way through the pipeline, with everything the stages' composition needs. */
import type { WireRequest } from './exchange.ts';
import type { Exchange } from './journal/record.ts';
import type { HeadContext } from './rendering/heads.ts';
import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

export interface Call {
  readonly request: WireRequest;
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly exchange: Exchange;
  /** The target without sandbox prefix and query, percent-escapes kept. */
  readonly path: string;
  /** As sent, without its question mark. */
  readonly query: string;
  readonly head: HeadContext;
}
