/** Passes a verified request on to the real service, the answer back, and hands over what was taken down. */
import { timeline } from '../../mock-server/faults/index.ts';
import type { Exchange } from '../../mock-server/journal/record.ts';
import { httpDate } from '../../mock-server/rendering/heads.ts';
import { renderRefusal } from '../../mock-server/rendering/refusal.ts';
import { carryToSocket, type Outgoing, sinkOf } from '../../mock-server/transport/index.ts';
import type { Signer } from './identity.ts';
import type { Keeper, Kept } from './keeper.ts';
import { toOutbound } from './outbound.ts';
import { type Passed, passOn } from './passage.ts';
import { clientRequest, recordingOf } from './recording-of.ts';
import { Tape } from './tape.ts';
import { unreachable } from './unreachable.ts';
import type { Upstream } from './upstream.ts';

export interface RecordingMeans {
  readonly address: URL;
  readonly upstream: Upstream;
  readonly signer: Signer;
  readonly keeper: Keeper;
  readonly stalledAfterMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export type Outcome = Kept | { readonly kind: 'not-recorded'; readonly exchange: Exchange; readonly reason: string };

/** Never rejects: what goes wrong is an outcome, and where the client has no answer yet it gets one. */
export async function passAndKeep(exchange: Exchange, outgoing: Outgoing, means: RecordingMeans): Promise<Outcome> {
  const number = means.keeper.number();
  const startedAt = means.now();
  const tape = new Tape(() => means.now() - startedAt);
  const passed = await attempt(exchange, { outgoing, means, tape });
  if (passed.kind === 'unreachable') return refuse(exchange, outgoing, { means, error: passed.error });
  if (passed.kind === 'nothing') return { kind: 'not-recorded', exchange, reason: passed.reason };
  try {
    return await means.keeper.keep(recordingOf(exchange, tape.end(passed.ending)), number);
  } catch (cause) {
    return { kind: 'not-recorded', exchange, reason: (cause as Error).message };
  }
}

interface Course {
  readonly outgoing: Outgoing;
  readonly means: RecordingMeans;
  readonly tape: Tape;
}

/** A request that cannot be signed comes no further than one whose service is not there. */
async function attempt(exchange: Exchange, { outgoing, means, tape }: Course): Promise<Passed> {
  const { address: upstream, signer, clock } = means;
  try {
    const outbound = await toOutbound(clientRequest(exchange), {
      upstream,
      authoriser: signer.authoriser,
      now: clock(),
    });
    return await passOn(outbound, { ...means, sink: sinkOf(outgoing), tape });
  } catch (cause) {
    return { kind: 'unreachable', error: cause as Error };
  }
}

interface Failure {
  readonly means: RecordingMeans;
  readonly error: Error;
}

function refuse(exchange: Exchange, outgoing: Outgoing, { means, error }: Failure): Outcome {
  const refusal = unreachable(means.address.origin, error);
  const context = {
    date: httpDate(means.clock()),
    requestId: exchange.requestId,
    service: exchange.operation!.service,
  };
  const silent = { wrote: () => {}, finished: () => {} };
  carryToSocket(
    timeline(renderRefusal(refusal, context), {}, () => 0),
    outgoing,
    silent,
  );
  return { kind: 'not-recorded', exchange, reason: refusal.message };
}
