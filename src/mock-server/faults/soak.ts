/** Faults at random for soak runs, drawn with the sandbox's seed. */
import type { Fault } from '../../fixtures/scenario.ts';
import type { ModelledExceptionName } from '../../wire/errors.ts';
import type { Random } from '../random.ts';

/** An error in place of the answer, or something that happens to the answer on its way. */
export type SoakFault = { readonly error: ModelledExceptionName } | { readonly fault: Fault };

/** What befalls Bedrock clients in practice. No stall: a soak run should end. */
const BEFORE: readonly SoakFault[] = [
  { error: 'ThrottlingException' },
  { error: 'ThrottlingException' },
  { error: 'ServiceUnavailableException' },
  { error: 'InternalServerException' },
  { error: 'ModelTimeoutException' },
  { fault: { reset: { byte: 0 } } },
];

const WITHIN: readonly SoakFault[] = [
  { fault: { exception: 'throttlingException' } },
  { fault: { exception: 'modelStreamErrorException' } },
  { fault: { exception: 'internalServerException' } },
  { fault: { cut: { byte: 200 } } },
  { fault: { reset: { byte: 300 } } },
  { fault: { end: { event: 2 } } },
  { fault: { corrupt: 'message-crc', event: 1 } },
];

/** @param rate the share of answers that something befalls, 0 to 1. */
export function drawSoakFault(rate: number, streams: boolean, random: Random): SoakFault | undefined {
  if (random() >= rate) return undefined;
  const faults = streams ? [...BEFORE, ...WITHIN] : BEFORE;
  return faults[Math.floor(random() * faults.length)];
}
