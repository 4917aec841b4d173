/** What recorders kept, each in its own way. */
import type { Recording } from '../support/shared.ts';

export type { Recording };
export { requestText } from '../support/recorded.ts';

export function headerOf({ response }: Recording, name: string): string | undefined {
  return response.headers.find(([written]) => written.toLowerCase() === name)?.[1];
}

/** When it was recorded, as far as the recorder kept it. */
export function dateOf(recording: Recording): Date | undefined {
  const date = headerOf(recording, 'date');
  return date === undefined ? undefined : new Date(date);
}
