/** From what another tool took down to a recording. */
import { resolveRoute } from '../../mock-server/operations/route.ts';
import { toBody } from '../body.ts';
import { type Recording, RECORDING_FORMAT } from '../recording.ts';
import { Tape } from '../record/tape.ts';
import type { TakenExchange } from './taken.ts';

/** Undefined for an exchange that is none with Bedrock, or that nobody answered: browsers write status 0 for that. */
export function toRecording(taken: TakenExchange, now: Date): Recording | undefined {
  const { request, response } = taken;
  const { pathname, search } = request.url;
  const wire = { ...request, target: pathname + search, protocol: 'http/1.1', rawHeaders: [] } as const;
  const route = resolveRoute(wire, pathname, search.slice(1));
  if (!route || response.status < 100) return undefined;
  const body = toBody(request.body);
  return {
    format: RECORDING_FORMAT,
    operation: route.operation.name,
    modelId: route.label,
    recordedAt: (taken.startedAt ?? dateOf(response.headers) ?? now).toISOString(),
    request: {
      method: request.method,
      target: wire.target,
      headers: request.headers,
      ...(body && { body }),
    },
    response: played(taken),
    redacted: [],
  };
}

/** Everything came at once, as far as such files tell. */
function played({ response, durationMs = 0 }: TakenExchange): Recording['response'] {
  const tape = new Tape(() => durationMs);
  tape.head(response.status, response.headers);
  tape.chunk(response.body);
  return tape.end('complete');
}

function dateOf(headers: TakenExchange['response']['headers']): Date | undefined {
  const date = new Date(headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}
