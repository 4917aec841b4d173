/**
 * What the service model says shape by shape: operations, exceptions, members of streams, headers, required members,
 * constraints. Of the operations that are tried it is complete, which a test compares with the model itself.
 */
import type { Requirement } from '../requirement.ts';
import { ANSWER_ENTRIES } from './answers.ts';
import { EXCEPTION_ENTRIES } from './exceptions.ts';
import { HEADER_ENTRIES } from './headers.ts';
import { OPERATION_ENTRIES } from './operations.ts';
import { REQUEST_ENTRIES } from './requests.ts';
import { STREAM_ENTRIES } from './streams.ts';

export const SHAPES: readonly Requirement[] = [
  ...OPERATION_ENTRIES,
  ...EXCEPTION_ENTRIES,
  ...STREAM_ENTRIES,
  ...HEADER_ENTRIES,
  ...REQUEST_ENTRIES,
  ...ANSWER_ENTRIES,
];
