/** `touchstone serve`: a double of Amazon Bedrock until Ctrl-C. */
import type { Scenario } from '../fixtures/index.ts';
import { type Bedrock, type BedrockOptions, createBedrock } from '../mock-server/index.ts';
import { isOpen, reachable, type Where, whyNotBound } from './address.ts';
import { startLines } from './banner.ts';
import { createLog, type Log } from './log.ts';
import { parseOptions } from './options.ts';
import { readReplay } from './replay.ts';
import { readScenarioFiles, watchScenarioFiles } from './scenario-files.ts';
import { DEFAULT_PORT, SERVE_OPTIONS } from './serve-options.ts';
import { bedrockOptions, type ServeValues } from './serve-settings.ts';
import { CommandError, type Terminal, UsageError } from './terminal.ts';
import { readTls, type Tls } from './tls.ts';

export async function serve(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, SERVE_OPTIONS);
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is too much; scenarios go with --scenarios`);
  const tls = await readTls(values);
  try {
    return await serveWith(values, tls, terminal);
  } finally {
    await tls?.remove();
  }
}

async function serveWith(values: ServeValues, tls: Tls | undefined, terminal: Terminal): Promise<number> {
  const { json = false, quiet = false, scenarios: paths = [], grace = 2_000 } = values;
  const log = createLog({ terminal, json, quiet, clock: Date.now, startLines });
  const { scenarios, hints } = await readScenarioFiles(paths);
  for (const hint of hints) terminal.err(`hint: ${hint}`);
  const replay = await readReplay(values);
  const options = { ...(await bedrockOptions(values, log)), ...replay.options };
  const bedrock = create({ ...options, scenarios: [...scenarios, ...replay.scenarios], ...(tls && { tls: tls.pem }) });
  const where = { host: values.host ?? '127.0.0.1', port: values.port ?? DEFAULT_PORT };
  const url = await listen(bedrock, where);
  const reload = createReload({ bedrock, paths, log, replayed: replay.scenarios });
  const unwatch = await watch(paths, reload, terminal);
  log.started({
    version: terminal.version,
    url: reachable(url),
    scenarios: scenarios.length,
    paths,
    recordings: replay.recordings,
    region: values.region?.[0] ?? 'us-east-1',
    apiKey: values['api-key']?.[0],
    certificate: tls?.file,
    open: isOpen(where.host),
    controlToken: values['control-token'] !== undefined,
  });
  await terminal.stopped();
  log.closing(grace);
  unwatch();
  await bedrock.close();
  return 0;
}

/** What the server itself finds wrong with its options is wrong on the command line. */
function create(options: BedrockOptions): Bedrock {
  try {
    return createBedrock(options);
  } catch (cause) {
    const [, wrong] = /^auth: (.*)$/.exec((cause as Error).message) ?? [];
    throw wrong === undefined ? cause : new UsageError(wrong, { cause });
  }
}

async function listen(bedrock: Bedrock, where: Where): Promise<string> {
  try {
    return (await bedrock.listen(where)).url;
  } catch (cause) {
    throw new CommandError(whyNotBound(cause as NodeJS.ErrnoException, where), { cause });
  }
}

interface Reloading {
  readonly bedrock: Bedrock;
  readonly paths: readonly string[];
  readonly log: Log;
  /** Those from recordings, which stay. */
  readonly replayed: readonly Scenario[];
}

/** Reloads one after the other, however fast the files change. */
function createReload({ bedrock, paths, log, replayed }: Reloading): () => void {
  const reload = async () => {
    try {
      const { scenarios } = await readScenarioFiles(paths);
      bedrock.reload([...scenarios, ...replayed]);
      log.reloaded(scenarios.length, paths);
    } catch (cause) {
      log.kept((cause as Error).message, bedrock.scenarios.list().length - replayed.length);
    }
  };
  let last = Promise.resolve();
  return () => void (last = last.then(reload));
}

/** A server that cannot watch, because the system allows no more watches, still serves. */
async function watch(paths: readonly string[], changed: () => void, { err }: Terminal): Promise<() => void> {
  try {
    return await watchScenarioFiles(paths, changed);
  } catch (cause) {
    err(`hint: changes of ${paths.join(', ')} will not be seen: ${(cause as Error).message}`);
    return () => {};
  }
}
