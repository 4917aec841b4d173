/** From the options of `touchstone serve` to those of the double. */
import type { Timing } from '../fixtures/index.ts';
import type { BedrockOptions, Credentials } from '../mock-server/index.ts';
import { parseCredentialsFile } from './credentials.ts';
import { readTextFile } from './files.ts';
import type { Log } from './log.ts';
import type { Parsed } from './options.ts';
import type { SERVE_OPTIONS } from './serve-options.ts';
import { CommandError } from './terminal.ts';

export type ServeValues = Parsed<typeof SERVE_OPTIONS>['values'];

/** All but the scenarios and TLS. @throws CommandError for a file of credentials that cannot be used. */
export async function bedrockOptions(values: ServeValues, log: Log): Promise<BedrockOptions> {
  const files = await Promise.all((values['credentials-file'] ?? []).map(readCredentialsFile));
  return defined({
    auth: values.auth,
    credentials: [...files.flat(), ...(values.credentials ?? [])],
    bearerKeys: values['api-key']?.map((token) => ({ token })),
    regions: values.region,
    validation: values['no-validation'] ? false : undefined,
    strict: values.strict,
    lifecycle: values.lifecycle,
    timing: timingOf(values),
    faultRate: values['fault-rate'],
    seed: values.seed,
    journal: values.journal === undefined ? undefined : { entries: values.journal },
    controlToken: values['control-token'],
    graceMs: values.grace,
    onExchange: log.exchange,
    onMisuse: log.misuse,
  });
}

function timingOf({ ttft, tps, jitter }: ServeValues): Timing | undefined {
  const timing = defined<Timing>({ timeToFirstToken: ttft, tokensPerSecond: tps, jitter });
  return Object.keys(timing).length === 0 ? undefined : timing;
}

type Undefinable<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What is not given is left to the default. */
function defined<T extends object>(options: Undefinable<T>): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

async function readCredentialsFile(file: string): Promise<readonly Credentials[]> {
  const text = await readTextFile(file);
  try {
    return parseCredentialsFile(text, file);
  } catch (cause) {
    throw new CommandError((cause as Error).message, { cause });
  }
}
