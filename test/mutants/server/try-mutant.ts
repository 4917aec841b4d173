/** Runs the server suite against a mutant: what turns red. */
import { conformServer } from '../../../src/conformance/server/index.ts';
import type { RunResult } from '../../../src/conformance/verdict.ts';
import type { Mutant } from './mutant.ts';
import { API_KEY, SESSION, startMutant } from './proxy.ts';

/** The slugs of the cases of which some expectation does not hold, each once; of these cases, or of all. */
export async function brokenBy(mutant: Mutant, cases?: readonly string[]): Promise<string[]> {
  await using server = await startMutant(mutant);
  const results = await conformServer({
    endpoint: server.url,
    session: SESSION,
    apiKey: API_KEY,
    ...(mutant.http !== 'http2' && { control: 'self' }),
    timeoutMs: 3_000,
    ...(cases && { cases }),
    http: [mutant.http ?? 'http1'],
    ...(mutant.http === 'http2' ? { without: ['http1', 'h2c'] } : mutant.name !== 'no-h2c' && { without: ['h2c'] }),
  });
  return [...new Set(results.filter(isRed).map((result) => result.case.slug))];
}

function isRed({ verdict, findings }: RunResult): boolean {
  return verdict === 'UNTESTABLE' || findings.some(({ holds }) => !holds);
}
