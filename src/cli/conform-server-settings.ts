/** From the command line of `touchstone conform server` to the options of the suite. */
import type { ServerConformanceOptions } from '../conformance/server/index.ts';
import { fromEnvironment, type readLive } from './conform-server-live.ts';
import type { CONFORM_SERVER_OPTIONS } from './conform-server-options.ts';
import { parseCredentialsFile } from './credentials.ts';
import { readTextFile } from './files.ts';
import type { Parsed } from './options.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';

/** What was asked for, and where. */
export interface Asked {
  readonly values: Parsed<typeof CONFORM_SERVER_OPTIONS>['values'];
  readonly terminal: Terminal;
  /** Of a run that costs money. */
  readonly live: ReturnType<typeof readLive>;
}

/** @throws UsageError for options that do not go together. @throws CommandError for a file that cannot be read. */
export async function optionsOf({ values, terminal, live }: Asked): Promise<ServerConformanceOptions> {
  const { endpoint, subject, control, session, 'api-key': apiKey, case: cases } = values;
  if (endpoint === undefined && !live) throw new UsageError('--endpoint URL is missing');
  if (session && !session.sessionToken) throw new UsageError('--session wants KEY:SECRET:TOKEN; its token is missing');
  const { region, model, arn, guardrail, without, profile, http, shard, seed, bail, timeout } = values;
  const credentials = await credentialsOf(values);
  const ambient = live && (await fromEnvironment(values, credentials, terminal.env ?? {}));
  return defined({
    endpoint: endpoint ?? '',
    subject: subject === undefined ? undefined : { name: subject },
    credentials,
    control: control === undefined || control === 'self' ? control : { url: control },
    controlToken: values['control-token'],
    ca: values.ca === undefined ? undefined : await readTextFile(values.ca),
    connectTo: values['connect-to'],
    timeoutMs: timeout,
    region,
    model,
    arn,
    guardrail,
    without,
    http,
    profile,
    shard,
    seed,
    bail,
    apiKey,
    cases,
    ...ambient,
    session: session ?? ambient?.session,
  });
}

async function credentialsOf(values: Asked['values']): Promise<ServerConformanceOptions['credentials']> {
  const file = values['credentials-file'];
  if (file === undefined) return values.credentials;
  const text = await readTextFile(file);
  try {
    return parseCredentialsFile(text, file)[0];
  } catch (cause) {
    throw new CommandError((cause as Error).message, { cause });
  }
}

type Undefinable<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What is not given is left to the default. */
function defined(options: Undefinable<ServerConformanceOptions>): ServerConformanceOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as ServerConformanceOptions;
}
