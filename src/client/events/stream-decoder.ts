/** What is particular to the events of one kind of stream. */
import { EventStreamError } from '../errors.ts';
import type { EventMessage } from './event-message.ts';

export interface StreamDecoder<Event, Result> {
  /** What the reader is given for a message; nothing for one it need not know. Throws what the message reports. */
  read(message: EventMessage): Event | undefined;
  /** The events so far, in the shape of the whole answer as far as it goes. */
  partial(): unknown;
  /** The whole answer. Throws unless the events so far are a legal end. */
  result(): Result;
}

/** Collects events into an answer. */
export interface Fold<Event, Result> {
  add(event: Event): void;
  partial(): unknown;
  result(): Result;
}

/** Adds an event whose form nobody has checked: what the fold stumbles over is the event's fault. */
export function addTo<Event>(fold: Fold<Event, unknown>, event: Event, name: string): void {
  try {
    fold.add(event);
  } catch (cause) {
    if (cause instanceof EventStreamError) throw cause;
    throw new EventStreamError('payload', `The event ${name} of the stream lacks what it must have.`, {
      cause,
      body: event,
    });
  }
}

export function noTerminalEvent(missing: string): EventStreamError {
  return new EventStreamError('no-terminal-event', `The stream ended without ${missing}: the answer is not complete.`);
}
