/** The same driver as a program: `npx tsx drivers/aws-sdk-js/main.ts`. Alone in its process, it has an environment. */
import { serveDriver } from '../../src/conformance/drivers/serve.ts';
import { awsSdk } from './driver.ts';

await serveDriver({ ...awsSdk, capabilities: [...awsSdk.capabilities, 'environment'], concurrency: 4 });
