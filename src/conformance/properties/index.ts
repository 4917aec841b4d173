/** All properties of clients. */
import { GRAMMAR, SAME_MESSAGE } from './messages.ts';
import type { AnyProperty } from './property.ts';
import { BOUNDED, SIGNATURE, UNICODE } from './requests.ts';
import { CORRUPTION, PARTITION, TRUNCATION } from './streams.ts';

export const PROPERTIES: readonly AnyProperty[] = [
  SIGNATURE,
  UNICODE,
  PARTITION,
  CORRUPTION,
  GRAMMAR,
  SAME_MESSAGE,
  TRUNCATION,
  BOUNDED,
];
