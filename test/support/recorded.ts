/** The evidence beside the checkout in the form of this project's own recordings. */
import { toBody, toPayload } from '../../src/recordings/body.ts';
import type { HeaderPair, RecordedResponse, Recording } from '../../src/recordings/index.ts';
import type { OperationName } from '../../src/wire/operations.ts';
import type { Recording as SharedRecording } from './shared.ts';

/** No times were kept; a body that was kept as JSON is written compactly. */
export function toRecording(shared: SharedRecording): Recording {
  const { method, path, query, headers } = shared.request;
  const body = toBody(Buffer.from(requestText(shared)));
  return {
    format: 'touchstone-recording/1',
    operation: shared.operation as OperationName,
    modelId: shared.modelId ?? '',
    recordedAt: '2026-01-01T00:00:00.000Z',
    request: {
      method,
      target: query ? `${path}?${query}` : path,
      headers: headers as HeaderPair[],
      ...(body && { body }),
    },
    response: responseOf(shared),
    redacted: [],
  };
}

function responseOf({ response }: SharedRecording): RecordedResponse {
  const { status, headers, body, frames } = response;
  const recorded = toBody(Buffer.from(textOf(body)));
  return {
    atMs: 0,
    status,
    headers,
    ...(frames
      ? {
          frames: frames.map((frame) => ({
            atMs: 0,
            headers: Object.entries(frame.headers),
            payload: toPayload(Buffer.from(frame.payload)),
          })),
        }
      : recorded && { body: recorded }),
    ending: 'complete',
    endedAtMs: 0,
  };
}

/** The body as it can be sent: WireMock keeps what a request must match. */
export function requestText({ request }: SharedRecording): string {
  const text = textOf(request.body);
  if (!text.startsWith('[{"equalToJson"')) return text;
  const [{ equalToJson }] = JSON.parse(text) as [{ equalToJson: string }];
  return equalToJson;
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
}
