/** What recorders kept, each in its own way. */
import type { Recording } from '../support/shared.ts';

export type { Recording };

export function headerOf({ response }: Recording, name: string): string | undefined {
  return response.headers.find(([written]) => written.toLowerCase() === name)?.[1];
}

/** When it was recorded, as far as the recorder kept it. */
export function dateOf(recording: Recording): Date | undefined {
  const date = headerOf(recording, 'date');
  return date === undefined ? undefined : new Date(date);
}

/** The body as it can be sent: WireMock keeps what a request must match. */
export function requestText({ request }: Recording): string {
  const text = request.body as string;
  if (!text.startsWith('[{"equalToJson"')) return text;
  const [{ equalToJson }] = JSON.parse(text) as [{ equalToJson: string }];
  return equalToJson;
}
