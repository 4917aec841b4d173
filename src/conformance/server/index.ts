/** Servers under test: the public face of this folder. */
export { SERVER_CAPABILITIES, type ServerCapability } from './capability.ts';
export { conformServer, EndpointError } from './conform-server.ts';
export type { ProbeCase, ServerRequest } from './request.ts';
export type { ServerConformanceOptions, ServerKey } from './settings.ts';
export type { ServerSeen } from './seen.ts';
