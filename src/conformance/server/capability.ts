/** What a server can be asked, as the options of a run declare it. A case whose needs are not all declared is skipped. */

export const SERVER_CAPABILITIES = {
  http1: 'speaks HTTP/1.1',
  http2: 'speaks HTTP/2: over TLS by ALPN, over http:// by prior knowledge',
  h2c: 'speaks HTTP/1.1 and HTTP/2 on one port without TLS',
  InvokeModel: 'serves InvokeModel',
  InvokeModelWithResponseStream: 'serves InvokeModelWithResponseStream',
  Converse: 'serves Converse',
  ConverseStream: 'serves ConverseStream',
  CountTokens: 'serves CountTokens',
  ApplyGuardrail: 'serves ApplyGuardrail',
  tools: 'its model takes tools',
  sigv4: 'verifies signatures',
  'one-region': 'stands for one region, and refuses a signature for another',
  'known-models': 'refuses model ids it does not know',
  'session-token': 'knows the temporary keys of the run',
  bearer: 'knows the API key of the run',
  scripting: 'what it answers can be scripted: it is a double of Touchstone, or a gateway with one behind it',
} as const;

export type ServerCapability = keyof typeof SERVER_CAPABILITIES;
