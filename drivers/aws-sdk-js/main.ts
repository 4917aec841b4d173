/** The same driver as a program, over one version of HTTP: `npx tsx drivers/aws-sdk-js/main.ts http1`. */
import { serveDriver } from '../../src/conformance/drivers/serve.ts';
import { awsSdk } from './driver.ts';

/** `http2` is the client as it comes, `http1` the client with a `NodeHttpHandler`. */
const other = process.argv[2] === 'http1' ? 'http2' : 'http1';
const capabilities = awsSdk.capabilities.filter((one) => one !== other);

// Alone in its process, it has an environment.
await serveDriver({ ...awsSdk, capabilities: [...capabilities, 'environment'], concurrency: 4 });
