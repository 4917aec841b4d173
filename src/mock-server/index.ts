/** The double: the whole public face of this folder. */
export { type Address, Bedrock, createBedrock, type ListenOptions } from './bedrock.ts';
export type { BedrockOptions } from './options.ts';
export { JournalFace, SandboxFace, Scenarios } from './sandbox-face.ts';
export type {
  BedrockRequestHandler,
  RequestHandlerOptions,
  SmithyAbortSignal,
  SmithyCallOptions,
  SmithyRequest,
  SmithyResponse,
} from './smithy.ts';
export type { AuthMode, BearerKey, Caller, Credentials } from './auth/index.ts';
export { EXAMPLE_CREDENTIALS } from './auth/index.ts';
export type { Exchange } from './journal/record.ts';
export { isUnscripted, type JudgedExchange, type Search, searchExchanges } from './journal-search.ts';
export { type ExchangeHeadline, headlineOf } from './journal/headline.ts';
export { type ExchangeSummary, type ExchangeView, summarizeExchange, viewExchange } from './journal/view.ts';
export { NamedSandbox } from './named-sandbox.ts';
export {
  type Filter,
  formatProblem,
  loadScenarioFiles,
  loadScenarios,
  type Problem,
  readScenarios,
  ScenarioError,
  scenarioSchema,
} from './matching/index.ts';
export { createCertificate, type TlsOptions } from './transport/index.ts';
