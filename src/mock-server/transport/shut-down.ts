/**
 * Tells an answer that ended early whose doing it was: the port notes here the connections it closes itself, and the
 * carriage of an answer looks them up. Weak, so it holds nothing alive.
 */
const closedByPort = new WeakSet<object>();

/** Notes that the port is about to destroy this socket or HTTP/2 session. */
export function noteShutDown(connection: object): void {
  closedByPort.add(connection);
}

export function isShutDown(connection: object | undefined): boolean {
  return connection !== undefined && closedByPort.has(connection);
}
