/** This project's own client as a program: `npx tsx drivers/reference/main.ts runtime`, or `anthropic`. */
import { Skip } from '../../src/conformance/drivers/driver.ts';
import { referenceAnthropic, referenceRuntime } from '../../src/conformance/drivers/reference.ts';
import { serveDriver } from '../../src/conformance/drivers/serve.ts';

/** Longer than the kit waits for any call. */
const LIMIT_MS = 600_000;

const driver = process.argv[2] === 'anthropic' ? referenceAnthropic() : referenceRuntime();

await serveDriver({
  ...(await driver.start()),
  concurrency: 4,
  async run(request) {
    const answer = await driver.run(request, LIMIT_MS);
    if (answer.type === 'observation') return answer.observation;
    if (answer.type === 'skipped') throw new Skip(answer.reason);
    throw new Error(answer.type === 'errored' ? answer.message : 'it never ended');
  },
  stop: () => driver.stop(),
});
