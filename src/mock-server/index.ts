/** The double: the whole public face of this folder. */
export { type Address, Bedrock, createBedrock, type ListenOptions } from './bedrock.ts';
export type { BedrockOptions } from './options.ts';
export { JournalFace, SandboxFace, Scenarios } from './sandbox-face.ts';
export type { AuthMode, BearerKey, Caller, Credentials } from './auth/index.ts';
export { EXAMPLE_CREDENTIALS } from './auth/index.ts';
export type { ExchangeView } from './journal/view.ts';
export type { ExchangeSummary } from './journal/view.ts';
export {
  loadScenarioFiles,
  loadScenarios,
  type Problem,
  readScenarios,
  ScenarioError,
  scenarioSchema,
} from './matching/index.ts';
