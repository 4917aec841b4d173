/** What an exchange of the double says of a request, for the real service and for the recording. */
import type { Exchange } from '../../mock-server/journal/record.ts';
import { pairsOf } from '../../mock-server/journal/redact.ts';
import { splitTarget } from '../../mock-server/sandbox.ts';
import { toBody } from '../body.ts';
import { type HeaderPair, type RecordedResponse, type Recording, RECORDING_FORMAT } from '../recording.ts';
import type { ClientRequest } from './outbound.ts';

/** Of a request that came as far as the scenarios, so that its operation is known. */
export function clientRequest(exchange: Exchange): ClientRequest {
  const { method, body } = exchange.request;
  const { service } = exchange.operation!;
  return { service, method, body, target: targetOf(exchange), headers: headersOf(exchange) };
}

export function recordingOf(exchange: Exchange, response: RecordedResponse): Recording {
  const body = toBody(exchange.request.body);
  return {
    format: RECORDING_FORMAT,
    operation: exchange.operation!.name,
    modelId: exchange.matching?.input()?.ask.modelId ?? '',
    recordedAt: new Date(exchange.receivedAt).toISOString(),
    request: {
      method: exchange.request.method,
      target: targetOf(exchange),
      headers: headersOf(exchange),
      ...(body && { body }),
    },
    response,
    redacted: [],
  };
}

/** Without the prefix of a sandbox, which the real service does not know. */
function targetOf({ request }: Exchange): string {
  const { path, query } = splitTarget(request.target);
  return query === '' ? path : `${path}?${query}`;
}

/** Without the pseudo-headers of HTTP/2, which say what `method` and `target` say. */
function headersOf({ request }: Exchange): readonly HeaderPair[] {
  return pairsOf(request.rawHeaders).filter(([name]) => !name.startsWith(':'));
}
