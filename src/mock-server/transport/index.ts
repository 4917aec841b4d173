/** The transport: sockets and bytes. Requests come out of a port, answers are carried back to the client. */
export { readBody, type BodyOutcome } from './body.ts';
export type { Carriage } from './carriage.ts';
export { carryToReadable } from './carry-to-readable.ts';
export { carryToResponse } from './carry-to-response.ts';
export { carryToSocket, type CarryOptions, sinkOf } from './carry-to-socket.ts';
export { createCertificate, type CertificateOptions } from './certificate.ts';
export { fromFetch } from './from-fetch.ts';
export { fromSmithy } from './from-smithy.ts';
export { createPort, type Port, type PortOptions } from './port.ts';
export type { Sink, SinkListener } from './sink.ts';
export type { Incoming, Listener, Outgoing } from './speaker.ts';
export type { TlsOptions } from './tls.ts';
export { toWireRequest } from './wire-request.ts';
