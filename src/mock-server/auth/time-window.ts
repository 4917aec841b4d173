/** How far the time a request states may be from the server's. */
import type { Refusal } from '../exchange.ts';
import { type FrontDoor, refuse } from './front-door.ts';
import { basicTimestamp } from './timestamps.ts';

const MINUTE = 60_000;
/** A week, in seconds: the longest time an AWS SDK presigns for. */
const LONGEST_PRESIGNED = 604_800;

export interface WindowOptions {
  readonly nowMs: number;
  /** `X-Amz-Expires` of a presigned request, in seconds. */
  readonly expires: string | undefined;
}

/** Refuses a time, in milliseconds since the epoch, that has passed or is not yet; both are compared by the second. */
export function checkWindow(door: FrontDoor, time: number, { nowMs, expires }: WindowOptions): Refusal | undefined {
  const now = Math.floor(nowMs / 1000) * 1000;
  const window = door.windowMinutes * MINUTE;
  const lifetime = presignedLifetime(expires) ?? window;
  if (time < now - lifetime) return expired(door, { time, now, lifetime });
  return time > now + window ? notYetCurrent(door, { time, now, window }) : undefined;
}

/** `X-Amz-Expires` where it is a number; that services other than S3 heed it is not verified. */
function presignedLifetime(expires: string | undefined): number | undefined {
  if (expires === undefined || !/^\d+$/.test(expires)) return undefined;
  return Math.min(Number(expires), LONGEST_PRESIGNED) * 1000;
}

/** Recorded from Bedrock in open-telemetry/opentelemetry-js-contrib. */
function expired(door: FrontDoor, at: { time: number; now: number; lifetime: number }): Refusal {
  const now = basicTimestamp(at.now);
  const limit = `${basicTimestamp(at.now - at.lifetime)} (${now} - ${at.lifetime / MINUTE} min.)`;
  return refuse(door, 'signature', {
    message: `Signature expired: ${basicTimestamp(at.time)} is now earlier than ${limit}`,
    reason: `The request was signed ${(at.now - at.time) / 1000} s before the server's time, ${now}. ${CLOCK}`,
  });
}

/** Quoted from other services of the same front door; not verified on Bedrock. */
function notYetCurrent(door: FrontDoor, at: { time: number; now: number; window: number }): Refusal {
  const now = basicTimestamp(at.now);
  const limit = `${basicTimestamp(at.now + at.window)} (${now} + ${at.window / MINUTE} min.)`;
  return refuse(door, 'signature', {
    message: `Signature not yet current: ${basicTimestamp(at.time)} is still later than ${limit}`,
    reason: `The request was signed ${(at.time - at.now) / 1000} s after the server's time, ${now}. ${CLOCK}`,
  });
}

const CLOCK = "Set the client's clock right, or give the server the clock the client signs with.";
