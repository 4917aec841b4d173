/** `touchstone record`: stands before the real service until Ctrl-C, and keeps what passes. */
import {
  createRecorder,
  type Recorder,
  type RecorderEvent,
  RecordingError,
  type RecorderOptions,
} from '../recordings/index.ts';
import { isOpen, reachable, whyNotBound } from './address.ts';
import { startLines } from './banner.ts';
import { readTextFile } from './files.ts';
import { helpText } from './help-text.ts';
import { createLog } from './log.ts';
import { type Parsed, parseOptions } from './options.ts';
import { createRecordLog } from './record-log.ts';
import { RECORD_GROUPS, RECORD_OPTIONS } from './record-options.ts';
import { replayOptions } from './replay.ts';
import { DEFAULT_PORT } from './serve-options.ts';
import { bedrockOptions } from './serve-settings.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';
import { readTls, type Tls } from './tls.ts';

export function recordHelp(): string {
  return helpText({
    usage: 'touchstone record --upstream URL [options]',
    about: `
Stands between a client and the real service: verifies what comes in as "touchstone serve" does, signs
it anew with your own credentials, passes answers on as they come, and keeps them as recordings that
"touchstone serve --recordings" replays. Streams are kept event by event with their times; so is what
breaks off, stalls or fails.

Credentials upstream: AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for
profiles, SSO and roles install @aws-sdk/credential-providers. They are never written. A recording that
would still hold what looks like a secret is not written either, and the exit code is then 1.`,
    groups: RECORD_GROUPS,
    examples: [
      [
        'Record a test run; clients use test:test, as with serve',
        'touchstone record --upstream https://bedrock-runtime.us-east-1.amazonaws.com --out recordings/',
      ],
      ['Replay it, and refuse what is not known', 'touchstone record --mode none --out recordings/'],
      ['Without what users wrote', "touchstone record --upstream … --redact '$.messages[*].content'"],
    ],
  });
}

type Values = Parsed<typeof RECORD_OPTIONS>['values'];

export async function record(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, RECORD_OPTIONS);
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is too much; the directory goes with --out`);
  const tls = await readTls(values);
  try {
    return await recordWith(values, tls, terminal);
  } finally {
    await tls?.remove();
  }
}

async function recordWith(values: Values, tls: Tls | undefined, terminal: Terminal): Promise<number> {
  const { json = false, quiet = false, grace = 2_000, out: directory = 'recordings', mode = 'once' } = values;
  const log = createLog({ terminal, json, quiet, clock: Date.now, startLines });
  const tell = createRecordLog({ terminal, json, quiet, log });
  let lost = 0;
  const onEvent = (event: RecorderEvent) => {
    if (event.kind === 'refused' || event.kind === 'not-recorded') lost++;
    tell(event);
  };
  const double = { ...(await bedrockOptions(values, log)), ...(tls && { tls: tls.pem }) };
  const recorder = await create({ ...(await optionsOf(values)), directory, mode, double, onEvent });
  const where = { host: values.host ?? '127.0.0.1', port: values.port ?? DEFAULT_PORT };
  log.started({
    version: terminal.version,
    url: reachable(await listen(recorder, where)),
    scenarios: 0,
    paths: [],
    recordings: recorder.replayed,
    recorder: { upstream: recorder.records ? values.upstream : undefined, directory, mode },
    region: values.region?.[0] ?? 'us-east-1',
    apiKey: values['api-key']?.[0],
    certificate: tls?.file,
    open: isOpen(where.host),
    controlToken: false,
  });
  if (recorder.records && isOpen(where.host)) terminal.err(OPEN_TO_OTHERS);
  await terminal.stopped();
  log.closing(grace);
  await recorder.close();
  return lost > 0 ? 1 : 0;
}

const OPEN_TO_OTHERS =
  'hint: other machines reach this port, and what they ask is asked of the real service with your credentials';

async function optionsOf(values: Values): Promise<Omit<RecorderOptions, 'directory'>> {
  const { upstream, 'upstream-region': upstreamRegion, 'connect-to': connectTo, redact } = values;
  const { 'stalled-after': stalledAfterMs, ca } = values;
  return {
    ...replayOptions(values),
    ...(upstream !== undefined && { upstream }),
    ...(upstreamRegion !== undefined && { upstreamRegion }),
    ...(redact && { redact }),
    ...(stalledAfterMs !== undefined && { stalledAfterMs }),
    ca: ca === undefined ? undefined : await readTextFile(ca),
    connectTo,
  };
}

async function create(options: RecorderOptions): Promise<Recorder> {
  try {
    return await createRecorder(options);
  } catch (cause) {
    const { name, message } = cause as Error;
    if (cause instanceof TypeError) throw new UsageError(`--upstream: ${message}`, { cause });
    if (cause instanceof RecordingError || name === 'CredentialsError') throw new CommandError(message, { cause });
    throw cause;
  }
}

async function listen(recorder: Recorder, where: { readonly host: string; readonly port: number }): Promise<string> {
  try {
    return (await recorder.listen(where)).url;
  } catch (cause) {
    throw new CommandError(whyNotBound(cause as NodeJS.ErrnoException, where), { cause });
  }
}
