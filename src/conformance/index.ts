/** The conformance kit: the whole public face of this folder for clients under test. */
export { CAPABILITIES, type Capability, type CaseInfo, type ClientCase, type ClientVariant } from './case.ts';
export { CLIENT_CASES, STRUCK } from './cases/client/index.ts';
export { type Conformance, conformClient, type ConformOptions, type Progress } from './client/conform.ts';
export { type ClientConformanceDefinition, defineClientConformance } from './client/define.ts';
export { type CommandOptions, conformCommand } from './command/conform-command.ts';
export {
  type ClientDriver,
  DriverError,
  type DriverFunction,
  type DriverInfo,
  type RunRequest,
  Skip,
} from './drivers/driver.ts';
export { inProcess } from './drivers/in-process.ts';
export { serveDriver } from './drivers/serve.ts';
export { subprocess, type SubprocessOptions } from './drivers/subprocess.ts';
export { compareWithKnown, type Deviations, type KnownFailure, readKnownFailures } from './known-failures.ts';
export type { ClientObservation, ObservedError, ToolCall } from './observation.ts';
export { casesOf, type Profile, PROFILES, propertiesOf } from './profiles.ts';
export { PROPERTIES } from './properties/index.ts';
export { REQUIREMENTS, type Requirement } from './requirements/index.ts';
export type { Evidence, Finding, RunResult, SubjectInfo, TimelineEntry, Verdict } from './verdict.ts';
