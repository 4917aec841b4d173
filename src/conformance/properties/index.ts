/** All properties of clients. */
import { GRAMMAR, SAME_MESSAGE } from './messages.ts';
import type { AnyProperty } from './property.ts';
import { BOUNDED, HEADERS, MODEL_ID, QUERY, SIGNATURE, UNICODE } from './requests.ts';
import { ATTEMPTS, FAULTS } from './sessions.ts';
import { CORRUPTION, PARTITION, TRUNCATION } from './streams.ts';

export const PROPERTIES: readonly AnyProperty[] = [
  SIGNATURE,
  HEADERS,
  QUERY,
  UNICODE,
  MODEL_ID,
  PARTITION,
  CORRUPTION,
  GRAMMAR,
  SAME_MESSAGE,
  TRUNCATION,
  BOUNDED,
  FAULTS,
  ATTEMPTS,
];
