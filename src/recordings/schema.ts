/** The JSON Schema of a recording, draft 2020-12. */
import { documentSchema } from '../mock-server/matching/schema.ts';
import { RECORDING } from './shape.ts';

export function recordingSchema(): object {
  return documentSchema('Recording of Touchstone', RECORDING);
}
