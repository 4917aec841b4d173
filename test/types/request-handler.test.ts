/** What TypeScript knows of the in-process forms; `tsc --noEmit` is the test, and running it shows nothing more. */
import { BedrockClient, type BedrockClientConfig } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import AnthropicBedrock from '@anthropic-ai/bedrock-sdk';
import { expectTypeOf, it } from 'vitest';
import type { Bedrock, BedrockRequestHandler } from '../../src/index.ts';

declare const bedrock: Bedrock;

/** Of what a client takes as its handler, only a handler in being: options for its own handler would take any object. */
type HandlerOf<Config extends { requestHandler?: unknown }> = Extract<
  NonNullable<Config['requestHandler']>,
  { handle: (...given: never) => unknown }
>;

it('is a request handler to each client of the AWS SDK', () => {
  expectTypeOf<BedrockRequestHandler>().toExtend<HandlerOf<BedrockRuntimeClientConfig>>();
  expectTypeOf<BedrockRequestHandler>().toExtend<HandlerOf<BedrockClientConfig>>();
  expectTypeOf<BedrockRequestHandler>().toExtend<HandlerOf<STSClientConfig>>();
});

it('needs no cast', () => {
  const clients = () => [
    new BedrockRuntimeClient({ requestHandler: bedrock.requestHandler() }),
    new BedrockClient({ requestHandler: bedrock.requestHandler({ requestTimeout: 1_000 }) }),
    new STSClient({ requestHandler: bedrock.sandbox('one').requestHandler({ socketTimeout: 1_000 }) }),
    new AnthropicBedrock({ fetch: bedrock.fetch }),
  ];
  expectTypeOf(clients).toBeFunction();
});

it('refuses options it does not know', () => {
  // @ts-expect-error there are no sockets
  const handler = () => bedrock.requestHandler({ maxSockets: 5 });
  expectTypeOf(handler).toBeFunction();
});
