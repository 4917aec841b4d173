/** What becomes of each request: the double answers it, which verifies and replays; or it is passed on and taken down. */
import type { Exchange } from '../../mock-server/journal/record.ts';
import { handle } from '../../mock-server/pipeline.ts';
import { carryToSocket, type Listener, readBody, toWireRequest } from '../../mock-server/transport/index.ts';
import type { World } from '../../mock-server/world.ts';

/** The service allows 25,000,000 bytes. */
const BODY_LIMIT = 64 * 1024 * 1024;

type PassOn = (exchange: Exchange, outgoing: Parameters<Listener>[1]) => void;

/** @param passOn what takes the requests that are right and that no scenario answers; without it they are refused. */
export function createRecordingListener(world: World, passOn: PassOn | undefined): Listener {
  return (incoming, outgoing) => {
    readBody(incoming, BODY_LIMIT, (outcome) => {
      if (outcome.kind === 'aborted') return;
      if (outcome.kind === 'too-large') return void outgoing.writeHead(413).end();
      const exchange = handle(toWireRequest(incoming, outcome.body), world);
      if (passOn && isUnanswered(exchange)) passOn(exchange, outgoing);
      else carryToSocket(exchange.answered, outgoing, exchange);
    });
  };
}

/** It came as far as the scenarios, and none of them answers it. */
function isUnanswered({ matching }: Exchange): boolean {
  return matching !== undefined && matching.outcome.scenario === undefined;
}
