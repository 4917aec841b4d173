/** Who may call, and how it is found out: AWS Signature Version 4 and Bedrock API keys. */
export { type Authenticator, createAuthenticator } from './authenticator.ts';
export { authorize } from './authorize.ts';
export { type BearerKey, type Caller, type Credentials, EXAMPLE_CREDENTIALS } from './identities.ts';
export type { AuthMode, AuthOptions } from './registry.ts';
